// Mutex by key: work of the same key runs one after the other within the process. Clicks on one card use it, so that each
// sees what the one before has written. Between replicas, CloudFront's CallerReference and the lines in the thread decide.

export interface KeyedMutex {
  /** Runs the work after all earlier work of the same key. */
  runExclusive<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Whether work of the key is under way or waits. */
  isLocked(key: string): boolean;
}

export function createKeyedMutex(): KeyedMutex {
  const last = new Map<string, Promise<unknown>>();
  return {
    isLocked: (key) => last.has(key),
    async runExclusive(key, work) {
      const before = last.get(key) ?? Promise.resolve();
      const mine = before.then(work, work);
      last.set(key, mine);
      try {
        return await mine;
      } finally {
        if (last.get(key) === mine) last.delete(key);
      }
    },
  };
}
