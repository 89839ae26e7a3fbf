// What has to be looked at later: one entry a card and purpose, kept only until its time. A short beat instead of long
// timers, so that the clock alone says what is due, also after a laptop slept or a test moved it.

export interface Agenda {
  /** Puts work on the agenda, replacing an entry of the same key. */
  plan(key: string, at: Date, run: () => void): void;
  drop(key: string): void;
  /** Starts everything that is due. */
  beat(): void;
  readonly size: number;
  /** How many entries there are whose keys start with this. */
  count(prefix: string): number;
  /** Beats every so many milliseconds until stopped; does not keep the process alive. */
  start(every: number): void;
  stop(): void;
}

export function makeAgenda(now: () => Date): Agenda {
  const entries = new Map<string, { readonly at: number; readonly run: () => void }>();
  let timer: NodeJS.Timeout | undefined;
  const beat = (): void => {
    const time = now().getTime();
    for (const [key, entry] of [...entries]) {
      if (entry.at > time) continue;
      entries.delete(key);
      entry.run();
    }
  };
  return {
    plan: (key, at, run) => {
      entries.set(key, { at: at.getTime(), run });
    },
    drop: (key) => {
      entries.delete(key);
    },
    beat,
    get size() {
      return entries.size;
    },
    count: (prefix) => [...entries.keys()].filter((key) => key.startsWith(prefix)).length,
    start: (every) => {
      timer ??= setInterval(beat, every).unref();
    },
    stop: () => {
      clearInterval(timer);
      entries.clear();
    },
  };
}
