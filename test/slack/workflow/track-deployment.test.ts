// Tracking asks CloudFront, and reads the thread only when there is something to say.
import { type SlackWire, startSlackMock } from '../../support/slack-wire.js';
import { recordOf } from '../aws-answers.js';
import { madeClone, openOffice } from './announcer-process.js';

let slack: SlackWire;
beforeEach(() => {
  slack = startSlackMock();
});

const reads = () => slack.countOf('conversations.replies');
const thread = () => slack.thread(slack.cards()[0]?.ts ?? '').map(({ text }) => text);

it('reads no thread while CloudFront deploys, and says once that it is deployed', async () => {
  const deployment: { status: 'InProgress' | 'Deployed' } = { status: 'InProgress' };
  const office = openOffice({ deployment });
  await office.announcer.announce(madeClone());
  const before = reads();
  for (let look = 0; look < 10; look++) await office.later();
  expect(reads()).toBe(before);
  deployment.status = 'Deployed';
  await office.later();
  expect(thread()).toEqual([expect.stringContaining('Created'), expect.stringContaining('Deployed after')]);
  expect(recordOf(slack.cards()[0]).state).toBe('deployed');
  // Before the line, and once nothing that another replica wrote can be missing.
  expect(reads()).toBe(before + 2);
  await office.later();
  expect(reads()).toBe(before + 2);
});

it('looks at the thread again as long as the result is missing there', async () => {
  const office = openOffice();
  slack.fail(
    'chat.postMessage',
    { kind: 'refused', error: 'internal_error' },
    { times: 4, fits: ({ args }) => args.thread_ts !== undefined },
  );
  await office.announcer.announce(madeClone());
  expect(thread()).toEqual([]);
  await office.later();
  await office.later();
  expect(thread()).toEqual([expect.stringContaining('Created')]);
  const before = reads();
  for (let look = 0; look < 5; look++) await office.later();
  expect(reads()).toBe(before);
});

it('goes on where Slack could not be read when the clone was deployed', async () => {
  const office = openOffice({ deployment: { status: 'Deployed' } });
  await office.announcer.announce(madeClone());
  slack.fail('conversations.replies', { kind: 'refused', error: 'internal_error' });
  await office.later();
  expect(recordOf(slack.cards()[0]).state).toBe('cloned');
  await office.later();
  expect(recordOf(slack.cards()[0]).state).toBe('deployed');
});

it('is done once by two processes that look at the same moment', async () => {
  const office = openOffice({ deployment: { status: 'Deployed' } });
  await office.announcer.announce(madeClone());
  const other = openOffice({ deployment: { status: 'Deployed' } });
  await Promise.all([office.announcer.followAll(), other.announcer.followAll()]);
  expect(thread()).toEqual([expect.stringContaining('Created'), expect.stringContaining('Deployed after')]);
});
