// What has to be looked at later, by the clock alone.
import { makeAgenda } from '../../src/concurrency/scheduler.js';

function start() {
  let time = 0;
  const ran: string[] = [];
  const agenda = makeAgenda(() => new Date(time));
  const plan = (key: string, at: number, name = key) => agenda.plan(key, new Date(at), () => ran.push(name));
  return { agenda, ran, plan, pass: (milliseconds: number) => (time += milliseconds) };
}

it('starts what is due, once, and nothing that is not', () => {
  const { agenda, ran, plan, pass } = start();
  plan('a', 1_000);
  plan('b', 2_000);
  agenda.beat();
  expect(ran).toEqual([]);
  pass(1_000);
  agenda.beat();
  agenda.beat();
  expect(ran).toEqual(['a']);
  expect(agenda.size).toBe(1);
});

it('replaces an entry of the same key, and forgets a dropped one', () => {
  const { agenda, ran, plan, pass } = start();
  plan('a', 1_000, 'first');
  plan('a', 1_000, 'second');
  plan('b', 1_000);
  agenda.drop('b');
  pass(5_000);
  agenda.beat();
  expect(ran).toEqual(['second']);
  expect(agenda.size).toBe(0);
});

it('may be given more by what it starts', () => {
  const { agenda, ran, pass } = start();
  agenda.plan('a', new Date(0), () => {
    ran.push('a');
    agenda.plan('a', new Date(1_000), () => ran.push('a again'));
  });
  agenda.beat();
  expect(ran).toEqual(['a']);
  pass(1_000);
  agenda.beat();
  expect(ran).toEqual(['a', 'a again']);
});
