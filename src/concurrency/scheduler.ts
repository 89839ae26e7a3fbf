// What has to be looked at later: one entry a card and purpose, kept only until its time. A short beat instead of long
// timers, so that the clock alone says what is due, also after a laptop slept or a test moved it.

export interface Scheduler {
  /** Puts work on the scheduler, replacing an entry of the same key. */
  schedule(key: string, at: Date, run: () => void): void;
  cancel(key: string): void;
  /** Starts everything that is due. */
  tick(): void;
  readonly size: number;
  /** How many entries there are whose keys start with this. */
  count(prefix: string): number;
  /** Beats every so many milliseconds until stopped; does not keep the process alive. */
  start(every: number): void;
  stop(): void;
}

export function createScheduler(now: () => Date): Scheduler {
  const entries = new Map<string, { readonly at: number; readonly run: () => void }>();
  let timer: NodeJS.Timeout | undefined;
  const tick = (): void => {
    const time = now().getTime();
    for (const [key, entry] of [...entries]) {
      if (entry.at > time) continue;
      entries.delete(key);
      entry.run();
    }
  };
  return {
    schedule: (key, at, run) => {
      entries.set(key, { at: at.getTime(), run });
    },
    cancel: (key) => {
      entries.delete(key);
    },
    tick,
    get size() {
      return entries.size;
    },
    count: (prefix) => [...entries.keys()].filter((key) => key.startsWith(prefix)).length,
    start: (every) => {
      timer ??= setInterval(tick, every).unref();
    },
    stop: () => {
      clearInterval(timer);
      entries.clear();
    },
  };
}
