// Reading a channel's cards: once all pages, later what is new or still open; only our own, and never fatal.

import { createCardCache } from '../../../src/slack/card/card-cache.js';
import type { Answer, ThreadMessage } from '../../../src/slack/client/web-api.js';

const bot = { teamId: 'T1', enterpriseId: undefined, botId: 'B1', userId: 'UBOT', url: 'https://example.slack.com/' };
const start = 1_800_000_000;
const day = 86_400_000;

function card(n: number, state = 'serving', change: Record<string, unknown> = {}): ThreadMessage {
  const payload = {
    v: 1,
    state,
    request: `r${n}`,
    domain: `site-${n}.example.com`,
    origin: 'o.example.net',
    reference: 'E2ABCDEFGHIJKL',
    etag: 'E',
    digest: '0'.repeat(64),
    certificate: 'arn',
    certificate_name: '*.example.com',
    requested_by: 'UANA',
    requester_name: 'ana',
    expires_at: start + n,
    ...change,
  };
  return {
    ts: `${start + n}.000000`,
    user: 'UBOT',
    bot_id: 'B1',
    metadata: { event_type: 'cf_clone', event_payload: payload },
  };
}

/** The same from a person: no bot ID at all. */
function personal({ bot_id: _ours, ...message }: ThreadMessage): ThreadMessage {
  return { ...message, user: 'UANA' };
}

/** A channel that gives so many messages a page, newest first. */
function open(messages: ThreadMessage[], perPage = 3, thread: ThreadMessage[] = []) {
  const asked: string[] = [];
  let failure: string | undefined;
  const readPage = async (
    _channel: string,
    page: { oldest: string; cursor?: string },
  ): Promise<Answer<{ messages: ThreadMessage[]; next: string | undefined }>> => {
    asked.push(`${page.oldest}/${page.cursor ?? ''}`);
    if (failure) return { ok: false, lost: false, error: failure };
    const newer = messages
      .filter(({ ts }) => Number(ts) > Number(page.oldest))
      .sort((a, b) => Number(b.ts) - Number(a.ts));
    const from = Number(page.cursor ?? 0);
    const end = from + perPage;
    return {
      ok: true,
      value: { messages: newer.slice(from, end), next: end < newer.length ? String(end) : undefined },
    };
  };
  let time = (start + 1_000) * 1_000;
  const readThread = async () => ({ ok: true as const, value: thread });
  const archive = createCardCache({ readPage, readThread }, bot, () => new Date(time), day);
  const domains = async () => {
    const read = await archive.read('C1');
    return read.ok ? read.value.map(({ domain }) => domain) : read.error;
  };
  return {
    archive,
    asked,
    domains,
    fail: (error: string | undefined) => {
      failure = error;
    },
    pass: (ms: number) => {
      time += ms;
    },
  };
}

it('reads all pages the first time and only what is new the second', async () => {
  const messages = [card(1), card(2), card(3), card(4), card(5)];
  const { domains, asked } = open(messages);
  expect(await domains()).toEqual([5, 4, 3, 2, 1].map((n) => `site-${n}.example.com`));
  expect(asked).toEqual(['0/', '0/3']);
  messages.push(card(6));
  expect(await domains()).toContain('site-6.example.com');
  expect(asked).toHaveLength(3);
});

it('reads again from the oldest card that may still move', async () => {
  const messages = [card(1), card(2, 'pending'), card(3), card(4)];
  const { archive, domains, asked } = open(messages, 10);
  await domains();
  messages[1] = card(2, 'cloned', { distribution: 'E9' });
  const read = await archive.read('C1');
  expect(read.ok && read.value.find(({ domain }) => domain === 'site-2.example.com')?.state).toBe('cloned');
  expect(Number(asked[1]?.split('/')[0])).toBeLessThan(start + 2);
  expect(Number(asked[1]?.split('/')[0])).toBeGreaterThan(start + 1);
});

it('looks at a deployed card again for as long as it may come to serve its domain', async () => {
  const firstTs = async (days: number) => {
    const { domains, asked, pass } = open([card(1), card(2, 'deployed'), card(3)], 10);
    pass(days * day);
    await domains();
    await domains();
    return Number(asked[1]?.split('/')[0]);
  };
  expect(await firstTs(3)).toBeLessThan(start + 2);
  expect(await firstTs(9)).toBeGreaterThan(start + 2);
});

it('does not go back for a card that was left open long ago', async () => {
  const { domains, asked, pass } = open([card(1, 'failed'), card(2)], 10);
  pass(2 * day);
  await domains();
  await domains();
  expect(Number(asked[1]?.split('/')[0])).toBeGreaterThan(start + 1);
});

it.each([
  ['another app that uses our event type', { ...card(9), bot_id: 'B2', user: 'UOTHER' }],
  ['a person', personal(card(9))],
  ['ourselves, but malformed', card(9, 'no such state')],
  ['ourselves, without metadata', { ts: `${start + 9}.000000`, user: 'UBOT', bot_id: 'B1', text: 'hello' }],
])('leaves out a message of %s', async (_, message) => {
  const { domains } = open([card(1), message]);
  expect(await domains()).toEqual(['site-1.example.com']);
});

it('tells what has been found while old pages are read', async () => {
  const { archive } = open([1, 2, 3, 4, 5, 6, 7].map((n) => card(n)));
  const progress: number[] = [];
  await archive.read('C1', async (soFar) => {
    progress.push(soFar.length);
  });
  expect(progress).toEqual([3, 6]);
});

it('says why a channel cannot be read, and keeps what it knew', async () => {
  const { domains, fail } = open([card(1)]);
  await domains();
  fail('not_in_channel');
  expect(await domains()).toBe('not_in_channel');
  fail(undefined);
  expect(await domains()).toEqual(['site-1.example.com']);
});

it('reads a channel anew after some hours, because retention deletes', async () => {
  const messages = [card(1), card(2)];
  const { domains, pass } = open(messages);
  await domains();
  messages.shift();
  pass(7 * 3_600_000);
  expect(await domains()).toEqual(['site-2.example.com']);
});

describe('clones of one card that were undone, though the card of the undo is in another channel', () => {
  const line = { origin: 'o.example.net', certificate: '*.example.com', distribution_domain: 'd.cloudfront.net' };
  const clones = [
    { ...line, domain: 'a.example.com', distribution: 'E1', undone: 'deleted', undone_by: 'UBO' },
    { ...line, domain: 'b.example.com', distribution: 'E2', undone: 'disabling', undone_by: 'UBO' },
    { ...line, domain: 'c.example.com', distribution: 'E3' },
  ];
  const reply = (event_type: string, event_payload: Record<string, unknown>): ThreadMessage => ({
    ts: `${start + 1}.000001`,
    user: 'UBOT',
    bot_id: 'B1',
    metadata: { event_type, event_payload },
  });
  const statesOf = async (cards: ThreadMessage[], thread: ThreadMessage[]) => {
    const read = await open(cards, 3, thread).archive.read('C1');
    return read.ok ? read.value.map(({ domain, state }) => [domain, state]) : read.error;
  };
  const wanted = [
    ['a.example.com', 'undone'],
    ['b.example.com', 'deployed'],
    ['c.example.com', 'deployed'],
  ];

  it('are told by the lines of a card that people approved', async () => {
    const batch = { ...card(1, 'deployed', { lines: 3 }) };
    const message = { ...batch, metadata: { ...batch.metadata, event_type: 'cf_clone_batch' } } as ThreadMessage;
    const items = clones.map((clone) => ({ ...clone, state: 'deployed', digest: '' }));
    const thread = [reply('cf_clone_batch_items', { request: 'r1', part: 0, items })];
    expect(await statesOf([message], thread)).toEqual(wanted);
  });

  it('are told by the clones of a bulk', async () => {
    const about = { request: 'r1', requested_by: 'client:a', requester_name: '', created_at: start };
    const message = reply('cf_clone_bulk', { v: 1, ...about, state: 'deployed', items: 3, deployed: 3 });
    const more = { reference: 'E0', dns: 'CNAME', grants: '', created_at: start, deployed_at: start + 9 };
    const thread = [
      reply('cf_clone_bulk_items', { request: 'r1', items: clones.map((clone) => ({ ...clone, ...more })) }),
    ];
    expect(await statesOf([message], thread)).toEqual(wanted);
  });
});
