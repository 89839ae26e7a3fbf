// GET /metrics on the HTTP server of the process.
import { createHttpServer, type HttpServer } from '../../src/http/node-server.js';
import { createMetrics } from '../../src/observability/metrics.js';

let server: HttpServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function listen(printMetrics?: () => Promise<{ type: string; text: string }>): Promise<string> {
  server = createHttpServer({ isReady: () => false, routes: {}, ...(printMetrics ? { printMetrics } : {}) });
  return `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}/metrics`;
}

test('answers Prometheus’ text, also before the bot is ready, without a token', async () => {
  const metrics = createMetrics({
    clock: () => 0,
    countWaiting: () => 3,
    countFollowed: () => 0,
    countVerified: () => 0,
  });
  const answer = await fetch(await listen(metrics.print));
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.text()).toContain('\ncf_clone_cards_waiting 3\n');
});

test('takes GET and HEAD alone', async () => {
  const address = await listen(async () => ({ type: 'text/plain', text: 'figures' }));
  expect((await fetch(address, { method: 'POST' })).status).toBe(405);
  const head = await fetch(address, { method: 'HEAD' });
  expect(head.status).toBe(200);
  expect(await head.text()).toBe('');
});

test('says so when the figures cannot be read, and keeps the reason to itself', async () => {
  const answer = await fetch(await listen(() => Promise.reject(new Error('hush'))));
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('hush');
});

test('is not there where no figures are kept', async () => {
  expect((await fetch(await listen())).status).toBe(404);
});
