// Signed requests that Bolt would take although they are not fresh.
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { keepFresh } from '../../src/slack/freshness.js';

const log = pino({ level: 'silent' });
let time = 1_800_000_000_000;
let verified = true;
let reached = 0;
let server: Server;
let address: string;

beforeAll(async () => {
  const listener = keepFresh(
    (_request, response) => {
      reached++;
      response.writeHead(verified ? 200 : 401).end();
    },
    () => new Date(time),
    log,
  );
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  address = `http://127.0.0.1:${port}/slack/events`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  time += 3_600_000;
  verified = true;
  reached = 0;
});

async function send(seconds: number, body = 'text=a'): Promise<number> {
  const signature = `v0=${createHmac('sha256', 'secret').update(`v0:${seconds}:${body}`).digest('hex')}`;
  const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': String(seconds) };
  return (await fetch(address, { method: 'POST', body, headers })).status;
}
const now = () => Math.floor(time / 1_000);

it.each([
  ['of now', 0, 200],
  ['from 60 seconds ahead', 60, 200],
  ['from 61 seconds ahead', 61, 401],
  ['from tomorrow', 86_400, 401],
])('answers a request %s', async (_, ahead, status) => {
  expect(await send(now() + ahead)).toBe(status);
  expect(reached).toBe(status === 200 ? 1 : 0);
});

it('takes a request once, and a different one beside it', async () => {
  expect(await send(now())).toBe(200);
  expect(await send(now())).toBe(401);
  expect(await send(now(), 'text=b')).toBe(200);
  expect(reached).toBe(2);
});

it('takes one of two that arrive together', async () => {
  const answers = await Promise.all([send(now()), send(now()), send(now())]);
  expect(answers.sort()).toEqual([200, 401, 401]);
});

it('keeps nothing of a signature that does not verify', async () => {
  const seconds = now();
  verified = false;
  expect(await send(seconds)).toBe(401);
  verified = true;
  expect(await send(seconds)).toBe(200);
});
