// What has to be looked at later, by the clock alone.
import { createScheduler } from '../../src/concurrency/scheduler.js';

function start() {
  let time = 0;
  const ran: string[] = [];
  const scheduler = createScheduler(() => new Date(time));
  const plan = (key: string, at: number, name = key) => scheduler.schedule(key, new Date(at), () => ran.push(name));
  return { scheduler, ran, plan, pass: (milliseconds: number) => (time += milliseconds) };
}

it('starts what is due, once, and nothing that is not', () => {
  const { scheduler, ran, plan, pass } = start();
  plan('a', 1_000);
  plan('b', 2_000);
  scheduler.tick();
  expect(ran).toEqual([]);
  pass(1_000);
  scheduler.tick();
  scheduler.tick();
  expect(ran).toEqual(['a']);
  expect(scheduler.size).toBe(1);
});

it('replaces an entry of the same key, and forgets a dropped one', () => {
  const { scheduler, ran, plan, pass } = start();
  plan('a', 1_000, 'first');
  plan('a', 1_000, 'second');
  plan('b', 1_000);
  scheduler.cancel('b');
  pass(5_000);
  scheduler.tick();
  expect(ran).toEqual(['second']);
  expect(scheduler.size).toBe(0);
});

it('may be given more by what it starts', () => {
  const { scheduler, ran, pass } = start();
  scheduler.schedule('a', new Date(0), () => {
    ran.push('a');
    scheduler.schedule('a', new Date(1_000), () => ran.push('a again'));
  });
  scheduler.tick();
  expect(ran).toEqual(['a']);
  pass(1_000);
  scheduler.tick();
  expect(ran).toEqual(['a', 'a again']);
});
