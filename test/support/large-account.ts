// An account with many distributions in the fake of AWS, and how many calls waited for each other.
import { config, customOrigin, list, makeBehavior } from '../../sandbox/fakes/aws/reference-parts.js';
import type { FakeAws } from '../../sandbox/fakes/aws/server.js';

/** Adds as many distributions as given, each with an alias of its own. */
export function growAccount({ store }: Pick<FakeAws, 'store'>, count: number): void {
  for (let n = 0; n < count; n++) {
    const name = `site${n}.example.org`;
    store.seedDistribution({
      id: `ESITE${String(n).padStart(9, '0')}`,
      config: config({
        CallerReference: name,
        Comment: `site ${n}`,
        Aliases: list(name),
        Origins: { Quantity: 1, Items: [customOrigin('main', `origin${n}.example.net`)] },
        DefaultCacheBehavior: makeBehavior('main'),
      }),
    });
  }
}

/** The most calls that came one after the other, none starting before the one before it had ended. */
export function countDependent(seen: readonly { readonly start: number; readonly milliseconds: number }[]): number {
  const calls = seen.map(({ start, milliseconds }) => ({ start, end: start + milliseconds }));
  let length = 0;
  let free = 0;
  for (const { start, end } of calls.sort((a, b) => a.end - b.end)) {
    // Starts are whole milliseconds, rounded down.
    if (start < free - 2) continue;
    length++;
    free = end;
  }
  return length;
}

/** The same for the calls that the fake of AWS saw. */
export function countDependentCalls({ calls }: Pick<FakeAws, 'calls'>): number {
  return countDependent(calls.list().map(({ at, ms }) => ({ start: Date.parse(at), milliseconds: ms })));
}
