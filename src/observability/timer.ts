// Measures how long the stages of one piece of work take.

export const stages = ['channel', 'identity', 'plan', 'post', 'create', 'report', 'deploy', 'total'] as const;
export type Stage = (typeof stages)[number];
export type Milliseconds = Readonly<Partial<Record<Stage, number>>>;

/** Milliseconds that only ever grow, from any start; no clock change moves them. */
export type Monotonic = () => number;

export interface Stopwatch {
  /** Notes how long the work takes, and hands back the same promise. */
  time<T>(stage: Exclude<Stage, 'total'>, work: Promise<T>): Promise<T>;
  /** The stages that are over, and the total so far. */
  read(): Milliseconds;
}

export function createStopwatch(clock: Monotonic): Stopwatch {
  const started = clock();
  const over: Partial<Record<Stage, number>> = {};
  return {
    time(stage, work) {
      const from = clock();
      const note = (): void => {
        over[stage] = Math.round(clock() - from);
      };
      // Failures are the caller's to see; here they only end the stage.
      work.then(note, note);
      return work;
    },
    read: () => ({ ...over, total: Math.round(clock() - started) }),
  };
}
