// The mutex of cards, and the tasks that go on in the background.

import { createBackgroundTasks } from '../../src/concurrency/background-tasks.js';
import { createKeyedMutex } from '../../src/concurrency/keyed-mutex.js';
import { createLog } from '../../src/observability/log.js';
import { createLatch } from '../support/time.js';

describe('cardMutex', () => {
  test('on the same card are taken one after the other, in order', async () => {
    const cardMutex = createKeyedMutex();
    const said: string[] = [];
    const latch = createLatch();
    const first = cardMutex.runExclusive('card', async () => {
      await latch.opened;
      said.push('first');
    });
    const second = cardMutex.runExclusive('card', async () => void said.push('second'));
    const other = cardMutex.runExclusive('another', async () => void said.push('other'));
    await other;
    expect(said).toEqual(['other']);
    latch.open();
    await Promise.all([first, second]);
    expect(said).toEqual(['other', 'first', 'second']);
  });

  test('go on after one that failed, and the failure stays with its own', async () => {
    const cardMutex = createKeyedMutex();
    const failed = cardMutex.runExclusive('card', async () => Promise.reject(new Error('mine')));
    const next = cardMutex.runExclusive('card', async () => 'done');
    await expect(failed).rejects.toThrow('mine');
    await expect(next).resolves.toBe('done');
  });

  test('after a pause are taken at once', async () => {
    const cardMutex = createKeyedMutex();
    await cardMutex.runExclusive('card', async () => 1);
    await expect(cardMutex.runExclusive('card', async () => 2)).resolves.toBe(2);
  });
});

describe('work', () => {
  const nobody = async (): Promise<void> => undefined;

  test('is waited for by a stop, work that work starts too', async () => {
    const work = createBackgroundTasks(createLog('silent'));
    const latch = createLatch();
    const said: string[] = [];
    work.start(
      'outer',
      async () => {
        await latch.opened;
        work.start('inner', async () => void said.push('inner'), nobody);
      },
      nobody,
    );
    const drained = work.drain(10_000);
    latch.open();
    expect(await drained).toBe(0);
    expect(said).toEqual(['inner']);
  });

  test('that does not end in time is counted', async () => {
    const work = createBackgroundTasks(createLog('silent'));
    const latch = createLatch();
    work.start('stuck', () => latch.opened, nobody);
    expect(await work.drain(10)).toBe(1);
    latch.open();
    expect(await work.drain(10_000)).toBe(0);
  });

  test('that fails is logged, and the person is told', async () => {
    const lines: string[] = [];
    const work = createBackgroundTasks(createLog('info', { write: (line) => void lines.push(line) }));
    let isTold = false;
    work.start(
      'command',
      async () => Promise.reject(new Error('xoxb-1-hush broke')),
      async () => {
        isTold = true;
      },
    );
    expect(await work.drain(10_000)).toBe(0);
    expect(isTold).toBe(true);
    expect(lines.join('')).toContain('broke');
    expect(lines.join('')).not.toContain('hush');
  });

  test('that fails, and whose person cannot be told either, is no fault of the process', async () => {
    const work = createBackgroundTasks(createLog('silent'));
    const broken = async () => Promise.reject(new Error('no'));
    work.start('command', broken, broken);
    expect(await work.drain(10_000)).toBe(0);
  });

  test('nothing under way is drained at once', async () => {
    expect(await createBackgroundTasks(createLog('silent')).drain(10_000)).toBe(0);
  });
});
