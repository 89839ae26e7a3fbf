// Searching a channel of 20,000 messages of which 5,000 are cards: the first search, the second, and the pages alone.
import { createServer } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { matchesSearch } from '../src/clone/search.js';
import { createCardCache } from '../src/slack/card/card-cache.js';
import { cardStates } from '../src/slack/card/record.js';
import { createSlackApi } from '../src/slack/client/web-api.js';
import { parseHistory } from '../src/slack/workflow/parse-history.js';
import type { Figure } from './report.js';

const messages = 20_000;
const cardEvery = 4;
const latencyMs = 50;
const bot = { teamId: 'T1', enterpriseId: undefined, botId: 'B1', userId: 'UBOT', url: 'https://example.slack.com/' };

/** The channel as Slack would page it, newest first; message n has timestamp 1.7e9 + n seconds. */
function makeMessage(n: number): unknown {
  const ts = `${1_700_000_000 + n}.000100`;
  if (n % cardEvery !== 0)
    return { type: 'message', ts, user: 'U0DEV000001', text: `message ${n} about something else` };
  const payload = {
    v: 1,
    state: n > messages - 20 ? 'pending' : 'deployed',
    request: `r${n}`,
    domain: `site-${n}.example.com`,
    origin: 'new-origin.example.net',
    reference: 'E2ABCDEFGHIJKL',
    etag: 'E1',
    digest: '0'.repeat(64),
    certificate: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
    certificate_name: '*.example.com',
    requested_by: 'U0ANA000001',
    requester_name: 'ana',
    expires_at: 1_700_000_000 + n + 28_800,
    decided_by: 'U0BO0000001',
    distribution: `E${String(n).padStart(13, '0')}`,
    distribution_domain: `d${n}.cloudfront.net`,
  };
  const blocks = Array.from({ length: 6 }, () => ({
    type: 'section',
    text: { type: 'mrkdwn', text: 'x'.repeat(300) },
  }));
  return {
    type: 'message',
    ts,
    user: 'UBOT',
    bot_id: 'B1',
    text: `Clone of site-${n}`,
    blocks,
    metadata: { event_type: 'cf_clone', event_payload: payload },
  };
}

async function startChannel() {
  const all = Array.from({ length: messages }, (_, index) => makeMessage(messages - index));
  let calls = 0;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      calls++;
      await sleep(latencyMs);
      const args = new URLSearchParams(Buffer.concat(parts).toString());
      const oldest = Number(args.get('oldest') ?? 0);
      const start = Number(args.get('cursor') || 0);
      const newer = oldest <= 1_700_000_000 ? all : all.slice(0, messages - Math.floor(oldest - 1_700_000_000));
      const page = newer.slice(start, start + Number(args.get('limit')));
      const next = start + page.length < newer.length ? String(start + page.length) : '';
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, messages: page, response_metadata: { next_cursor: next } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/api/`, count: () => calls, close: () => server.close() };
}

async function measure<T>(count: () => number, work: () => Promise<T>) {
  const before = count();
  const started = performance.now();
  const value = await work();
  return { value, calls: count() - before, milliseconds: Math.round(performance.now() - started) };
}

export async function measureHistory(): Promise<Figure> {
  const { url, count, close } = await startChannel();
  const now = () => new Date();
  const slack = createSlackApi({ botToken: 'xoxb-bench', apiUrl: url, now, pause: async (ms) => sleep(ms) });
  const readPages = async (): Promise<void> => {
    let cursor: string | undefined;
    do {
      const page = await slack.readPage('C1', { oldest: '0', limit: 999, ...(cursor ? { cursor } : {}) });
      cursor = page.ok ? page.value.next : undefined;
    } while (cursor);
  };
  // Once unmeasured: the first call opens the connection.
  await readPages();
  const pages = await measure(count, readPages);
  const archive = createCardCache(slack, bot, now, 86_400_000);
  const parsed = parseHistory('site-4 state:deployed', cardStates, now());
  if (!parsed.ok) throw new Error(parsed.outcome);
  let firstAnswer = 0;
  const search = async () => {
    const started = performance.now();
    const read = await archive.read('C1', async () => {
      firstAnswer ||= Math.round(performance.now() - started);
    });
    if (!read.ok) throw new Error(read.error);
    return read.value.filter((entry) => matchesSearch(entry, parsed.value)).length;
  };
  globalThis.gc?.();
  const heap = process.memoryUsage().heapUsed;
  const first = await measure(count, search);
  globalThis.gc?.();
  const kept = (process.memoryUsage().heapUsed - heap) / 1_048_576;
  const second = await measure(count, search);
  close();

  const fewest = Math.ceil(messages / 999);
  const limit = pages.milliseconds;
  return {
    title: 'History',
    how: `A channel of ${messages.toLocaleString('en')} messages, ${(messages / cardEvery).toLocaleString('en')} of them cards, each call taking ${latencyMs} ms. The search matched ${first.value} cards; ${kept.toFixed(1)} MB stay in memory for the next one.`,
    limit: 'the pages alone, read one after the other and thrown away.',
    rows: [
      { what: 'first search', measured: first.milliseconds, limit, unit: 'ms' },
      { what: '… its first answer', measured: firstAnswer, limit, unit: 'ms' },
      { what: 'second search', measured: second.milliseconds, limit, unit: 'ms' },
      { what: 'calls of the first search', measured: first.calls, limit: fewest, unit: 'calls' },
      { what: 'calls of the second search', measured: second.calls, limit: fewest, unit: 'calls' },
    ],
    checks: [
      {
        says: `the first search takes the fewest calls there can be: ${fewest} pages of 999`,
        holds: first.calls === fewest,
      },
      { says: 'the second search takes one call', holds: second.calls === 1 },
      { says: 'both find the same cards', holds: first.value > 0 && first.value === second.value },
    ],
    notes: [
      'A later search reads from the oldest card that is still open: what is new, and what may have moved. Slack allows about 50 pages a minute; past that the bot waits as long as Slack says.',
    ],
  };
}
