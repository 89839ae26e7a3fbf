// The process's own HTTP door: health, readiness, and no for all else.
import { request } from 'node:http';
import { type HttpDoor, makeHttpDoor } from '../../src/http/server.js';
import { closeDoors, openDoor } from '../support/door.js';

let door: HttpDoor | undefined;
afterEach(async () => {
  await door?.close();
  door = undefined;
  await closeDoors();
});

async function listen(isReady = () => true): Promise<string> {
  door = makeHttpDoor({ isReady, routes: { 'POST /slack/events': (_request, response) => response.end('taken') } });
  return `http://127.0.0.1:${await door.listen(0, '127.0.0.1')}`;
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
  const second = makeHttpDoor({ isReady: () => true, routes: {} });
  await expect(second.listen(port, '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('closing waits for what is under way, and keeps no connection', async () => {
  let answer = (): void => undefined;
  let taken = (): void => undefined;
  const arrived = new Promise<void>((resolve) => {
    taken = resolve;
  });
  door = makeHttpDoor({
    isReady: () => true,
    routes: {
      'GET /slow': (_request, response) => {
        answer = () => response.end('done');
        taken();
      },
    },
  });
  const port = await door.listen(0, '127.0.0.1');
  const body = new Promise<string>((resolve, reject) => {
    request({ port, host: '127.0.0.1', path: '/slow' }, (response) => {
      response.setEncoding('utf8').on('data', resolve);
    })
      .on('error', reject)
      .end();
  });
  await arrived;
  let isClosed = false;
  const closed = door.close().then(() => {
    isClosed = true;
  });
  await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
  expect(isClosed).toBe(false);
  answer();
  expect(await body).toBe('done');
  await closed;
  door = undefined;
});

test('the whole bot is ready once Slack is up', async () => {
  const bot = await openDoor();
  const answer = await fetch(`http://127.0.0.1:${bot.port}/readyz`);
  expect(answer.status).toBe(200);
});
