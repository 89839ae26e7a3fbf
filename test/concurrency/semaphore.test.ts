// A line: so many at a time, in order, and nobody waits for ever where there is patience.
import { createSemaphore } from '../../src/concurrency/semaphore.js';
import { defer, settle } from '../clone/fake-ports.js';

function open(most: number, patience?: number) {
  const semaphore = createSemaphore(most, patience);
  const begun: string[] = [];
  const enter = (name: string) => {
    const work = defer<string>();
    const done = semaphore(() => {
      begun.push(name);
      return work.promise;
    });
    return { finish: () => work.keep(name), done };
  };
  return { begun, enter };
}

test('no more than so many are under way, and the first in line goes first', async () => {
  const { begun, enter } = open(2);
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(enter);
  expect(begun).toEqual(['a', 'b']);
  b?.finish();
  await b?.done;
  await settle();
  expect(begun).toEqual(['a', 'b', 'c']);
  a?.finish();
  c?.finish();
  d?.finish();
  await Promise.all([a, c, d].map((one) => one?.done));
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
});

test('a failure gives its place on', async () => {
  const semaphore = createSemaphore(1);
  const failed = semaphore(() => Promise.reject(new Error('broken')));
  const next = semaphore(async () => 'next');
  await expect(failed).rejects.toThrow('broken');
  expect(await next).toBe('next');
});

test('whoever has waited long enough goes ahead, and leaves nobody’s place empty', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
  try {
    const { begun, enter } = open(1, 5_000);
    const [a, b, c] = ['a', 'b', 'c'].map(enter);
    jest.advanceTimersByTime(4_999);
    await settle();
    expect(begun).toEqual(['a']);
    jest.advanceTimersByTime(1);
    await settle();
    expect(begun).toEqual(['a', 'b', 'c']);
    const d = enter('d');
    a?.finish();
    await a?.done;
    await settle();
    // Two are still more than one.
    expect(begun).toEqual(['a', 'b', 'c']);
    b?.finish();
    c?.finish();
    await Promise.all([b?.done, c?.done]);
    await settle();
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    d.finish();
    await d.done;
    expect(jest.getTimerCount()).toBe(0);
  } finally {
    jest.useRealTimers();
  }
});
