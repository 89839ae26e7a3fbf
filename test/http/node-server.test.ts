// The HTTP server of the process: health, readiness, refusals, and limits for slow clients and for many connections.
import { AsyncResource } from 'node:async_hooks';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { createHttpServer, defaultLimits, type HttpServer, type NodeHandler } from '../../src/http/node-server.js';
import { failRequest } from '../../src/http/request-scope.js';
import { startTestBot, stopTestBots } from '../support/test-bot.js';
import { until } from '../support/time.js';

const held = new Set<Socket>();
let server: HttpServer | undefined;
afterEach(async () => {
  for (const socket of held) socket.destroy();
  held.clear();
  await server?.close();
  server = undefined;
  await stopTestBots();
});

async function listen(isReady = () => true): Promise<string> {
  server = createHttpServer({
    isReady,
    routes: { 'POST /slack/events': (_request, response) => response.end('taken') },
  });
  return `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
}

test.each([
  ['GET', '/healthz', 200, { status: 'ok' }],
  ['GET', '/healthz?probe=1', 200, { status: 'ok' }],
  ['GET', '/readyz', 200, { status: 'ready' }],
])('%s %s answers %i', async (method, path, status, body) => {
  const answer = await fetch(`${await listen()}${path}`, { method });
  expect(answer.status).toBe(status);
  expect(await answer.json()).toEqual(body);
  expect(answer.headers.get('content-type')).toContain('application/json');
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

test.each([
  ['GET', '/', 404, 'no_such_path'],
  ['GET', '/healthz/', 404, 'no_such_path'],
  ['GET', '/__proto__', 404, 'no_such_path'],
  ['GET', '/constructor', 404, 'no_such_path'],
  ['GET', '/clone_distribution', 404, 'no_such_path'],
  ['POST', '/healthz', 405, 'method_not_allowed'],
  ['DELETE', '/readyz', 405, 'method_not_allowed'],
  ['GET', '/slack/events', 405, 'method_not_allowed'],
])('%s %s is refused with %i, as a problem', async (method, path, status, outcome) => {
  const answer = await fetch(`${await listen()}${path}`, { method });
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ status, outcome, type: `urn:cf-clone:outcome:${outcome}` });
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

test('HEAD is answered like GET, without a body', async () => {
  const answer = await fetch(`${await listen()}/healthz`, { method: 'HEAD' });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe('');
});

test('a 405 says which methods there are', async () => {
  const answer = await fetch(`${await listen()}/healthz`, { method: 'POST' });
  expect(answer.headers.get('allow')).toContain('GET');
});

test('a route that was given is taken', async () => {
  const answer = await fetch(`${await listen()}/slack/events`, { method: 'POST' });
  expect(await answer.text()).toBe('taken');
});

test('readyz follows what it is told, healthz does not', async () => {
  let ready = false;
  const base = await listen(() => ready);
  expect((await fetch(`${base}/readyz`)).status).toBe(503);
  expect((await fetch(`${base}/healthz`)).status).toBe(200);
  ready = true;
  expect((await fetch(`${base}/readyz`)).status).toBe(200);
});

test('keeps a connection longer than a load balancer does', async () => {
  // An Application Load Balancer lets a connection rest for 60 seconds before it closes it.
  const { headers } = await fetch(`${await listen()}/healthz`);
  expect(Number(/timeout=(\d+)/.exec(headers.get('keep-alive') ?? '')?.[1])).toBeGreaterThan(60);
});

test('a port that is taken rejects, with the reason', async () => {
  const port = Number(new URL(await listen()).port);
  const second = createHttpServer({ isReady: () => true, routes: {} });
  await expect(second.listen(port, '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('closing waits for what is under way, and keeps no connection', async () => {
  let answer = (): void => undefined;
  let taken = (): void => undefined;
  const arrived = new Promise<void>((resolve) => {
    taken = resolve;
  });
  server = createHttpServer({
    isReady: () => true,
    routes: {
      'GET /slow': (_request, response) => {
        answer = () => response.end('done');
        taken();
      },
    },
  });
  const port = await server.listen(0, '127.0.0.1');
  const body = new Promise<string>((resolve, reject) => {
    request({ port, host: '127.0.0.1', path: '/slow' }, (response) => {
      response.setEncoding('utf8').on('data', resolve);
    })
      .on('error', reject)
      .end();
  });
  await arrived;
  let isClosed = false;
  const closed = server.close().then(() => {
    isClosed = true;
  });
  await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
  expect(isClosed).toBe(false);
  answer();
  expect(await body).toBe('done');
  await closed;
  server = undefined;
});

test('the whole bot is ready once Slack is up', async () => {
  const bot = await startTestBot();
  const answer = await fetch(`http://127.0.0.1:${bot.port}/readyz`);
  expect(answer.status).toBe(200);
});

/** Speaks HTTP by hand and keeps its own side open; what it hears until the other side closes. */
function hold(port: number, text: string): Promise<{ readonly heard: string; readonly ms: number }> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    let heard = '';
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => socket.write(text));
    held.add(socket);
    socket.setEncoding('utf8');
    socket.on('data', (part: string) => {
      heard += part;
    });
    const finish = (): void => resolve({ heard, ms: performance.now() - started });
    socket.on('end', finish);
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? finish() : reject(error)));
  });
}

describe('a slow client', () => {
  const head = 'POST /slack/events HTTP/1.1\r\nHost: a\r\n';
  test.each([
    ['sends nothing', ''],
    ['does not finish its headers', head],
    ['does not finish its body', `${head}Content-Length: 10\r\n\r\nx`],
  ])('that %s is answered 408, and its connection is closed', async (_, text) => {
    const route: NodeHandler = async (request, response) => {
      for await (const _part of request);
      response.end();
    };
    server = createHttpServer({
      isReady: () => true,
      routes: { 'POST /slack/events': route },
      limits: { requestTimeoutMs: 100, checkIntervalMs: 20 },
    });
    const { heard, ms } = await hold(await server.listen(0, '127.0.0.1'), text);
    expect(heard).toMatch(/^HTTP\/1\.1 408 /);
    expect(heard).toContain('request_timeout');
    expect(ms).toBeGreaterThan(50);
    // Resolves only when no connection is left, although the client still holds its side.
    await server.close();
    server = undefined;
  });

  test('has 15 seconds, as docs/security.md says, and not until Node looks again', () => {
    expect(defaultLimits.requestTimeoutMs + defaultLimits.checkIntervalMs).toBeLessThan(16_000);
  });
});

describe('many connections', () => {
  test('beyond the most are not taken', async () => {
    server = createHttpServer({
      isReady: () => true,
      routes: {},
      limits: { maxConnections: 3, requestTimeoutMs: 60_000 },
    });
    const port = await server.listen(0, '127.0.0.1');
    for (let index = 0; index < 3; index++) void hold(port, 'GET /');
    const { heard } = await hold(port, 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
    expect(heard).toBe('');
  });

  test('that rest make room for others', async () => {
    server = createHttpServer({ isReady: () => true, routes: {}, limits: { maxConnections: 10 } });
    const port = await server.listen(0, '127.0.0.1');
    const request = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n';
    const resting = Array.from({ length: 9 }, () => hold(port, request));
    await until('their answers', () => [...held].every(({ bytesRead }) => bytesRead > 0));
    const late = hold(port, `${request}GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect((await late).heard.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
    expect((await Promise.all(resting)).every(({ heard }) => heard.startsWith('HTTP/1.1 200'))).toBe(true);
  });
});

describe('an error that a route did not expect', () => {
  const errors: unknown[] = [];
  const listenWith = async (route: NodeHandler): Promise<string> => {
    errors.length = 0;
    server = createHttpServer({
      isReady: () => true,
      routes: { 'GET /broken': route },
      onError: (error) => void errors.push(error),
    });
    return `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}/broken`;
  };

  test.each<[string, NodeHandler]>([
    [
      'thrown',
      () => {
        throw new Error('a secret of the inside');
      },
    ],
    ['rejected', () => Promise.reject(new Error('a secret of the inside'))],
  ])('%s is answered 500 and reported, and the next request is answered', async (_, route) => {
    const address = await listenWith(route);
    for (const count of [1, 2]) {
      const answer = await fetch(address);
      expect(answer.status).toBe(500);
      const text = await answer.text();
      expect(text).toContain('"outcome":"bot_failed"');
      expect(text).not.toContain('a secret of the inside');
      expect(errors).toHaveLength(count);
    }
  });

  test('in a promise that nobody waits for is answered 500 by the last resort of the process', async () => {
    const address = await listenWith(() => {
      // What main.ts does with an unhandled rejection, here without one.
      setTimeout(() => expect(failRequest(new Error('dropped'))).toBe(true), 1);
    });
    expect((await fetch(address)).status).toBe(500);
    expect(errors).toEqual([new Error('dropped')]);
    expect(failRequest(new Error('not of a request'))).toBe(false);
  });

  test('after the answer leaves the answer as it is', async () => {
    let failLater = (): void => undefined;
    const address = await listenWith((_request, response) => {
      failLater = AsyncResource.bind(() => void failRequest(new Error('late')));
      response.end('done');
    });
    expect(await (await fetch(address)).text()).toBe('done');
    failLater();
    expect(errors).toEqual([new Error('late')]);
  });

  test('in the middle of the answer does not let it look complete', async () => {
    const address = await listenWith((_request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half');
      throw new Error('halfway');
    });
    await expect(fetch(address).then((answer) => answer.text())).rejects.toThrow();
    expect(errors).toHaveLength(1);
  });
});
