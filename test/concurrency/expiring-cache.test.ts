import { createExpiringCache } from '../../src/concurrency/expiring-cache.js';

function open(load: (key: string) => Promise<string | undefined>, ttlMs = 100) {
  let time = 0;
  const read = createExpiringCache(load, { ttlMs, now: () => time, isCacheable: (answer) => answer !== undefined });
  return { read, pass: (milliseconds: number) => (time += milliseconds) };
}

it('asks once for callers of the same moment', async () => {
  const load = jest.fn(async (key: string) => key);
  const { read } = open(load, 0);
  expect(await Promise.all([read('a'), read('a'), read('b')])).toEqual(['a', 'a', 'b']);
  expect(load.mock.calls).toEqual([['a'], ['b']]);
  await read('a');
  expect(load).toHaveBeenCalledTimes(3);
});

it('keeps an answer for its time and not longer', async () => {
  const load = jest.fn(async (key: string) => key);
  const { read, pass } = open(load);
  await read('a');
  pass(99);
  await read('a');
  expect(load).toHaveBeenCalledTimes(1);
  pass(1);
  await read('a');
  expect(load).toHaveBeenCalledTimes(2);
});

it.each([
  ['an answer that is not to be kept', async () => undefined],
  ['a failure', async () => Promise.reject(new Error('broken'))],
])('does not keep %s', async (_, fail) => {
  const load = jest.fn(fail);
  const { read } = open(load);
  await read('a').catch(() => undefined);
  await read('a').catch(() => undefined);
  expect(load).toHaveBeenCalledTimes(2);
});
