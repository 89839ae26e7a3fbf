// The distribution index: what it knows while it reads, after it, and when AWS does not answer.
import { createDistributionIndex } from '../../src/aws/distribution-index.js';
import { refuse } from '../../src/clone/outcome.js';
import type { DistributionPage } from '../../src/clone/ports.js';
import type { Result } from '../../src/clone/result.js';
import { makeDistribution, makeSummary } from '../clone/fake-ports.js';
import { makeConfig } from '../clone/references.js';

const one = makeSummary('E1', ['a.example.com', '*.example.org']);
const two = makeSummary('E2', ['b.example.com']);

function open(more: { readonly maxNames?: number } = {}) {
  let time = Date.parse('2026-11-26T00:00:00Z');
  let isStopping = false;
  const pauses: number[] = [];
  const markers: (string | undefined)[] = [];
  const pages = new Map<string | undefined, Result<DistributionPage>>([
    [undefined, { ok: true, value: { summaries: [one], nextMarker: 'E1' } }],
    ['E1', { ok: true, value: { summaries: [two] } }],
  ]);
  const index = createDistributionIndex({
    listPage: async (marker) => {
      markers.push(marker);
      return pages.get(marker) ?? refuse('throttled');
    },
    pause: async (milliseconds) => void pauses.push(milliseconds),
    now: () => new Date(time),
    isStopping: () => isStopping,
    ...more,
  });
  return {
    index,
    pauses,
    markers,
    pages,
    pass: (milliseconds: number) => (time += milliseconds),
    stop: () => (isStopping = true),
  };
}

test('all pages are read, with a pause between two of them', async () => {
  const { index, pauses, markers } = open();
  expect(index.state).toBe('incomplete');
  expect(await index.refresh()).toBe(true);
  expect(index.state).toBe('complete');
  expect(markers).toEqual([undefined, 'E1']);
  expect(pauses).toEqual([250]);
});

test('a distribution is found by its alias, its own name, its ID, and by anything else about it', async () => {
  const { index } = open();
  await index.refresh();
  expect(index.find('a.example.com')).toEqual([one]);
  expect(index.find(two.domainName)).toEqual([two]);
  expect(index.find('c.example.com')).toEqual([]);
  expect(index.get('E2')).toEqual(two);
  expect(index.search(({ aliases }) => aliases.includes('*.example.org'))).toEqual([one]);
});

test('of several with the same name, the one that was found last comes first', async () => {
  const { index, pages } = open();
  const same = makeSummary('E2', ['a.example.com']);
  pages.set('E1', { ok: true, value: { summaries: [same] } });
  await index.refresh();
  expect(index.find('a.example.com')).toEqual([same, one]);
  expect(index.search(() => true)).toEqual([same, one]);
});

test('the first read shows what it has so far', async () => {
  const { index, pages } = open();
  pages.set('E1', refuse('throttled'));
  expect(await index.refresh()).toBe(false);
  expect([index.state, index.find('a.example.com'), index.find('b.example.com')]).toEqual(['incomplete', [one], []]);
});

test('a later read takes the place of the one before only when it has all', async () => {
  const { index, pages } = open();
  await index.refresh();
  const moved = makeSummary('E1', ['c.example.com']);
  pages.set(undefined, { ok: true, value: { summaries: [moved], nextMarker: 'E1' } });
  pages.set('E1', refuse('throttled'));
  expect(await index.refresh()).toBe(false);
  expect([index.state, index.find('a.example.com')]).toEqual(['complete', [one]]);
  pages.set('E1', { ok: true, value: { summaries: [] } });
  expect(await index.refresh()).toBe(true);
  expect([index.find('a.example.com'), index.find('c.example.com'), index.get('E2')]).toEqual([[], [moved], undefined]);
});

test('a first read that is done again holds what the account has now', async () => {
  const { index, pages } = open({ maxNames: 5 });
  pages.set('E1', refuse('throttled'));
  await index.refresh();
  const moved = makeSummary('E1', ['c.example.com']);
  pages.set(undefined, { ok: true, value: { summaries: [moved], nextMarker: 'E1' } });
  pages.set('E1', { ok: true, value: { summaries: [two] } });
  expect(await index.refresh()).toBe(true);
  expect([index.find('a.example.com'), index.find('c.example.com')]).toEqual([[], [moved]]);
});

test('an index that could not be read again for half an hour is not complete any more', async () => {
  const { index, pages, pass } = open();
  await index.refresh();
  pages.clear();
  pass(1_800_000);
  expect(index.state).toBe('complete');
  pass(1);
  expect(index.state).toBe('incomplete');
  expect(index.find('a.example.com')).toEqual([one]);
});

describe('a distribution that this process created', () => {
  const created = makeDistribution('E3', makeConfig({ top: { Aliases: { Quantity: 1, Items: ['New.example.com'] } } }));

  test('is known at once and while lists do not show it', async () => {
    const { index, pass } = open();
    index.add(created);
    expect(index.find('new.example.com').map(({ id }) => id)).toEqual(['E3']);
    expect(index.get('E3')?.origin).toBe(created.config.Origins?.Items?.[0]?.DomainName);
    await index.refresh();
    expect(index.find('new.example.com').map(({ id }) => id)).toEqual(['E3']);
    pass(600_001);
    await index.refresh();
    expect(index.find('new.example.com')).toEqual([]);
  });

  test('is what lists say as soon as they show it', async () => {
    const { index, pages } = open();
    index.add(created);
    const moved = makeSummary('E3', ['c.example.com']);
    pages.set('E1', { ok: true, value: { summaries: [moved] } });
    await index.refresh();
    expect(index.get('E3')).toEqual(moved);
  });
});

test('an account that does not fit is never called complete', async () => {
  const { index } = open({ maxNames: 3 });
  expect(await index.refresh()).toBe(false);
  expect([index.state, index.find('a.example.com'), index.find('b.example.com')]).toEqual(['incomplete', [one], []]);
});

test('a process that stops reads no further page', async () => {
  const { index, markers, stop } = open();
  stop();
  expect(await index.refresh()).toBe(false);
  expect(markers).toEqual([]);
});
