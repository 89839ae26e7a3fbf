// Caches the public keys of the user pool. They are read again for an unknown key, and every hour, so that a key which
// the user pool has withdrawn is not accepted forever.
import { FetchError, KidNotFoundInJwksError } from 'aws-jwt-verify/error';
import { assertIsJwks, SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { createRateLimiter, type RateLimiter } from '../../concurrency/rate-limiter.js';

const defaultTimeoutMs = 3_000;
const maxKeySetBytes = 100_000;
/** Keys that are older are read again. */
const maxKeyAgeMs = 3_600_000;
/** The pause between attempts while the keys cannot be read, so that requests do not all wait for a pool that is down. */
const retryIntervalMs = 30_000;
/** How often an unknown key causes a read of the keys. */
const readRate = { burst: 10, intervalMs: 6_000 };

export interface SigningKeys {
  /** Throws a KidNotFoundInJwksError for an unknown key, or a FetchError if no keys were ever read. */
  readonly cache: SimpleJwksCache;
  /** Reads the keys again if they are old. If that fails, the old keys stay valid. */
  refreshIfOld(): Promise<void>;
}

export interface SigningKeysOptions {
  /** Replaces the address that follows from the issuer. */
  readonly jwksUri: string | undefined;
  readonly now: () => number;
  /** Called with the error if the keys could not be refreshed and the old ones are used. */
  readonly onRefreshFailed: (error: unknown) => void;
  /** The time that one read may take. */
  readonly timeoutMs?: number;
}

export function createSigningKeys({
  jwksUri,
  now,
  onRefreshFailed,
  timeoutMs = defaultTimeoutMs,
}: SigningKeysOptions): SigningKeys {
  const triedAt = new Map<string, number>();
  const readAt = new Map<string, number>();
  /** A pool has two issuers, each with its own key set. Many tokens of one issuer must not block the other. */
  const limiters = new Map<string, RateLimiter>();
  const limiterOf = (uri: string): RateLimiter => {
    const limiter = limiters.get(uri) ?? createRateLimiter(readRate, now);
    limiters.set(uri, limiter);
    return limiter;
  };
  const cache = new KnownKeysCache((uri) => readAt.has(uri), {
    fetcher: {
      fetch: async (uri) => {
        limiterOf(uri).take();
        triedAt.set(uri, now());
        try {
          const body = await fetchKeys(jwksUri ?? uri, timeoutMs);
          readAt.set(uri, now());
          return body;
        } catch (error) {
          // Reported here, once for all tokens that wait for this read.
          if (readAt.has(uri)) onRefreshFailed(error);
          throw error;
        }
      },
    },
    // The limit counts the reads and not the tokens that cause them. A thousand tokens at once cause one read together, so
    // they block a rotated key no longer than one token does.
    penaltyBox: {
      wait: async (uri) => {
        if (!limiterOf(uri).isFree()) throw new FetchError(uri, 'waiting before the next attempt');
      },
      registerFailedAttempt() {},
      registerSuccessfulAttempt() {},
    },
  });
  return {
    cache,
    async refreshIfOld() {
      const isOver = (at: number, milliseconds: number): boolean => now() - at >= milliseconds;
      const old = [...readAt].filter(([, at]) => isOver(at, maxKeyAgeMs)).map(([uri]) => uri);
      const due = old.filter((uri) => isOver(triedAt.get(uri) ?? 0, retryIntervalMs));
      // If the pool cannot be reached for a moment, callers with known keys are still accepted.
      await Promise.all(due.map((uri) => cache.getJwks(uri).catch(() => undefined)));
    },
  };
}

/**
 * Once there are keys, a token with an unknown key is invalid, also if the keys cannot be read again. Otherwise anyone
 * could make the API report that it is out of order.
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

/**
 * Throws a FetchError for anything that is not a key set, so that it does not replace valid keys. The library's own
 * SimpleFetcher speaks HTTPS only, while COGNITO_JWKS_URI may be an http address of a test or the sandbox, and it reads
 * an answer of any size.
 */
async function fetchKeys(uri: string, timeoutMs: number): Promise<ArrayBuffer> {
  try {
    const answer = await fetch(uri, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
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

/** Stops at the maximum size of a key set. */
async function readBytes(answer: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body ?? []) {
    size += part.length;
    if (size > maxKeySetBytes) throw new Error('the answer is too large');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
