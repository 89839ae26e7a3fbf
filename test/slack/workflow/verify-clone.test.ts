// The verification of a deployed clone: what the thread and the card say, when they change, and what that costs in calls.
import type { SiteCheck } from '../../../src/clone/check-site.js';
import type { DnsAnswer } from '../../../src/clone/ports.js';
import type { SiteAnswer, SiteResponse } from '../../../src/clone/site-answer.js';
import { verify } from '../../../src/clone/verification.js';
import { nextWaitMs, verificationPeriodMs, verifyClone } from '../../../src/slack/workflow/verify-clone.js';
import { type AnnouncerProcess, createAnnouncerProcess, madeClone } from '../../support/announcer-process.js';
import { recordOf, shownBy } from '../../support/aws-answers.js';
import { channel, type SlackWire, startSlackMock } from '../../support/slack-wire.js';

const { domain } = madeClone();
const ok: SiteResponse = {
  kind: 'response',
  status: 200,
  headers: { 'content-type': 'text/html', 'x-cache': 'Miss from cloudfront' },
  present: [],
  isRedirectLoop: false,
  certificate: {
    names: [domain],
    validFrom: new Date('2025-01-01T00:00:00Z'),
    validTo: new Date('2026-06-01T00:00:00Z'),
    isTrusted: true,
  },
  bodyBytes: 5,
  isBodyWhole: true,
};
const denied: SiteResponse = { ...ok, status: 403, headers: { server: 'AmazonS3' } };
const nowhere: DnsAnswer = { points: 'no', found: undefined };
const here: DnsAnswer = { points: 'yes', found: 'dene.cloudfront.net' };

/** The world outside: what the clone answers, and where DNS leads. */
interface World {
  clone: SiteAnswer;
  dns: DnsAnswer;
  isGone: boolean;
  checks: number;
}

let slack: SlackWire;
let world: World;
beforeEach(() => {
  slack = startSlackMock();
  world = { clone: ok, dns: nowhere, isGone: false, checks: 0 };
});

async function checkSite(): Promise<SiteCheck> {
  world.checks += 1;
  const { clone, dns, isGone } = world;
  const reference = { host: 'ref.example.com', answer: ok };
  const verification = verify({
    host: domain,
    clone,
    reference,
    origin: undefined,
    now: new Date('2025-11-23T09:00:05Z'),
  });
  const isServing = dns.points === 'yes' && verification.isPassed;
  return { host: domain, path: '/', clone, reference, verification, dns, isServing, isGone };
}

const card = () => slack.cards()[0];
const comparisons = () =>
  slack
    .thread(card()?.ts ?? '')
    .filter(({ metadata }) => metadata?.event_type === 'cf_clone_verification')
    .map(({ text }) => text ?? '');
const writes = () => slack.countOf('chat.update') + slack.countOf('chat.postMessage') + slack.countOf('chat.delete');
/** Another process looks at the card now. */
const verifyIn = async (process: AnnouncerProcess) => {
  const found = await process.context.cards.read(channel, card()?.ts ?? '');
  if (!found.ok) throw new Error('there is no card');
  return verifyClone(process.context, found, found.record);
};
const auditOf = ({ lines }: AnnouncerProcess) =>
  lines.flatMap(({ event, outcome }) => (event === 'verify' || event === 'serve' ? [outcome] : []));

/** A clone that is deployed and not verified yet. */
async function deployed(): Promise<AnnouncerProcess> {
  const process = createAnnouncerProcess({ deployment: { status: 'Deployed' }, checkSite, dns: world.dns });
  await process.announcer.announce(madeClone());
  await process.later();
  expect(recordOf(card()).state).toBe('deployed');
  return process;
}

it('compares the answers in the thread once the clone is deployed, and says so on the card', async () => {
  const process = await deployed();
  expect(comparisons()).toEqual([]);
  await process.later();
  expect(comparisons()).toEqual([expect.stringContaining('Verified')]);
  expect(comparisons()[0]).toContain('Clone: 200. Reference: 200.');
  expect(recordOf(card())).toMatchObject({ state: 'deployed', verified: 'passed' });
  expect(recordOf(card())).not.toHaveProperty('serving_at');
  expect(shownBy(card())).toContain('passed through its own addresses');
  expect(auditOf(process)).toEqual(['verified']);
});

it('has a button, and shows each header of both sides', async () => {
  const process = await deployed();
  await process.later();
  const message = slack
    .thread(card()?.ts ?? '')
    .find(({ metadata }) => metadata?.event_type === 'cf_clone_verification');
  const drawn = JSON.stringify(message?.blocks);
  expect(drawn).toContain('cf_clone_verify');
  expect(drawn).toContain('Content type');
  expect(drawn).toContain('2026-06-01');
});

it('says what is wrong, and corrects the same message once it is right', async () => {
  world.clone = denied;
  const process = await deployed();
  await process.later();
  expect(comparisons()).toEqual([expect.stringContaining('403 from S3')]);
  expect(recordOf(card())).toMatchObject({ state: 'deployed', verified: 'failed' });
  expect(shownBy(card())).toContain('does not answer as it should');
  world.clone = ok;
  await process.later();
  await process.later();
  expect(comparisons()).toEqual([expect.stringContaining('Verified')]);
  expect(recordOf(card())).toMatchObject({ verified: 'passed' });
  expect(auditOf(process)).toEqual(['verification_failed', 'verified']);
});

it('becomes serving once the domain leads to it, in the same message', async () => {
  const process = await deployed();
  await process.later();
  world.dns = here;
  await process.later();
  await process.later();
  expect(recordOf(card())).toMatchObject({
    state: 'serving',
    serving_at: expect.any(Number),
    dns_at: expect.any(Number),
  });
  expect(comparisons()).toEqual([expect.stringContaining('Serving since')]);
  expect(slack.thread(card()?.ts ?? '')[0]?.text).toContain('DNS record is there');
  expect(card()?.text).toContain('serving. CloudFront clone');
  expect(auditOf(process)).toEqual(['verified', 'serving']);
});

it('does not serve where DNS leads to it and it does not answer as it should', async () => {
  world.clone = denied;
  world.dns = here;
  const process = await deployed();
  await process.later();
  expect(recordOf(card())).toMatchObject({ state: 'deployed', verified: 'failed' });
});

it('is taken back when the record is gone', async () => {
  world.dns = here;
  const process = await deployed();
  await process.later();
  expect(recordOf(card()).state).toBe('serving');
  world.dns = nowhere;
  await process.later();
  await process.later();
  expect(recordOf(card()).state).toBe('deployed');
  expect(recordOf(card())).not.toHaveProperty('serving_at');
  expect(comparisons()).toEqual([expect.stringContaining('It serves viewers once DNS leads to it')]);
  expect(auditOf(process)).toEqual(['verified', 'serving', 'not_serving']);
});

it.each<[string, Partial<World>]>([
  ['DNS cannot be asked', { dns: { points: 'unknown', found: undefined } }],
  ['the bot has no way out', { clone: { kind: 'failure', reason: 'not_connected' } }],
])('keeps what is known while %s', async (_, trouble) => {
  world.dns = here;
  const process = await deployed();
  await process.later();
  const before = writes();
  Object.assign(world, trouble);
  for (let look = 0; look < 5; look++) await process.later();
  expect(writes()).toBe(before);
  expect(recordOf(card()).state).toBe('serving');
});

it('calls Slack only when there is something to say', async () => {
  const process = await deployed();
  await process.later();
  const calls = slack.calls.length;
  const { checks } = world;
  // Headers that are another at each request are nothing to say.
  for (let look = 0; look < 20; look++) {
    world.clone = { ...ok, headers: { ...ok.headers, age: String(look), 'x-cache': 'Hit from cloudfront' } };
    await process.later();
  }
  expect(world.checks).toBeGreaterThan(checks + 3);
  expect(slack.calls.length).toBe(calls);
});

it('is said once by two processes that look at the same moment', async () => {
  const process = await deployed();
  const other = createAnnouncerProcess({ deployment: { status: 'Deployed' }, checkSite });
  await Promise.all([process.later(), verifyIn(other)]);
  expect(comparisons()).toHaveLength(1);
});

it('finds the message that a process posted before it died', async () => {
  const process = await deployed();
  await process.later();
  const { verified: _verified, verification: _hash, ...rest } = recordOf(card());
  const message = card();
  if (message) message.metadata = { ...message.metadata, event_payload: rest };
  await verifyIn(createAnnouncerProcess({ checkSite }));
  expect(comparisons()).toHaveLength(1);
  expect(recordOf(card())).toMatchObject({ verified: 'passed' });
});

it('tries again where Slack does not take the message', async () => {
  const process = await deployed();
  slack.fail(
    'chat.postMessage',
    { kind: 'refused', error: 'internal_error' },
    { times: 4, fits: ({ args }) => args.thread_ts !== undefined },
  );
  await process.later();
  expect(comparisons()).toEqual([]);
  for (let look = 0; look < 3; look++) await process.later();
  expect(comparisons()).toHaveLength(1);
});

it('is drawn with the old blocks where Slack does not know tables', async () => {
  const process = await deployed();
  slack.fail(
    'chat.postMessage',
    { kind: 'refused', error: 'invalid_blocks' },
    {
      times: 9,
      fits: ({ args }) => JSON.stringify(args).includes('\\"table\\"') || JSON.stringify(args).includes('"table"'),
    },
  );
  await process.later();
  const message = slack
    .thread(card()?.ts ?? '')
    .find(({ metadata }) => metadata?.event_type === 'cf_clone_verification');
  expect(JSON.stringify(message?.blocks)).toContain('cf_clone_verify');
  expect(JSON.stringify(message?.blocks)).not.toContain('table');
});

it('ends a week after the deployment, and when the distribution is gone', async () => {
  const process = await deployed();
  await process.later();
  process.advance(verificationPeriodMs);
  await process.later();
  const { checks } = world;
  for (let look = 0; look < 5; look++) {
    process.advance(86_400_000);
    await process.later();
  }
  expect(world.checks).toBe(checks);
});

it('ends when the distribution is gone', async () => {
  const process = await deployed();
  world.isGone = true;
  await process.later();
  expect(comparisons()).toEqual([]);
  const { checks } = world;
  for (let look = 0; look < 5; look++) await process.later();
  expect(world.checks).toBe(checks);
});

test.each([
  [0, 60_000],
  [120, 60_000],
  [600, 200_000],
  [36_000, 12_000_000],
  [600_000, 21_600_000],
])('%i seconds after the deployment the next look is %i milliseconds away', (seconds, expected) => {
  const now = new Date('2025-11-23T09:00:00Z');
  expect(nextWaitMs({ deployed_at: now.getTime() / 1_000 - seconds }, now)).toBe(expected);
});

test('a week has about fifty looks', () => {
  let elapsed = 0;
  let looks = 0;
  for (; elapsed < verificationPeriodMs; looks++) {
    elapsed += nextWaitMs({ deployed_at: 0 }, new Date(elapsed));
  }
  expect(looks).toBeGreaterThan(30);
  expect(looks).toBeLessThan(60);
});
