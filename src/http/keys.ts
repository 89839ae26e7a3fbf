// The pool's public keys: kept, so that a call costs no call of its own; read again when a key is new, and every hour,
// so that a key which the pool has withdrawn does not count for ever.
import { FetchError, WaitPeriodNotYetEndedJwkError } from 'aws-jwt-verify/error';
import { type PenaltyBox, SimpleJwksCache } from 'aws-jwt-verify/jwk';

const timeout = 3_000;
const mostBytes = 100_000;
/** Milliseconds for which keys that were read are good. */
const lifetime = 3_600_000;
/** Tokens with an unknown key make the keys be read again: so many at once, then one in so many milliseconds. */
const burst = 10;
const every = 6_000;

export interface Keys {
  readonly cache: SimpleJwksCache;
  /** Reads the keys again where they are old; those at hand stay good when that fails. */
  keepFresh(): Promise<void>;
}

/** `jwksUri`: another place than the one that follows from the issuer. */
export function makeKeys(jwksUri: string | undefined, now: () => number): Keys {
  const readAt = new Map<string, number>();
  const cache = new SimpleJwksCache({
    penaltyBox: makePenaltyBox(now),
    fetcher: {
      fetch: async (uri) => {
        const body = await fetchKeys(jwksUri ?? uri);
        readAt.set(uri, now());
        return body;
      },
    },
  });
  return {
    cache,
    async keepFresh() {
      const old = [...readAt].filter(([, at]) => now() - at >= lifetime).map(([uri]) => uri);
      // A pool that cannot be reached for a moment does not lock everybody out; the next call tries again.
      await Promise.all(old.map((uri) => cache.getJwks(uri).catch(() => undefined)));
    },
  };
}

async function fetchKeys(uri: string): Promise<ArrayBuffer> {
  try {
    const answer = await fetch(uri, { signal: AbortSignal.timeout(timeout), redirect: 'error' });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const body = await answer.arrayBuffer();
    if (body.byteLength > mostBytes) throw new Error('the answer is too large');
    return body;
  } catch (error) {
    throw new FetchError(uri, error);
  }
}

/** Holds back who makes the keys be read again and again with made-up key IDs, without locking out a rotated key. */
function makePenaltyBox(now: () => number): PenaltyBox {
  let level = 0;
  let at = now();
  const settle = (): void => {
    level = Math.max(0, level - (now() - at) / every);
    at = now();
  };
  return {
    async wait() {
      settle();
      if (level > burst - 1) throw new WaitPeriodNotYetEndedJwkError('too many unknown keys');
    },
    registerFailedAttempt() {
      settle();
      level += 1;
    },
    registerSuccessfulAttempt() {},
  };
}
