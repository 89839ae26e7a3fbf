// Scheduler for later work, with one entry per key. It checks every second instead of using long timers, so it still works
// after the machine slept or a test moved the clock.

export interface Scheduler {
  /** Schedules work. An entry with the same key is replaced. */
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
