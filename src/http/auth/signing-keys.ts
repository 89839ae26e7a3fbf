// The pool's public keys: kept, so that a call costs no call of its own; read again when a key is new, and every hour,
// so that a key which the pool has withdrawn does not count for ever.
import { FetchError, KidNotFoundInJwksError } from 'aws-jwt-verify/error';
import { assertIsJwks, SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { makeRateLimiter, type RateLimiter } from '../../rate-limiter.js';

const usualTimeout = 3_000;
const mostBytes = 100_000;
/** Milliseconds for which keys that were read are good. */
const lifetime = 3_600_000;
/** Milliseconds between tries while fresh keys cannot be read: calls do not wait for a pool that is down, one by one. */
const betweenTries = 30_000;
/** How often tokens with an unknown key make the keys be read again. */
const readRate = { burst: 10, intervalMs: 6_000 };

export interface Keys {
  /** Throws a KidNotFoundInJwksError for an unknown key once it has keys, and a FetchError only as long as it has none. */
  readonly cache: SimpleJwksCache;
  /** Reads the keys again where they are old; those at hand stay good when that fails. */
  keepFresh(): Promise<void>;
}

export interface KeysOptions {
  /** Another place than the one that follows from the issuer. */
  readonly jwksUri: string | undefined;
  readonly now: () => number;
  /** Hears why fresh keys could not be read while old ones go on. */
  readonly tellOld: (error: unknown) => void;
  /** Milliseconds that one read may take. */
  readonly timeout?: number;
}

export function makeKeys({ jwksUri, now, tellOld, timeout = usualTimeout }: KeysOptions): Keys {
  const triedAt = new Map<string, number>();
  const readAt = new Map<string, number>();
  /** Both issuers of a pool have a key set: a flood of tokens with one of them does not lock the other out. */
  const limiters = new Map<string, RateLimiter>();
  const limiterOf = (uri: string): RateLimiter => {
    const limiter = limiters.get(uri) ?? makeRateLimiter(readRate, now);
    limiters.set(uri, limiter);
    return limiter;
  };
  const cache = new KnownKeysCache((uri) => readAt.has(uri), {
    fetcher: {
      fetch: async (uri) => {
        limiterOf(uri).take();
        triedAt.set(uri, now());
        try {
          const body = await fetchKeys(jwksUri ?? uri, timeout);
          readAt.set(uri, now());
          return body;
        } catch (error) {
          // Told here, once for all the tokens that wait for this read.
          if (readAt.has(uri)) tellOld(error);
          throw error;
        }
      },
    },
    // Counted are the reads, not the tokens that lead to them: a thousand at once, which cost one read together, do not
    // lock out a rotated key for longer than one.
    penaltyBox: {
      wait: async (uri) => {
        if (!limiterOf(uri).isFree()) throw new FetchError(uri, 'not yet tried again');
      },
      registerFailedAttempt() {},
      registerSuccessfulAttempt() {},
    },
  });
  return {
    cache,
    async keepFresh() {
      const isOver = (at: number, milliseconds: number): boolean => now() - at >= milliseconds;
      const old = [...readAt].filter(([, at]) => isOver(at, lifetime)).map(([uri]) => uri);
      const due = old.filter((uri) => isOver(triedAt.get(uri) ?? 0, betweenTries));
      // A pool that cannot be reached for a moment does not lock everybody out.
      await Promise.all(due.map((uri) => cache.getJwks(uri).catch(() => undefined)));
    },
  };
}

/**
 * With keys at hand, a token whose key is not among them is wrong, whether or not the keys can be read again: what a
 * stranger sends does not make the API say that it is out of order.
 */
class KnownKeysCache extends SimpleJwksCache {
  readonly #hasKeys: (uri: string) => boolean;

  constructor(hasKeys: (uri: string) => boolean, options: ConstructorParameters<typeof SimpleJwksCache>[0]) {
    super(options);
    this.#hasKeys = hasKeys;
  }

  override async getJwk(...[uri, token]: Parameters<SimpleJwksCache['getJwk']>) {
    try {
      return await super.getJwk(uri, token);
    } catch (error) {
      if (error instanceof FetchError && this.#hasKeys(uri))
        throw new KidNotFoundInJwksError('not among the known keys');
      throw error;
    }
  }
}

/** A key set or a FetchError: what is none must not take the place of keys that are good. */
async function fetchKeys(uri: string, timeout: number): Promise<ArrayBuffer> {
  try {
    const answer = await fetch(uri, { signal: AbortSignal.timeout(timeout), redirect: 'error' });
    const body = await readBytes(answer);
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const set: Parameters<typeof assertIsJwks>[0] = JSON.parse(body.toString('utf8'));
    assertIsJwks(set);
    if (set.keys.length === 0) throw new Error('there is no key in it');
    return new Uint8Array(body).buffer;
  } catch (error) {
    throw new FetchError(uri, error);
  }
}

/** To its end, or as far as a key set can reach. */
async function readBytes(answer: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body ?? []) {
    size += part.length;
    if (size > mostBytes) throw new Error('the answer is too large');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
