// The rate limits of Slack's Web API: every method has its own queue, and nothing that the bot does exceeds its tier.
import { runForPerson } from '../../../src/concurrency/priority.js';
import { createSlackQueues, toPace } from '../../../src/slack/client/rate-limits.js';

/** Whoever waits moves the clock on: nothing else happens meanwhile. */
function open() {
  let time = 0;
  const queues = createSlackQueues(
    () => new Date(time),
    async (milliseconds) => {
      time += milliseconds;
    },
  );
  return { queues, now: () => time };
}

it.each([20, 50, 100, 300])('a tier of %i calls a minute is never exceeded in any minute', (maxPerMinute) => {
  const { burst, intervalMs, reserved } = toPace(maxPerMinute);
  expect(burst + 60_000 / intervalMs).toBeLessThanOrEqual(maxPerMinute);
  expect(reserved).toBeGreaterThan(0);
  expect(reserved).toBeLessThan(burst);
});

it('takes a call of tier 3 about every 1.6 seconds after the burst', async () => {
  const { queues, now } = open();
  for (let count = 0; count < 10; count++) await runForPerson(() => queues.waitForTurn('conversations.replies'));
  expect(now()).toBe(0);
  for (let count = 0; count < 10; count++) await runForPerson(() => queues.waitForTurn('conversations.replies'));
  expect(now()).toBe(16_000);
});

it('counts each method by itself', async () => {
  const { queues, now } = open();
  for (let count = 0; count < 10; count++) {
    await runForPerson(() => queues.waitForTurn('conversations.replies'));
    await runForPerson(() => queues.waitForTurn('chat.update'));
  }
  expect(now()).toBe(0);
});

it('lets posts go about once a second in each channel, after a short burst', async () => {
  const { queues, now } = open();
  const post = (channel: string) => runForPerson(() => queues.waitForTurn('chat.postMessage', channel));
  for (let count = 0; count < 4; count++) for (const channel of ['C1', 'C2', 'C3']) await post(channel);
  expect(now()).toBe(0);
  await post('C1');
  expect(now()).toBe(1_100);
});

it('holds a method for all its callers when Slack asks to wait, and no other method', async () => {
  const { queues, now } = open();
  queues.hold('chat.update', 7_000);
  expect(queues.readHoldMs('chat.update')).toBe(7_000);
  await queues.waitForTurn('conversations.replies');
  expect(now()).toBe(0);
  await runForPerson(() => queues.waitForTurn('chat.update'));
  expect(now()).toBe(7_000);
});
