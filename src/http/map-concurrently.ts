// Work on many items, a few at a time, handing each result on as soon as it is there.

/** When whoever reads stops reading, no further item is begun; those under way are waited for. */
export async function* runAll<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<R>,
): AsyncGenerator<R> {
  const running = new Map<number, Promise<{ readonly index: number; readonly result: R }>>();
  const waiting = items.entries();
  const begin = (): void => {
    const next = waiting.next();
    if (next.done) return;
    const [index, item] = next.value;
    running.set(
      index,
      work(item, index).then((result) => ({ index, result })),
    );
  };
  for (let place = 0; place < atOnce; place++) begin();
  try {
    while (running.size > 0) {
      const { index, result } = await Promise.race(running.values());
      running.delete(index);
      begin();
      yield result;
    }
  } finally {
    await Promise.allSettled(running.values());
  }
}
