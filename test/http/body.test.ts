// Bodies of requests: complete, too large, or gone; and little memory for those that never end.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type Body, makeReadBody } from '../../src/http/body.js';
import { until } from '../support/time.js';

const mebibyte = 1_048_576;
let bodies: Body[] = [];
const sockets: Socket[] = [];
let server: Server;

/** Each request is read with the same limits; its kind is the answer. */
async function listen(maxBytes: number, maxBufferedBytes?: number): Promise<void> {
  const readBody = makeReadBody(maxBufferedBytes);
  const read: Body[] = [];
  bodies = read;
  server = createServer(async (request, response) => {
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

describe('unfinished bodies', () => {
  it('beyond what all may hold together close the slowest connections, and a complete body still comes through', async () => {
    await listen(2 * mebibyte, 4 * mebibyte);
    let closed = 0;
    for (let index = 0; index < 10; index++) {
      const socket = await start(`Content-Length: ${2 * mebibyte}`, 'x'.repeat(mebibyte));
      socket.once('close', () => {
        closed++;
      });
    }
    // Ten bodies of a mebibyte; three of them fit, because each piece counts a little more than its bytes.
    await until('the slowest to be closed', () => closed === 7);
    expect(await send('x'.repeat(mebibyte))).toBe('complete');
    await until('one more to make room for it', () => closed === 8);
  });

  it('in tiny pieces count for what Node needs to keep the pieces', async () => {
    await listen(mebibyte, 50_000);
    let isClosed = false;
    const socket = await start('Transfer-Encoding: chunked', '');
    socket.once('close', () => {
      isClosed = true;
    });
    // 400 bytes in all.
    socket.write('1\r\nx\r\n'.repeat(400));
    await until('the connection to be closed', () => isClosed);
    expect(bodies).toEqual([{ kind: 'gone' }]);
  });

  it('give their room back when they end', async () => {
    await listen(mebibyte, 1.5 * mebibyte);
    for (let index = 0; index < 5; index++) expect(await send('x'.repeat(mebibyte))).toBe('complete');
    const slow = await start('Content-Length: 9', 'x');
    for (let index = 0; index < 5; index++) expect(await send('x'.repeat(mebibyte))).toBe('complete');
    slow.write('xxxxxxxx');
    const [answer] = await once(slow, 'data');
    expect(String(answer)).toContain('complete');
    expect(await send('x'.repeat(mebibyte))).toBe('complete');
  });
});
