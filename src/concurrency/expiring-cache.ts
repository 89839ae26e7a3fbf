// A cache of answers by key. Each answer is kept for a fixed time. Callers that ask while an answer is on its way share it.

export interface ExpiringCacheOptions<T> {
  /** Milliseconds for which an answer is kept, counted from the question. With 0, only simultaneous callers share it. */
  readonly ttlMs: number;
  readonly now: () => number;
  /** Whether an answer is kept for later callers. Those who asked at the same time share it in any case. */
  readonly isCacheable: (answer: T) => boolean;
}

/** An answer that fails is not kept. */
export function createExpiringCache<T>(
  load: (key: string) => Promise<T>,
  { ttlMs, now, isCacheable }: ExpiringCacheOptions<T>,
): (key: string) => Promise<T> {
  const entries = new Map<string, { expiresAt: number; readonly answer: Promise<T> }>();
  return (key) => {
    const known = entries.get(key);
    if (known && now() < known.expiresAt) return known.answer;
    const expiresAt = now() + ttlMs;
    const answer = load(key);
    const entry = { expiresAt: Number.POSITIVE_INFINITY, answer };
    entries.set(key, entry);
    const forget = (): void => {
      if (entries.get(key) === entry) entries.delete(key);
    };
    answer.then((value) => {
      entry.expiresAt = expiresAt;
      if (ttlMs === 0 || !isCacheable(value)) forget();
    }, forget);
    return answer;
  };
}
