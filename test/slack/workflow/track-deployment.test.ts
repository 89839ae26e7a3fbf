// Tracking asks CloudFront, and reads the thread only when there is something to say.

import { createAnnouncerProcess, madeClone } from '../../support/announcer-process.js';
import { recordOf } from '../../support/aws-answers.js';
import { type SlackWire, startSlackMock } from '../../support/slack-wire.js';

let slack: SlackWire;
beforeEach(() => {
  slack = startSlackMock();
});

const reads = () => slack.countOf('conversations.replies');
const thread = () => slack.thread(slack.cards()[0]?.ts ?? '').map(({ text }) => text);

it('reads no thread while CloudFront deploys, and says once that it is deployed', async () => {
  const deployment: { status: 'InProgress' | 'Deployed' } = { status: 'InProgress' };
  const process = createAnnouncerProcess({ deployment });
  await process.announcer.announce(madeClone());
  const before = reads();
  for (let look = 0; look < 10; look++) await process.later();
  expect(reads()).toBe(before);
  deployment.status = 'Deployed';
  await process.later();
  expect(thread()).toEqual([expect.stringContaining('Created'), expect.stringContaining('Deployed after')]);
  expect(recordOf(slack.cards()[0]).state).toBe('deployed');
  // Before the line, and once nothing that another replica wrote can be missing.
  expect(reads()).toBe(before + 2);
  await process.later();
  expect(reads()).toBe(before + 2);
});

it('looks at the thread again as long as the result is missing there', async () => {
  const process = createAnnouncerProcess();
  slack.fail(
    'chat.postMessage',
    { kind: 'refused', error: 'internal_error' },
    { times: 4, fits: ({ args }) => args.thread_ts !== undefined },
  );
  await process.announcer.announce(madeClone());
  expect(thread()).toEqual([]);
  await process.later();
  await process.later();
  expect(thread()).toEqual([expect.stringContaining('Created')]);
  const before = reads();
  for (let look = 0; look < 5; look++) await process.later();
  expect(reads()).toBe(before);
});

it('goes on where Slack could not be read when the clone was deployed', async () => {
  const process = createAnnouncerProcess({ deployment: { status: 'Deployed' } });
  await process.announcer.announce(madeClone());
  slack.fail('conversations.replies', { kind: 'refused', error: 'internal_error' });
  await process.later();
  expect(recordOf(slack.cards()[0]).state).toBe('cloned');
  await process.later();
  expect(recordOf(slack.cards()[0]).state).toBe('deployed');
});

it('is done once by two processes that look at the same moment', async () => {
  const process = createAnnouncerProcess({ deployment: { status: 'Deployed' } });
  await process.announcer.announce(madeClone());
  const other = createAnnouncerProcess({ deployment: { status: 'Deployed' } });
  await Promise.all([process.announcer.followAll(), other.announcer.followAll()]);
  expect(thread()).toEqual([expect.stringContaining('Created'), expect.stringContaining('Deployed after')]);
});
