// A bulk by REST: one card with a line per domain, the details in its thread, correct after a crash at any moment.
import { listBulkItems, readBulkRecord, readBulkReplies } from '../../../src/slack/card/bulk-record.js';
import { createCardCache } from '../../../src/slack/card/card-cache.js';
import { createSlackApi } from '../../../src/slack/client/web-api.js';
import { bot } from '../../support/announcer-process.js';
import { shownBy } from '../../support/aws-answers.js';
import {
  type AccountClone,
  listPending,
  makeAccount,
  request,
  startProcess,
  zoneTop,
} from '../../support/bulk-process.js';
import { botToken, type SlackMessage, type SlackWire, startSlackMock } from '../../support/slack-wire.js';
import { createPause } from '../../support/time.js';

const domains = Array.from({ length: 25 }, (_, index) => `b${index}.example.com`);
let slack: SlackWire;
let account: AccountClone[];
beforeEach(() => {
  slack = startSlackMock();
  account = makeAccount(domains);
});

const card = () => slack.cards()[0];
const thread = () => slack.thread(card()?.ts ?? '');
const toRead = ({ ts, metadata, botId, user }: SlackMessage) =>
  ({ ts, metadata, bot_id: botId, user }) as Parameters<typeof readBulkReplies>[0][number];
const items = () => listBulkItems(readBulkReplies(thread().map(toRead), bot));
const record = () => {
  const message = card();
  return message && readBulkRecord(toRead(message));
};
const announceAll = (process: ReturnType<typeof startProcess>, clones = account) =>
  Promise.all(clones.map(({ made }) => process.announcer.announce(made)));
const earlier = (clones: readonly AccountClone[]) =>
  clones.map((clone) => ({ ...clone, made: { ...clone.made, madeBy: 'earlier' as const } }));

const repliesOf = (clones: readonly AccountClone[]) => Math.ceil(clones.length / 8);

function expectComplete(count = domains.length): void {
  expect(slack.cards()).toHaveLength(1);
  const replies = thread().map(toRead);
  const told = readBulkReplies(replies, bot).flatMap((reply) => reply.items.map(({ domain }) => domain));
  expect([...told].sort()).toEqual([...domains.slice(0, count)].sort());
  for (const domain of domains.slice(0, count)) expect(shownBy(card())).toContain(`\`${domain}\``);
  expect(record()).toMatchObject({ request, items: count });
  expect(listPending(account.slice(0, count))).toEqual([]);
}

it('is one card, and few replies with the details', async () => {
  await announceAll(startProcess(account));
  expectComplete();
  // Eight or more clones per reply, and one card: far from three messages per clone.
  expect(slack.countOf('chat.postMessage')).toBe(1 + repliesOf(account));
  const details = thread().map(shownBy).join('\n');
  for (const { made, tag } of account) {
    expect(details).toContain(`Created \`${made.distribution.id}\``);
    expect(tag).toContain(card()?.ts.replace('.', ''));
  }
  expect(card()?.text).toContain('b0.example.com and 24 more: created, 0 of 25 deployed. CloudFront clones');
  const shown = shownBy(card());
  expect(shown).toContain('25 CloudFront clones of ');
  expect(shown).toContain('|EREFERENCE0001>');
  expect(shown).toContain('*Origin*  `new.example.net`');
  expect(shown).toContain('*Certificates*  `*.example.com`');
});

it('names every reference, with how many clones come from it', async () => {
  const [first] = account;
  account = account.map((clone) =>
    clone === first ? { ...clone, made: { ...clone.made, reference: 'EOTHER0000001' } } : clone,
  );
  await announceAll(startProcess(account));
  expect(shownBy(card())).toMatch(/25 CloudFront clones of <\S+\|EREFERENCE0001> \(24\), <\S+\|EOTHER0000001> \(1\)/);
  const details = thread().map(shownBy).join('\n');
  expect(details).toMatch(/for `b0\.example\.com` from reference `EOTHER0000001`/);
  expect(details).toMatch(/for `b2\.example\.com` from reference `EREFERENCE0001`/);
});

describe('the DNS records', () => {
  const lists = () => thread().filter(({ metadata }) => metadata?.event_type === 'cf_clone_batch_dns');
  const listed = () =>
    lists()
      .map(({ text }) => text)
      .join('\n')
      .match(/^[\w.]+,(?:CNAME|ALIAS),[\w.]+/gm) ?? [];

  it('of all clones are in the thread, once', async () => {
    const process = startProcess(account);
    await announceAll(process);
    expect(lists()).toEqual([]);
    for (let look = 0; look < 3; look++) await process.later();
    expect(listed()).toHaveLength(25);
    for (const { made } of account) {
      const type = made.domain === zoneTop ? 'ALIAS' : 'CNAME';
      expect(listed()).toContain(`${made.domain},${type},${made.distribution.domainName}`);
    }
  });

  it('are said again, in the place of the first list, when the bulk has grown', async () => {
    const process = startProcess(account);
    await announceAll(process, account.slice(0, 3));
    await process.later();
    expect(listed()).toHaveLength(3);
    await announceAll(process, account.slice(3));
    await process.later();
    expect(listed()).toHaveLength(25);
  });

  it('are said by the next process where one died before', async () => {
    await announceAll(startProcess(account));
    const next = startProcess(account);
    await next.announcer.sweep();
    await next.later();
    expect(listed()).toHaveLength(25);
  });

  it('are said although all are deployed by then, and tried again where Slack takes nothing', async () => {
    await announceAll(startProcess(account));
    for (const clone of account) clone.status = 'Deployed';
    slack.fail('chat.postMessage', { kind: 'refused', error: 'internal_error' }, { times: 2 });
    const next = startProcess(account);
    await next.announcer.sweep();
    await next.later();
    expect(record()).toMatchObject({ state: 'cloned', deployed: 0 });
    await next.later();
    expect(record()).toMatchObject({ state: 'deployed', deployed: 25 });
    expect(listed()).toHaveLength(25);
  });

  it('are said once by two processes that look at the same moment', async () => {
    await announceAll(startProcess(account));
    const processes = [startProcess(account), startProcess(account)];
    await Promise.all(processes.map(({ announcer }) => announcer.followAll()));
    expect(listed()).toHaveLength(25);
  });
});

it('grows while the request is worked on', async () => {
  const process = startProcess(account);
  await announceAll(process, account.slice(0, 3));
  expectComplete(3);
  await announceAll(process, account.slice(3, 12));
  expectComplete(12);
  await announceAll(process, account.slice(12));
  expectComplete();
});

it('shows what is deployed, by edits alone, and asks Slack nothing while nothing changes', async () => {
  const process = startProcess(account);
  await announceAll(process);
  // The first look says the DNS records.
  await process.later();
  const posts = slack.countOf('chat.postMessage');
  const calls = slack.calls.length;
  await process.later();
  await process.later();
  expect(slack.calls).toHaveLength(calls);
  for (const clone of account.slice(0, 5)) clone.status = 'Deployed';
  await process.later();
  expect(record()).toMatchObject({ state: 'cloned', deployed: 5 });
  expect(shownBy(card()).match(/· deployed/g)).toHaveLength(5);
  for (const clone of account) clone.status = 'Deployed';
  await process.later();
  expect(record()).toMatchObject({ state: 'deployed', deployed: 25 });
  expect(card()?.text).toContain('b0.example.com and 24 more: all 25 deployed');
  expect(shownBy(card()).match(/· deployed/g)).toHaveLength(25);
  expect(slack.countOf('chat.postMessage')).toBe(posts);
  expect(process.lines.filter(({ event, outcome }) => event === 'deploy' && outcome === 'deployed')).toHaveLength(25);
  const done = slack.calls.length;
  await process.later();
  expect(slack.calls).toHaveLength(done);
});

describe('after a crash', () => {
  it.each([
    ['before the card', { method: 'chat.postMessage', after: 0 }],
    ['between the card and the replies', { method: 'chat.postMessage', after: 1 }],
    ['between two replies', { method: 'chat.postMessage', after: 2 }],
  ])('%s, the sweep of the next process does what is missing', async (_, { method, after }) => {
    let seen = 0;
    slack.fail(method, { kind: 'unavailable' }, { times: 1_000, fits: () => ++seen > after && seen < 1_000 });
    await announceAll(startProcess(account));
    seen = 2_000;
    const next = startProcess(account);
    next.advance(120_000);
    await next.announcer.sweep();
    expectComplete();
    expect(thread()).toHaveLength(repliesOf(account));
  });

  it('between the replies and the tags, nothing is said twice', async () => {
    await announceAll(startProcess(account));
    const told = thread().length;
    const posts = slack.countOf('chat.postMessage');
    const fresh = makeAccount(domains);
    account.forEach((clone, index) => {
      clone.tag = fresh[index]?.tag ?? '';
    });
    const next = startProcess(account);
    next.advance(120_000);
    await next.announcer.sweep();
    expectComplete();
    expect(thread()).toHaveLength(told);
    expect(slack.countOf('chat.postMessage')).toBe(posts);
  });

  it('the next process goes on tracking', async () => {
    await announceAll(startProcess(account));
    for (const clone of account) clone.status = 'Deployed';
    const next = startProcess(account);
    await next.announcer.sweep();
    await next.later();
    expect(record()).toMatchObject({ state: 'deployed', deployed: 25 });
    expect(items().every(({ deployed_at }) => deployed_at !== undefined)).toBe(true);
  });
});

describe('by several processes', () => {
  it('a repetition that finds what was created joins the card of the first request', async () => {
    await announceAll(startProcess(account), account.slice(0, 10));
    const repetition = earlier(account).map((clone) => ({ ...clone, made: { ...clone.made, request: 'another' } }));
    await announceAll(startProcess(account), repetition);
    expectComplete();
  });

  it('two sweeps of the same moment leave one card and each clone once', async () => {
    const processes = [startProcess(account), startProcess(account)];
    for (const process of processes) process.advance(120_000);
    await Promise.all(processes.map(({ announcer }) => announcer.sweep()));
    for (const clone of account) clone.status = 'Deployed';
    for (const process of processes) await process.later();
    expectComplete();
    expect(record()).toMatchObject({ state: 'deployed' });
  });
});

it('waits until Slack takes it, and says so in the log', async () => {
  slack.fail('chat.postMessage', { kind: 'refused', error: 'internal_error' }, { times: 2 });
  const process = startProcess(account);
  await announceAll(process);
  expect(slack.cards()).toHaveLength(0);
  expect(process.lines).toContainEqual(expect.objectContaining({ event: 'report', outcome: 'slack_failed', request }));
  await process.later();
  await process.later();
  expectComplete();
});

it('is not shown in a channel that was shared with another organisation', async () => {
  slack.channels.set('C0CDN', { id: 'C0CDN', is_member: true, is_ext_shared: true });
  await announceAll(startProcess(account));
  expect(slack.countOf('chat.postMessage')).toBe(0);
  expect(listPending(account)).toHaveLength(25);
});

it('is found by the history, domain by domain', async () => {
  await announceAll(startProcess(account));
  const reader = createSlackApi({ botToken, apiUrl: undefined, pause: createPause().pause, now: () => new Date() });
  const found = await createCardCache(reader, bot, () => new Date(), 0).read('C0CDN');
  const entries = found.ok ? found.value : [];
  expect(entries.map(({ domain }) => domain).sort()).toEqual([...domains].sort());
  expect(entries[0]).toMatchObject({ state: 'cloned', reference: 'EREFERENCE0001' });
});

it('stays within the limits of Slack with a hundred of the longest names', async () => {
  const label = 'a'.repeat(60);
  const long = (index: number) =>
    `x${String(index).padStart(3, '0')}.${label}.${label}.${label}.${'b'.repeat(50)}.example.com`;
  account = makeAccount(Array.from({ length: 100 }, (_, index) => long(index)));
  await announceAll(startProcess(account));
  expect(slack.cards()).toHaveLength(1);
  expect(items()).toHaveLength(100);
  for (const message of slack.messages) {
    expect(JSON.stringify(message.metadata).length).toBeLessThanOrEqual(3_500);
    expect(message.text.length).toBeLessThanOrEqual(4_000);
    expect(message.blocks.length).toBeLessThanOrEqual(50);
    const texts = message.blocks.map((block) => JSON.stringify(block));
    expect(texts.join('').length).toBeLessThanOrEqual(13_000);
  }
  const shown = thread().map(shownBy).join('\n');
  for (const { made } of account) expect(shown).toContain(made.domain);
});
