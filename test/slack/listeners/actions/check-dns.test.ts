// Check DNS answers the person, and corrects the thread and the card where they say something else.
import type { CheckSite } from '../../../../src/clone/check-site.js';
import type { DnsAnswer } from '../../../../src/clone/ports.js';
import type { SiteAnswer } from '../../../../src/clone/site-answer.js';
import { verify } from '../../../../src/clone/verification.js';
import { checkDns } from '../../../../src/slack/listeners/actions/check-dns.js';
import { createAnnouncerProcess, madeClone } from '../../../support/announcer-process.js';
import { recordOf, shownBy } from '../../../support/aws-answers.js';
import { asFields, channel, type SlackWire, startSlackMock } from '../../../support/slack-wire.js';

const absent: DnsAnswer = { points: 'no', found: undefined };
const present: DnsAnswer = { points: 'yes', found: 'dene.cloudfront.net' };
const pressedAt = new Date('2025-11-23T12:00:00Z');
const seconds = pressedAt.getTime() / 1_000;

let slack: SlackWire;
beforeEach(() => {
  slack = startSlackMock();
});

/** A clone that is deployed, while DNS says `dns`. */
async function deployed(dns: DnsAnswer = absent) {
  const process = createAnnouncerProcess({ deployment: { status: 'Deployed' }, dns });
  await process.announcer.announce(madeClone());
  await process.later();
  expect(recordOf(card()).state).toBe('deployed');
}

const card = () => slack.cards()[0];
const thread = () => slack.thread(card()?.ts ?? '').map(({ text }) => text);

/** Presses the button in the thread; what the person is told comes back. */
async function press(
  dns: DnsAnswer,
  { userTeam, checkSite }: { userTeam?: string; checkSite?: CheckSite } = {},
): Promise<string[]> {
  // Another process than the one that tracked the clone.
  const { context } = createAnnouncerProcess({ dns, checkSite });
  const told: string[] = [];
  await checkDns(
    { ...context, clock: { ...context.clock, now: () => pressedAt } },
    {
      channel,
      ts: slack.thread(card()?.ts ?? '').at(-1)?.ts ?? '',
      threadTs: card()?.ts ?? '',
      userId: 'U0NOBODY',
      userTeam,
      value: '',
      triggerId: '',
    },
    async (said) => {
      if (typeof said === 'string') told.push(said);
      else if ('text' in said) told.push(said.text);
    },
  );
  return told;
}

const writes = () => slack.countOf('chat.update') + slack.countOf('chat.postMessage') + slack.countOf('chat.delete');

it('says that the record is there in the answer, in both lines, and on the card', async () => {
  await deployed();
  expect(thread()[0]).toContain(' DNS: ');
  expect(thread()[1]).toContain('has no record yet');
  expect(shownBy(card())).toContain(':white_large_square: DNS record');

  expect(await press(present)).toEqual([expect.stringContaining('leads to it')]);
  expect(thread()).toEqual([
    expect.stringContaining('DNS record is there: '),
    expect.stringContaining(`leads to it, seen <!date^${seconds}^`),
  ]);
  expect(recordOf(card())).toMatchObject({ state: 'deployed', dns_at: seconds });
  expect(shownBy(card())).toContain(`:white_check_mark: DNS record, seen <!date^${seconds}^`);
  expect(card()?.text).toContain('Done: DNS record.');
});

it('shows a step that the bot cannot look at as open', async () => {
  await deployed();
  await press(present);
  expect(recordOf(card())).toMatchObject({ grants: 's3' });
  expect(shownBy(card())).toContain(':white_large_square: bucket policy');
  expect(card()?.text).toContain('To do: bucket policy.');
});

it('writes nothing where everything is true already', async () => {
  await deployed();
  const before = writes();
  await press(absent);
  expect(writes()).toBe(before);
  await press(present);
  const after = writes();
  await press(present);
  expect(writes()).toBe(after);
});

it('writes nothing where DNS could not be asked', async () => {
  await deployed(present);
  const before = writes();
  expect(await press({ points: 'unknown', found: undefined })).toEqual([expect.stringContaining('could not ask DNS')]);
  expect(writes()).toBe(before);
});

it('takes back what it said when the record is gone', async () => {
  await deployed();
  const before = [thread(), shownBy(card())];
  await press(present);
  await press(absent);
  expect([thread(), shownBy(card())]).toEqual(before);
  expect(recordOf(card())).not.toHaveProperty('dns_at');
});

it('finds a record that was there at the deployment on the card and in the first line', async () => {
  await deployed(present);
  expect(thread()[0]).toContain('DNS record is there: ');
  expect(recordOf(card()).dns_at).toEqual(expect.any(Number));
  const before = writes();
  await press(present);
  expect(writes()).toBe(before);
});

it('corrects a card of an older version, whose metadata knows nothing of steps', async () => {
  await deployed();
  for (const message of slack.messages) {
    const { dns_at: _at, dns_found: _found, grants: _grants, ...payload } = asFields(message.metadata?.event_payload);
    message.metadata = { ...message.metadata, event_payload: payload };
  }
  await press(present);
  expect(thread()[0]).toContain('DNS record is there: ');
  expect(recordOf(card())).toMatchObject({ state: 'deployed', dns_at: seconds });
});

it('does not bring a card back that another replica just wrote', async () => {
  await deployed();
  const [message] = slack.cards();
  const metadata = { ...message?.metadata };
  // The first read still shows the state before the deployment: reads of Slack lag behind its writes.
  if (message)
    message.metadata = { ...metadata, event_payload: { ...asFields(metadata.event_payload), state: 'cloned' } };
  const firstRead = slack.countOf('conversations.replies') + 1;
  const showWritten = () => {
    if (message && slack.countOf('conversations.replies') > firstRead) message.metadata = metadata;
    return false;
  };
  slack.fail('conversations.replies', { kind: 'unavailable' }, { fits: showWritten });
  await press(present);
  expect(recordOf(card())).toMatchObject({ state: 'deployed', dns_at: seconds });
});

describe('of a clone that serves its domain', () => {
  const { domain } = madeClone();
  const answer: SiteAnswer = {
    kind: 'response',
    status: 200,
    headers: {},
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
  const checkAs =
    (dns: DnsAnswer): CheckSite =>
    async () => {
      const reference = { host: 'ref.example.com', answer };
      const verification = verify({ host: domain, clone: answer, reference, origin: undefined, now: pressedAt });
      const isServing = dns.points === 'yes';
      return { host: domain, path: '/', clone: answer, reference, verification, dns, isServing, isGone: false };
    };

  async function serving() {
    const process = createAnnouncerProcess({
      deployment: { status: 'Deployed' },
      dns: present,
      checkSite: checkAs(present),
    });
    await process.announcer.announce(madeClone());
    for (let looks = 0; looks < 3; looks++) await process.later();
    expect(recordOf(card()).state).toBe('serving');
  }

  it('says everywhere that it does not any more, also where it was verified', async () => {
    await serving();
    expect(thread().at(-1)).toContain('Serving since');
    await press(absent, { checkSite: checkAs(absent) });
    expect(recordOf(card()).state).toBe('deployed');
    expect(recordOf(card())).not.toHaveProperty('serving_at');
    expect(thread()[0]).not.toContain('DNS record is there');
    expect(thread().at(-1)).toContain('once DNS leads to it');
  });

  it('changes nothing while it does', async () => {
    await serving();
    const before = writes();
    await press(present, { checkSite: checkAs(present) });
    expect(writes()).toBe(before);
  });
});

it('tells somebody of another workspace nothing, and corrects nothing', async () => {
  await deployed();
  const before = slack.calls.length;
  expect(await press(present, { userTeam: 'T0OTHER' })).toEqual([expect.not.stringContaining('leads to it')]);
  expect(slack.calls.length).toBe(before);
});
