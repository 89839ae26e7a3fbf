// Clicks on the same card take turns within the process, so that each sees what the one before has written.
// Between replicas CloudFront's CallerReference and the marks in the thread decide.

export interface Turns {
  /** Runs the work after all earlier work of the same key. */
  take<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Whether work of the key is under way or waits. */
  isTaken(key: string): boolean;
}

export function makeTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    isTaken: (key) => last.has(key),
    async take(key, work) {
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
