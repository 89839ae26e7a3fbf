// When the person is told that a plan takes its time.
import { createScheduler } from '../../../src/concurrency/scheduler.js';
import type { Respond } from '../../../src/slack/client/respond.js';
import { announcePlanning } from '../../../src/slack/workflow/planning-notice.js';
import { createClock } from '../../support/time.js';

function start() {
  const clock = createClock();
  const scheduler = createScheduler(clock.now);
  const told: unknown[] = [];
  const respond: Respond = async (message) => void told.push(message);
  const notice = announcePlanning(
    { concurrency: { scheduler }, clock },
    { requestId: 'r1', domain: '*.example.com' },
    respond,
  );
  const pass = (milliseconds: number) => {
    clock.advance(milliseconds);
    scheduler.tick();
  };
  return { told, notice, pass };
}

test('nothing is said before two seconds', () => {
  const { told, pass } = start();
  pass(1_999);
  expect(told).toEqual([]);
});

test('it is said once after two seconds, with the domain, until the answer comes', () => {
  const { told, pass } = start();
  pass(2_000);
  pass(60_000);
  expect(told).toEqual([{ isTemporary: true, text: expect.stringMatching(/Planning….*`\*\.example\.com`/) }]);
});

test('nothing is said once the answer is there', () => {
  const { told, notice, pass } = start();
  notice.cancel();
  pass(60_000);
  expect(told).toEqual([]);
});

test('nothing is said while the answer is on its way', () => {
  const { told, notice, pass } = start();
  void notice.respond('no');
  pass(60_000);
  expect(told).toEqual(['no']);
});
