// The check of a real Slack leaves nothing behind: not when it is interrupted, not when Slack fails, not when it was killed.
import { hasRefusal } from '../../scripts/check-slack/report.js';
import { checkedChannel, type SlackCheck, startSlackCheck } from '../support/slack-check.js';

jest.setTimeout(180_000);

let slackCheck: SlackCheck;
const start = async (options: Parameters<typeof startSlackCheck>[0] = {}) => {
  slackCheck = await startSlackCheck(options);
};
afterEach(() => slackCheck.slack.close());

test.each([1, 19, 65])('interrupted after %i posts, it deletes everything', async (posts) => {
  await start();
  let seen = 0;
  slackCheck.slack.subscribe(({ type }) => {
    if (type === 'message_posted' && ++seen === posts) slackCheck.controller.abort();
  });
  const checked = await slackCheck.run('workspace', 20);
  expect(checked.ending).toBe('interrupted');
  expect(seen).toBe(posts);
  expect(slackCheck.standing()).toEqual([]);
  expect(checked.find('cleanup', 'messages')?.detail).toContain(`${posts} posted, ${posts} deleted`);
});

test.each([
  ['whose answers are lost', 'lost-after', {}],
  ['whose answers are lost while reads lag', 'lost-after', { readLagMs: 1_500 }],
  ['that Slack cannot take', 'unavailable', {}],
] as const)('posts %s leave nothing', async (_name, kind, options) => {
  await start(options);
  const { slack } = slackCheck;
  // The replies of a thread fail, and what is posted after it.
  const stop = slack.subscribe((change) => {
    if (change.type !== 'message_posted' || change.message.text !== 'cf-clone check') return;
    stop();
    slack.faults.add({ method: 'chat.postMessage', kind, times: 5 });
  });
  const checked = await slackCheck.run('workspace');
  const replies = slack.calls.all().filter(({ fault, args }) => fault === kind && args.thread_ts !== undefined);
  expect(replies.length).toBeGreaterThan(1);
  expect(hasRefusal(checked.report)).toBe(true);
  expect(slackCheck.standing()).toEqual([]);
});

test('a reply whose answer is lost just before an interruption is found, though reads lag', async () => {
  await start({ readLagMs: 1_500 });
  const { slack, controller } = slackCheck;
  slack.subscribe((change) => {
    if (change.type !== 'message_posted') return;
    if (change.message.text === 'cf-clone check') slack.faults.add({ method: 'chat.postMessage', kind: 'lost-after' });
    else if (change.message.thread_ts !== undefined) controller.abort();
  });
  const checked = await slackCheck.run('workspace');
  expect(checked.ending).toBe('interrupted');
  expect(slackCheck.standing()).toEqual([]);
});

test('a card whose answer is lost just before an interruption is found, though reads lag', async () => {
  await start({ readLagMs: 1_500 });
  const { slack, controller } = slackCheck;
  slack.faults.add({ method: 'chat.postMessage', kind: 'lost-after' });
  slack.subscribe(({ type }) => {
    if (type === 'message_posted') controller.abort();
  });
  await slackCheck.run('workspace');
  expect(slack.calls.all('chat.postMessage')).toHaveLength(1);
  expect(slackCheck.standing()).toEqual([]);
});

test('what one run could not delete is reported, and the next run deletes it', async () => {
  await start();
  slackCheck.slack.faults.add({ method: 'chat.delete', kind: 'error', error: 'internal_error', times: 'always' });
  const first = await slackCheck.run('workspace', 1);
  expect(first.find('cleanup', 'messages')).toMatchObject({
    verdict: 'refused',
    detail: expect.stringContaining('internal_error'),
  });
  expect(slackCheck.standing().length).toBeGreaterThan(10);
  slackCheck.slack.faults.clear();
  slackCheck.advance(3_600_000);
  const second = await slackCheck.run('workspace', 1);
  expect(second.find('connection', 'messages of an earlier run')).toMatchObject({ verdict: 'note' });
  expect(slackCheck.standing()).toEqual([]);
});

test('messages of the bot and of people stay', async () => {
  await start();
  slackCheck.slack.say({ user: 'U0ANA000001', channel: checkedChannel, text: 'hello' });
  const card = { event_type: 'cf_clone', event_payload: { state: 'pending' } };
  const draft = { user: 'U0CFBOT0001', text: 'www.example.com: waiting for approval', metadata: card };
  const { ts } = slackCheck.slack.store.post(checkedChannel, draft);
  await slackCheck.run('workspace', 1);
  expect(slackCheck.standing().map((message) => message.ts)).toEqual([ts]);
  expect(slackCheck.slack.store.messages(checkedChannel)).toHaveLength(2);
});
