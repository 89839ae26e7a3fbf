// Lets one log line of a kind through each minute, so that strangers cannot fill the log. The metrics count them all.

/** Goes into the line: how many like it were left out since the line before. */
export interface SampledLine {
  readonly leftOut?: number;
}

/** Undefined: leave the line out. */
export type SampleLine = (kind: string) => SampledLine | undefined;

const defaultIntervalMs = 60_000;

/** Kinds are few and fixed: each is remembered for good. */
export function createLogSampler(now: () => number, intervalMs = defaultIntervalMs): SampleLine {
  const samples = new Map<string, { readonly next: number; leftOut: number }>();
  return (kind) => {
    const sample = samples.get(kind);
    const time = now();
    if (sample && time < sample.next) {
      sample.leftOut++;
      return undefined;
    }
    samples.set(kind, { next: time + intervalMs, leftOut: 0 });
    return sample && sample.leftOut > 0 ? { leftOut: sample.leftOut } : {};
  };
}
