// The bodies of requests: complete, too large, or interrupted. Only a few large ones are read at the same time.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type Body, createReadBody, type ReadBodyOptions } from '../../src/http/body.js';
import { until } from '../support/time.js';

const mebibyte = 1_048_576;
let bodies: Body[] = [];
const sockets: Socket[] = [];
let server: Server;
let reading = 0;

/** Each request is read with the same limits; its kind is the answer. */
async function listen(maxBytes: number, options?: Partial<ReadBodyOptions>): Promise<void> {
  const readBody = createReadBody(options);
  const read: Body[] = [];
  bodies = read;
  reading = 0;
  server = createServer(async (request, response) => {
    reading++;
    const body = await readBody(request, maxBytes);
    read.push(body);
    if (body.kind !== 'complete') response.setHeader('connection', 'close');
    response.end(body.kind);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}
const port = () => (server.address() as AddressInfo).port;

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

/** Sends the head and the start of a body, and holds the connection. */
async function start(head: string, body: string): Promise<Socket> {
  const socket = connect(port(), '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(`POST / HTTP/1.1\r\nHost: a\r\n${head}\r\n\r\n${body}`);
  return socket;
}
const send = async (body: string) => (await fetch(`http://127.0.0.1:${port()}/`, { method: 'POST', body })).text();

it.each([
  [0, 'complete'],
  [100, 'complete'],
  [101, 'too large'],
])('a body of %i bytes, where 100 are taken, is %s', async (length, kind) => {
  await listen(100);
  expect(await send('é'.repeat(length / 2) + 'x'.repeat(length % 2))).toBe(kind);
  const [body] = bodies;
  if (body?.kind === 'complete') expect(body.bytes.length).toBe(length);
});

it('a body without a length is measured as it comes', async () => {
  await listen(100);
  const socket = await start('Transfer-Encoding: chunked', `50\r\n${'x'.repeat(0x50)}\r\n`);
  socket.write(`50\r\n${'x'.repeat(0x50)}\r\n`);
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toContain('too large');
});

it('a client that goes away leaves nothing', async () => {
  await listen(100);
  const socket = await start('Content-Length: 50', 'x');
  await once(server, 'request').catch(() => undefined);
  socket.destroy();
  await until('the end of the body', () => bodies.length === 1);
  expect(bodies).toEqual([{ kind: 'gone' }]);
});

const large = 100_000;
const part = 'x'.repeat(70_000);

describe('large bodies', () => {
  let time = 0;
  const listenLarge = () => listen(mebibyte, { maxLargeBodies: 3, largeBodyTimeoutMs: 1_000, clock: () => time });
  const startLarge = () => start(`Content-Length: ${large}`, part);
  const answered = async (socket: Socket) => String((await once(socket, 'data'))[0]);

  it('beyond the most that are read at a time are refused at once, and small ones are not', async () => {
    await listenLarge();
    const first = [await startLarge(), await startLarge(), await startLarge()];
    // Before a byte of it is read, where the client says how large it is.
    expect(await answered(await start(`Content-Length: ${large}`, ''))).toContain('overloaded');
    expect(await answered(await start('Transfer-Encoding: chunked', `11170\r\n${part}\r\n`))).toContain('overloaded');
    expect(await send('x'.repeat(65_536))).toBe('complete');
    // Those that came first can still be finished.
    for (const socket of first) {
      socket.write('x'.repeat(large - part.length));
      expect(await answered(socket)).toContain('complete');
    }
    expect(await send('x'.repeat(mebibyte))).toBe('complete');
  });

  it('that are slow make room for the next ones', async () => {
    await listenLarge();
    const closed = [await startLarge(), await startLarge(), await startLarge()].map((socket) => once(socket, 'close'));
    await until('the third to have its room', () => reading === 3);
    time += 1_000;
    expect(await send('x'.repeat(large))).toBe('complete');
    await closed[0];
    expect(bodies.map(({ kind }) => kind).sort()).toEqual(['complete', 'gone']);
  });

  it('give their room back however they end', async () => {
    await listenLarge();
    for (let index = 0; index < 4; index++) expect(await send('x'.repeat(mebibyte))).toBe('complete');
    const chunked = 'Transfer-Encoding: chunked';
    for (let index = 0; index < 4; index++) {
      expect(await answered(await start(chunked, `180000\r\n${'x'.repeat(0x180000)}\r\n`))).toContain('too large');
    }
    for (let index = 0; index < 4; index++) {
      const before = reading;
      const socket = await startLarge();
      await until('its start', () => reading > before);
      socket.destroy();
      await until('its end', () => bodies.filter(({ kind }) => kind === 'gone').length === index + 1);
    }
    expect(await send('x'.repeat(large))).toBe('complete');
  });
});

it('a body in tiny pieces is put together in order', async () => {
  await listen(mebibyte);
  const text = Array.from({ length: 3_000 }, (_, index) => String(index % 10)).join('');
  const pieces = [...text].map((digit) => `1\r\n${digit}\r\n`).join('');
  const socket = await start('Transfer-Encoding: chunked', `${pieces}0\r\n\r\n`);
  await once(socket, 'data');
  const [body] = bodies;
  expect(body?.kind === 'complete' && body.bytes.toString()).toBe(text);
});
