// Works on many items, a few at the same time, and yields each result as soon as it exists.

/** If the reader stops reading, no further item is started. The items that were started are waited for. */
export async function* mapConcurrently<T, R>(
  items: readonly T[],
  maxConcurrent: number,
  work: (item: T, index: number) => Promise<R>,
): AsyncGenerator<R> {
  const running = new Map<number, Promise<{ readonly index: number; readonly result: R }>>();
  const waiting = items.entries();
  const startNext = (): void => {
    const next = waiting.next();
    if (next.done) return;
    const [index, item] = next.value;
    running.set(
      index,
      work(item, index).then((result) => ({ index, result })),
    );
  };
  for (let count = 0; count < maxConcurrent; count++) startNext();
  try {
    while (running.size > 0) {
      const { index, result } = await Promise.race(running.values());
      running.delete(index);
      startNext();
      yield result;
    }
  } finally {
    await Promise.allSettled(running.values());
  }
}
