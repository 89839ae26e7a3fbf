// Check again: everybody of the workspace may press it, is told what was found, and sees the thread corrected.
import type { SiteCheck } from '../../../../src/clone/check-site.js';
import { verifyAgain } from '../../../../src/slack/listeners/actions/verify.js';
import { createAnnouncerProcess, madeClone } from '../../../support/announcer-process.js';
import { recordOf } from '../../../support/aws-answers.js';
import { channel, type SlackWire, startSlackMock } from '../../../support/slack-wire.js';

let slack: SlackWire;
beforeEach(() => {
  slack = startSlackMock();
});

const { domain } = madeClone();
const broken: SiteCheck = {
  host: domain,
  path: '/',
  clone: { kind: 'failure', reason: 'no_handshake' },
  reference: { host: 'ref.example.com', answer: { kind: 'failure', reason: 'no_answer' } },
  verification: { isPassed: false, findings: [{ code: 'unreachable', reason: 'no_handshake' }] },
  dns: { points: 'no', found: undefined },
  isServing: false,
  isGone: false,
};

async function press(check: SiteCheck | undefined, by: { userTeam?: string } = {}) {
  const process = createAnnouncerProcess({
    deployment: { status: 'Deployed' },
    checkSite: check && (async () => check),
  });
  if (slack.cards().length === 0) {
    await process.announcer.announce(madeClone());
    await process.later();
  }
  const told: string[] = [];
  const ts = slack.cards()[0]?.ts ?? '';
  await verifyAgain(
    process.context,
    {
      channel,
      ts: slack.thread(ts).at(-1)?.ts ?? '',
      threadTs: ts,
      userId: 'U0NOBODY',
      userTeam: by.userTeam,
      value: '',
      triggerId: '',
    },
    async (said) => {
      told.push(typeof said === 'string' ? said : 'text' in said ? said.text : '');
    },
  );
  return told;
}

it('tells the person and the thread what was found', async () => {
  expect(await press(broken)).toEqual([expect.stringContaining('no TLS handshake')]);
  expect(recordOf(slack.cards()[0])).toMatchObject({ state: 'deployed', verified: 'failed' });
  expect(slack.thread(slack.cards()[0]?.ts ?? '').at(-1)?.text).toContain('no TLS handshake');
});

it('looks long after the deployment too', async () => {
  await press(broken);
  const message = slack.cards()[0];
  const payload = { ...recordOf(message), deployed_at: 1 };
  if (message) message.metadata = { ...message.metadata, event_payload: payload };
  const passed = { ...broken, verification: { isPassed: true, findings: [] } };
  expect(await press(passed)).toEqual([expect.stringContaining('Verified')]);
  expect(recordOf(slack.cards()[0])).toMatchObject({ verified: 'passed' });
});

it('says that there is nothing to verify, and why', async () => {
  expect(await press({ ...broken, isGone: true })).toEqual([expect.stringContaining('no such distribution')]);
  expect(await press(undefined)).toEqual([expect.stringContaining('VERIFY_PATH is off')]);
});

it('does nothing for somebody of another workspace', async () => {
  await press(undefined);
  const before = slack.calls.length;
  expect(await press(broken, { userTeam: 'T0OTHER' })).toEqual([expect.not.stringContaining('handshake')]);
  expect(slack.calls.length).toBe(before);
});
