// What reaches Bolt: requests that Slack signed, that are current, that come once, and whose body it can read.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createReadBody } from '../../../src/http/body.js';
import { createLog } from '../../../src/observability/log.js';
import { rejectReplays } from '../../../src/slack/transport/replay-protection.js';
import { requestRefusals } from '../../../src/slack/transport/verify-request.js';

const signingSecret = 'secret';
const lines: string[] = [];
const counts = new Map<string, number>();
const passedOn: string[] = [];
let time = 1_800_000_000_000;
let server: Server;
let port: number;

beforeAll(async () => {
  const listener = rejectReplays({
    signingSecret,
    next: (request: IncomingMessage & { rawBody?: Buffer }, response) => {
      passedOn.push(String(request.rawBody));
      response.end();
    },
    readBody: createReadBody(),
    log: createLog('info', { write: (line) => void lines.push(line) }),
    count: (refusal) => counts.set(refusal, (counts.get(refusal) ?? 0) + 1),
    now: () => time,
    maxRemembered: 5,
  });
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  // Everything that an earlier test sent is forgotten.
  time += 3_600_000;
  for (const list of [lines, passedOn]) list.length = 0;
  counts.clear();
});

const seconds = () => Math.floor(time / 1_000);
const sign = (body: string, timestamp = String(seconds()), secret = signingSecret) =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

interface Sent {
  readonly body?: string;
  readonly timestamp?: string;
  readonly signature?: string | undefined;
  readonly type?: string;
}

async function send(sent: Sent = {}): Promise<number> {
  const { body = 'text=a', timestamp = String(seconds()), type = 'application/x-www-form-urlencoded' } = sent;
  const signature = 'signature' in sent ? sent.signature : sign(body, timestamp);
  const answer = await fetch(`http://127.0.0.1:${port}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': timestamp,
      ...(signature === undefined ? {} : { 'x-slack-signature': signature }),
    },
    body,
  });
  return answer.status;
}

describe('the signature', () => {
  it('lets a signed request through, with its body for Bolt', async () => {
    expect(await send({ body: 'text=%C3%A9' })).toBe(200);
    expect(passedOn).toEqual(['text=%C3%A9']);
  });

  const valid = () => sign('text=a');
  it.each<[string, () => string | undefined, string]>([
    ['is missing', () => undefined, 'unsigned'],
    ['is empty', () => '', 'malformed_signature'],
    ['has a suffix that Bolt ignores', () => `${valid()}=x`, 'malformed_signature'],
    ['has an empty suffix', () => `${valid()}=`, 'malformed_signature'],
    ['is in capital letters', () => valid().toUpperCase().replace('V0', 'v0'), 'malformed_signature'],
    ['is of another version', () => valid().replace('v0', 'v1'), 'malformed_signature'],
    ['is one digit too short', () => valid().slice(0, -1), 'malformed_signature'],
    ['is very long', () => `v0=${'a'.repeat(15_000)}`, 'malformed_signature'],
    ['is there twice', () => `${valid()}, ${valid()}`, 'malformed_signature'],
    ['is of another secret', () => sign('text=a', undefined, 'other'), 'wrong_signature'],
    ['is of another body', () => sign('text=b'), 'wrong_signature'],
    ['is of another time', () => sign('text=a', String(seconds() - 1)), 'wrong_signature'],
  ])('that %s is refused', async (_, signature, refusal) => {
    expect(await send({ signature: signature() })).toBe(401);
    expect(passedOn).toEqual([]);
    expect([...counts]).toEqual([[refusal, 1]]);
    expect(requestRefusals).toContain(refusal);
    // Nothing of it is remembered: the real one still passes.
    expect(await send()).toBe(200);
  });

  it.each([
    ['of now', 0, 200],
    ['of 300 seconds ago', -300, 200],
    ['of 301 seconds ago', -301, 401],
    ['of 60 seconds ahead', 60, 200],
    ['of 61 seconds ahead', 61, 401],
    ['of tomorrow', 86_400, 401],
  ])('%s is answered', async (_, ahead, status) => {
    expect(await send({ timestamp: String(seconds() + ahead) })).toBe(status);
    expect(passedOn).toHaveLength(status === 200 ? 1 : 0);
  });

  it.each([
    ['is no number', () => 'now'],
    ['has a sign', () => `+${seconds()}`],
    ['has a fraction', () => `${seconds()}.5`],
    ['is written as a power', () => '1.8e9'],
    ['starts with a zero', () => `0${seconds()}`],
  ])('whose time %s is refused', async (_, timestamp) => {
    expect(await send({ timestamp: timestamp() })).toBe(401);
  });
});

describe('a replay', () => {
  it('is refused, and another request beside it is taken', async () => {
    expect(await send()).toBe(200);
    expect(await send()).toBe(401);
    expect(await send({ body: 'text=b' })).toBe(200);
    expect(passedOn).toEqual(['text=a', 'text=b']);
  });

  it('at the same moment is refused', async () => {
    const statuses = await Promise.all(Array.from({ length: 20 }, () => send()));
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(passedOn).toHaveLength(1);
  });

  it('with another content type is refused', async () => {
    const body = '{"text":"a"}';
    expect(await send({ body, type: 'application/json' })).toBe(200);
    expect(await send({ body, type: 'text/plain' })).toBe(401);
  });

  it('is refused for as long as the signature counts', async () => {
    const timestamp = String(seconds() + 60);
    expect(await send({ timestamp })).toBe(200);
    time += 359_000;
    expect(await send({ timestamp })).toBe(401);
    expect(counts.get('replayed')).toBe(1);
    time += 2_000;
    expect(await send({ timestamp })).toBe(401);
    expect(counts.get('stale')).toBe(1);
  });
});

it('refuses more requests than it can remember, until the oldest are forgotten', async () => {
  for (const text of ['1', '2', '3', '4', '5']) expect(await send({ body: `text=${text}` })).toBe(200);
  expect(await send({ body: 'text=6' })).toBe(503);
  expect(await send({ body: 'text=1' })).toBe(401);
  time += 360_000;
  expect(await send({ body: 'text=6' })).toBe(200);
});

describe('without a signature', () => {
  it.each([
    ['ssl_check=1', 200],
    ['ssl_check=1&token=abc', 200],
    ['ssl_check=0', 401],
    ['text=a', 401],
    [`ssl_check=1&token=${'a'.repeat(1_024)}`, 401],
  ])('%.40s is answered %i, and passed on to nobody', async (body, status) => {
    expect(await send({ body, signature: undefined })).toBe(status);
    expect(passedOn).toEqual([]);
  });

  it('a check with a broken signature is refused', async () => {
    expect(await send({ body: 'ssl_check=1', signature: 'v0=x' })).toBe(401);
  });
});

describe('the body', () => {
  const json = 'application/json';
  it.each([
    ['null', json, 400],
    ['[]', json, 400],
    ['"x"', json, 400],
    ['1', json, 400],
    ['', json, 400],
    ['{', json, 400],
    ['{}', json, 200],
    ['payload=null', undefined, 400],
    ['payload=%5B%5D', undefined, 400],
    ['payload=%22x%22', undefined, 400],
    ['payload=1', undefined, 400],
    ['payload=', undefined, 400],
    ['payload=%7B', undefined, 400],
    ['payload=%7B%7D', undefined, 200],
    ['payload=%7B%7D&payload=null', undefined, 200],
  ])('%s as %s is answered %i', async (body, type, status) => {
    expect(await send({ body, ...(type ? { type } : {}) })).toBe(status);
    expect(passedOn).toHaveLength(status === 200 ? 1 : 0);
  });

  it('of the largest size that Slack sends is taken, and a larger one refused', async () => {
    const fill = (length: number) => `text=${'a'.repeat(length - 5)}`;
    expect(await send({ body: fill(1_048_576) })).toBe(200);
    expect(await send({ body: fill(1_048_577) }).catch(() => 413)).toBe(413);
    expect(passedOn).toHaveLength(1);
  });

  it('without a length is read no further than its limit', async () => {
    const head = `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n`;
    const signed = `x-slack-signature: ${sign('')}\r\nx-slack-request-timestamp: ${seconds()}\r\n`;
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    expect(await speak(`${head}${signed}\r\n${chunk.repeat(17)}`)).toMatch(/^HTTP\/1\.1 413 /);
    expect(await speak(`${head}\r\n${chunk}0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 401 /);
    expect(passedOn).toEqual([]);
  });
});

/** Speaks HTTP by hand; the first piece of the answer. */
function speak(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('utf8');
    socket.once('data', (answer: string) => {
      resolve(answer);
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? undefined : reject(error)));
  });
}

it('logs a sample of what it refuses, and counts all of it', async () => {
  for (let index = 0; index < 30; index++) await send({ signature: 'v0=x' });
  expect(counts.get('malformed_signature')).toBe(30);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('"outcome":"malformed_signature"');
  time += 60_000;
  await send({ signature: 'v0=x' });
  expect(lines[1]).toContain('"leftOut":29');
});
