// Answers for one person: sent to the response_url and nowhere else, and tried again without haste.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLog } from '../../../src/observability/log.js';
import { createRespond, type Respond } from '../../../src/slack/client/respond.js';
import { createPause } from '../../support/time.js';

interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
}

const received: { readonly path: string; readonly body: unknown }[] = [];
const replies: (Reply | 'lost')[] = [];
const logged: string[] = [];
let server: Server;
let waited: readonly number[];
let respond: Respond;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ path: request.url ?? '', body: JSON.parse(Buffer.concat(chunks).toString() || 'null') });
    const reply = replies.shift() ?? { status: 200 };
    if (reply === 'lost') request.socket.destroy();
    else response.writeHead(reply.status, { connection: 'close', ...reply.headers }).end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const address = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

beforeEach(() => {
  for (const list of [received, replies, logged]) list.length = 0;
  const pausing = createPause();
  waited = pausing.waited;
  respond = createRespond(
    address('/actions/secret'),
    createLog('info', { write: (line) => void logged.push(line) }),
    pausing.pause,
  );
});

it('sends the text for this person alone', async () => {
  await respond('hello');
  expect(received).toEqual([
    { path: '/actions/secret', body: { response_type: 'ephemeral', replace_original: false, text: 'hello' } },
  ]);
  expect(logged).toEqual([]);
});

it('answers in the thread where the person clicked, and leaves a replaced answer where it is', async () => {
  const log = createLog('info', { write: () => undefined });
  const inThread = createRespond(address('/actions/secret'), log, async () => undefined, '1763888400.000001');
  await inThread('hello');
  await inThread({ text: 'hello again', isReplacing: true });
  expect(received.map(({ body }) => body)).toEqual([
    expect.objectContaining({ text: 'hello', thread_ts: '1763888400.000001' }),
    expect.not.objectContaining({ thread_ts: expect.anything() }),
  ]);
});

it.each([301, 302, 303, 307, 308])('does not follow a redirect with %i, and does not try again', async (status) => {
  replies.push({ status, headers: { location: address('/elsewhere') } });
  await respond('hello');
  expect(received.map(({ path }) => path)).toEqual(['/actions/secret']);
  expect(logged.join()).toContain(`"status":${status}`);
});

it.each<[string, Reply | 'lost', number[]]>([
  ['a rate limit with a time', { status: 429, headers: { 'retry-after': '7' } }, [7_000, 7_000]],
  ['a rate limit with no time at all', { status: 429, headers: { 'retry-after': '0' } }, [1_000, 1_000]],
  ['a rate limit without a time', { status: 429 }, [1_000, 2_000]],
  ['a rate limit with a time that cannot be read', { status: 429, headers: { 'retry-after': 'soon' } }, [1_000, 2_000]],
  ['a fault of Slack', { status: 503 }, [1_000, 2_000]],
  ['a lost answer', 'lost', [1_000, 2_000]],
])('%s is followed by a pause before each of two more attempts', async (_, reply, pauses) => {
  replies.push(reply, reply, reply);
  await respond('hello');
  expect(received).toHaveLength(3);
  expect(waited).toEqual(pauses);
  expect(logged.at(-1)).toContain('given up');
});

it('stops when an attempt succeeds', async () => {
  replies.push({ status: 429, headers: { 'retry-after': '1' } }, { status: 200 });
  await respond('hello');
  expect(received).toHaveLength(2);
  expect(waited).toEqual([1_000]);
});

it('gives up at once when Slack wants a wait that nobody would wait for', async () => {
  replies.push({ status: 429, headers: { 'retry-after': '61' } });
  await respond('hello');
  expect(received).toHaveLength(1);
  expect(waited).toEqual([]);
});

it.each([400, 404])('a refusal with %i is final', async (status) => {
  replies.push({ status });
  await respond('hello');
  expect(received).toHaveLength(1);
});

describe('a temporary message', () => {
  const body = (index: number) => received[index]?.body;

  it('is replaced by the next answer, and only by that one', async () => {
    await respond({ text: 'wait', isTemporary: true });
    await respond('done');
    await respond('more');
    expect(received.map(({ body }) => body)).toEqual([
      { response_type: 'ephemeral', replace_original: false, text: 'wait' },
      { response_type: 'ephemeral', replace_original: true, text: 'done' },
      { response_type: 'ephemeral', replace_original: false, text: 'more' },
    ]);
  });

  it('arrives before the answer that replaces it', async () => {
    void respond({ text: 'wait', isTemporary: true });
    await respond('done');
    expect([body(0), body(1)]).toMatchObject([{ text: 'wait' }, { text: 'done', replace_original: true }]);
  });

  it('is removed by a request that says nothing else, as Slack asks', async () => {
    await respond({ text: 'wait', isTemporary: true });
    await respond({ isRemoval: true });
    await respond({ isRemoval: true });
    expect(received.slice(1).map(({ body }) => body)).toEqual([{ delete_original: true }]);
  });

  it('needs no removal where there was none', async () => {
    await respond({ isRemoval: true });
    expect(received).toEqual([]);
  });

  it.each<Reply | 'lost'>([{ status: 503 }, { status: 429, headers: { 'retry-after': '7' } }, 'lost'])(
    'is tried once, so that five uses are enough, and the answer follows: %j',
    async (reply) => {
      replies.push(reply);
      await respond({ text: 'wait', isTemporary: true });
      await respond('done');
      expect(received).toHaveLength(2);
      expect(waited).toEqual([]);
      expect(body(1)).toMatchObject({ text: 'done' });
    },
  );
});
