import { setImmediate as turn } from 'node:timers/promises';
import { createPacedQueue, type Pace } from '../../src/concurrency/paced-queue.js';
import type { Priority } from '../../src/concurrency/priority.js';

/** A queue whose time passes only when told. */
function open(pace: Pace = { intervalMs: 1_000, burst: 4, reserved: 2 }) {
  let time = 0;
  let sleepers: { readonly until: number; readonly wake: () => void }[] = [];
  const pause = (milliseconds: number) =>
    new Promise<void>((wake) => {
      sleepers.push({ until: time + milliseconds, wake });
    });
  const queue = createPacedQueue(pace, () => new Date(time), pause);
  const gone: { readonly name: string; readonly at: number }[] = [];
  const pass = async (milliseconds: number): Promise<void> => {
    for (const end = time + milliseconds; time < end; time++) {
      await turn();
      for (const { wake } of sleepers.filter(({ until }) => until <= time)) wake();
      sleepers = sleepers.filter(({ until }) => until > time);
    }
    await turn();
  };
  const ask = (name: string, priority: Priority): void => {
    queue.waitForTurn(priority).then(() => gone.push({ name, at: time }));
  };
  return { queue, gone, pass, ask, names: () => gone.map(({ name }) => name) };
}

it('lets a burst go and then one per interval, first come, first served', async () => {
  const { ask, pass, gone } = open();
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) ask(name, 'person');
  await pass(2_500);
  expect(gone.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  expect(gone.slice(0, 4).every(({ at }) => at <= 1)).toBe(true);
  expect(gone[4]?.at).toBeGreaterThanOrEqual(999);
  expect(gone[5]?.at).toBeGreaterThanOrEqual(1_999);
});

it('never lets more go in a minute than the burst and the rate make together, whoever asks', async () => {
  const { ask, pass, gone } = open({ intervalMs: 100, burst: 10, reserved: 5 });
  for (let count = 0; count < 60; count++) ask(`p${count}`, count % 2 === 0 ? 'person' : 'background');
  await pass(4_000);
  for (const { at: start } of gone) {
    expect(gone.filter(({ at }) => at >= start && at < start + 1_000).length).toBeLessThanOrEqual(20);
  }
  expect(gone.length).toBeGreaterThan(40);
});

it('keeps places for people while background work waits', async () => {
  const { ask, pass, names } = open();
  for (let count = 1; count <= 10; count++) ask(`work ${count}`, 'background');
  await pass(10);
  expect(names()).toEqual(['work 1', 'work 2']);
  ask('person 1', 'person');
  ask('person 2', 'person');
  await pass(10);
  expect(names()).toEqual(['work 1', 'work 2', 'person 1', 'person 2']);
});

it('lets people go first when all places are taken', async () => {
  const { ask, pass, names } = open();
  for (let count = 1; count <= 3; count++) ask(`work ${count}`, 'background');
  for (let count = 1; count <= 4; count++) ask(`person ${count}`, 'person');
  await pass(2_500);
  expect(names().filter((name) => name.startsWith('person'))).toHaveLength(4);
  expect(names()).not.toContain('work 3');
  await pass(10_000);
  expect(names().at(-1)).toBe('work 3');
});

it('lets nobody go while it is held', async () => {
  const { queue, ask, pass, names } = open();
  queue.hold(5_000);
  ask('person', 'person');
  ask('work', 'background');
  await pass(4_990);
  expect(names()).toEqual([]);
  expect(queue.readHoldMs()).toBe(10);
  await pass(20);
  expect(names()).toEqual(['person', 'work']);
});

it('holds those who wait already', async () => {
  const { queue, ask, pass, names } = open({ intervalMs: 1_000, burst: 1, reserved: 0 });
  ask('first', 'person');
  ask('second', 'person');
  await pass(10);
  queue.hold(5_000);
  await pass(4_000);
  expect(names()).toEqual(['first']);
  await pass(1_100);
  expect(names()).toEqual(['first', 'second']);
});

it('is idle when nothing waits and the burst is free again', async () => {
  const { queue, ask, pass } = open();
  expect(queue.isIdle()).toBe(true);
  ask('a', 'person');
  await pass(10);
  expect(queue.isIdle()).toBe(false);
  await pass(1_000);
  expect(queue.isIdle()).toBe(true);
});
