import { setImmediate as turn } from 'node:timers/promises';
import { createKeyedMutex } from '../../src/concurrency/keyed-mutex.js';
import { readPriority, runForPerson } from '../../src/concurrency/priority.js';
import { createScheduler } from '../../src/concurrency/scheduler.js';
import { createSemaphore } from '../../src/concurrency/semaphore.js';

const readLater = async () => {
  await turn();
  return readPriority();
};

it('is background unless a person waits', async () => {
  expect(readPriority()).toBe('background');
  expect(await runForPerson(readLater)).toBe('person');
  expect(readPriority()).toBe('background');
});

it('stays with the work that waits behind a mutex or a semaphore', async () => {
  const mutex = createKeyedMutex();
  const semaphore = createSemaphore(1);
  const first = semaphore(() => mutex.runExclusive('card', readLater));
  const second = runForPerson(() => semaphore(() => mutex.runExclusive('card', readLater)));
  const third = semaphore(() => mutex.runExclusive('card', readLater));
  expect(await Promise.all([first, second, third])).toEqual(['background', 'person', 'background']);
});

it('does not pass to what is scheduled for later', async () => {
  const scheduler = createScheduler(() => new Date(0));
  const seen: string[] = [];
  await runForPerson(async () => scheduler.schedule('key', new Date(0), () => seen.push(readPriority())));
  scheduler.tick();
  expect(seen).toEqual(['background']);
});
