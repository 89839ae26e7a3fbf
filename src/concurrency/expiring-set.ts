// A set that forgets each key after a fixed time, and takes no more than a fixed number of keys.

export interface ExpiringSetOptions {
  readonly ttlMs: number;
  readonly maxEntries: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface ExpiringSet {
  readonly size: number;
  /** `full`: the key was not remembered, because there is no room for it. */
  add(key: string): 'added' | 'known' | 'full';
  delete(key: string): void;
}

export function createExpiringSet({ ttlMs, maxEntries, now }: ExpiringSetOptions): ExpiringSet {
  const expiryByKey = new Map<string, number>();

  /** All keys live equally long and a Map keeps their order, so the oldest come first. */
  function removeExpired(time: number): void {
    for (const [key, expiry] of expiryByKey) {
      if (expiry > time) return;
      expiryByKey.delete(key);
    }
  }

  return {
    get size() {
      return expiryByKey.size;
    },
    add(key) {
      const time = now();
      removeExpired(time);
      if (expiryByKey.has(key)) return 'known';
      if (expiryByKey.size >= maxEntries) return 'full';
      expiryByKey.set(key, time + ttlMs);
      return 'added';
    },
    delete: (key) => void expiryByKey.delete(key),
  };
}
