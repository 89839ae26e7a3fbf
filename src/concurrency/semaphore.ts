// Semaphore: limits how many pieces of work run at the same time. The others wait, first come, first served.

export type Semaphore = <T>(work: () => Promise<T>) => Promise<T>;

/** `patience`: milliseconds after which whoever waits goes ahead all the same; without it they wait for their turn. */
export function createSemaphore(most: number, patience?: number): Semaphore {
  let running = 0;
  const waiting = new Set<() => void>();

  function waitForTurn(): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        waiting.delete(go);
        clearTimeout(timer);
        running++;
        resolve();
      };
      const timer = patience === undefined ? undefined : setTimeout(go, patience);
      waiting.add(go);
    });
  }

  return async (work) => {
    if (running < most) running++;
    else await waitForTurn();
    try {
      return await work();
    } finally {
      running--;
      // The place passes on at once, so that nobody slips in between.
      const [first] = waiting;
      if (running < most) first?.();
    }
  };
}
