// Stages are measured beside the work: same promise, same failures, nothing waited for.
import { createStopwatch } from '../../src/observability/timer.js';

function start() {
  let time = 1_000;
  return { watch: createStopwatch(() => time), pass: (milliseconds: number) => (time += milliseconds) };
}

it('notes each stage when it ends, and the total so far', async () => {
  const { watch, pass } = start();
  let end: (value: string) => void = () => undefined;
  const work = new Promise<string>((resolve) => {
    end = resolve;
  });
  const timed = watch.time('plan', work);
  expect(timed).toBe(work);
  pass(250.4);
  expect(watch.read()).toEqual({ total: 250 });
  end('done');
  await timed;
  pass(50);
  expect(watch.read()).toEqual({ plan: 250, total: 300 });
});

it('notes a stage that failed, and leaves the failure to the caller', async () => {
  const { watch, pass } = start();
  const timed = watch.time('create', Promise.reject(new Error('no')));
  pass(7);
  await expect(timed).rejects.toThrow('no');
  expect(watch.read()).toEqual({ create: 7, total: 7 });
});

it('runs before whoever waits for the work', async () => {
  const { watch, pass } = start();
  const read = watch.time('identity', Promise.resolve()).then(() => watch.read());
  pass(3);
  expect(await read).toEqual({ identity: 3, total: 3 });
});
