// Samples and what is said of them. What is compared is measured in turn, so that a slow minute meets both.
import { performance } from 'node:perf_hooks';

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export async function timed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly milliseconds: number }> {
  const started = performance.now();
  const value = await work();
  return { value, milliseconds: performance.now() - started };
}

/** Runs the works in turn, so many rounds; the medians of what each returns, in their order. */
export async function compare(rounds: number, works: readonly (() => number | Promise<number>)[]): Promise<number[]> {
  const samples = works.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, work] of works.entries()) samples[index]?.push(await work());
  }
  return samples.map(median);
}

/** Microseconds that one run takes, over as many runs as fill the time. */
export function timeLoop(work: () => unknown, milliseconds: number): number {
  const started = performance.now();
  let runs = 0;
  do {
    work();
    runs++;
  } while (performance.now() - started < milliseconds);
  return ((performance.now() - started) * 1_000) / runs;
}
