// The fake as another process, controlled through its control API.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createInterface } from 'node:readline';

let child: ChildProcess;
let url = '';
let bot: Server;
const received: string[] = [];

async function ask(path: string, body?: unknown, origin?: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}/_control/${path}`, {
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json', ...(origin && { origin }) },
  });
  return { status: response.status, body: await response.json() };
}

beforeAll(async () => {
  bot = createServer((request, response) => {
    request.on('data', (part: Buffer) => received.push(part.toString()));
    request.on('end', () => response.end());
  }).listen(0, '127.0.0.1');
  await once(bot, 'listening');
  const address = bot.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const args = [
    '--import',
    'tsx',
    'sandbox/fakes/slack/main.ts',
    '--port',
    '0',
    '--bot-url',
    `http://127.0.0.1:${port}/slack/events`,
  ];
  child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  if (!child.stdout) throw new Error('no output to read');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  url = (JSON.parse(line) as { url: string }).url;
}, 20_000);

afterAll(async () => {
  child.kill('SIGTERM');
  await once(child, 'exit');
  bot.close();
});

test('the state shows the workspace and no secret', async () => {
  const { body } = await ask('state');
  expect(body).toMatchObject({ team: { id: 'T0CFCLONE01' }, sockets: { connections: 0 }, settings: { mode: 'auto' } });
  expect(JSON.stringify(body)).not.toMatch(/xoxb|xapp|signing/);
});

test('a command reaches the bot, a click needs something to press', async () => {
  expect(await ask('command', { user: 'U0ANA000001', channel: 'C0CDN000001', text: 'x' })).toMatchObject({
    status: 200,
    body: { ok: true, status: 200, via: 'http' },
  });
  expect(received.join('')).toContain('command=%2Fcf-clone&text=x');
  const { body } = await ask('say', { user: 'U0ANA000001', channel: 'C0CDN000001', text: 'hello' });
  const { ts } = body as { ts: string };
  const press = await ask('click', { user: 'U0ANA000001', channel: 'C0CDN000001', ts, action_id: 'go' });
  expect(press).toEqual({ status: 422, body: { error: 'nothing to press called go' } });
});

test('people, channels, faults, latency and settings can be turned, and reset', async () => {
  await ask('people', { id: 'U0NEW000001', name: 'new' });
  await ask('channels', { id: 'C0CDN000001', is_archived: true });
  await ask('faults', [{ method: '*', kind: 'error', error: 'fatal_error', times: 'always' }]);
  await ask('latency', { ms: 5 });
  await ask('settings', { refusedBlocks: ['alert'] });
  const call = await fetch(`${url}/api/auth.test`, { headers: { authorization: 'Bearer xoxb-sandbox' } });
  expect(await call.json()).toEqual({ ok: false, error: 'fatal_error' });
  expect((await ask('state')).body).toMatchObject({
    people: expect.arrayContaining([expect.objectContaining({ id: 'U0NEW000001', email: 'new@example.com' })]),
    channels: expect.arrayContaining([expect.objectContaining({ id: 'C0CDN000001', is_archived: true })]),
    settings: { latencyMs: 5, refusedBlocks: ['alert'] },
    faults: [{ kind: 'error' }],
  });
  expect((await ask('calls?method=auth.test')).body).toMatchObject({ calls: [{ ok: false, error: 'fatal_error' }] });
  await ask('reset', {});
  expect((await ask('state')).body).toMatchObject({ settings: { latencyMs: 0, refusedBlocks: [] }, faults: [] });
  expect((await ask('messages/C0CDN000001')).body).toEqual({ messages: [] });
  expect((await ask('ephemerals')).body).toEqual({ ephemerals: [] });
});

test('a wrong body is told what is wrong with it', async () => {
  expect(await ask('faults', { method: '*', kind: 'earthquake' })).toMatchObject({ status: 400 });
  expect(await ask('command', { user: 'U0ANA000001' })).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining('channel') },
  });
  expect(await ask('dance', {})).toMatchObject({ status: 404 });
});

test('pages of other machines stay out', async () => {
  expect(await ask('reset', {}, 'https://evil.example')).toMatchObject({ status: 403 });
  expect(await ask('reset', {}, 'http://127.0.0.1:8080')).toMatchObject({ status: 200 });
});

test('changes are streamed', async () => {
  const abort = new AbortController();
  const stream = await fetch(`${url}/_control/events`, { signal: abort.signal });
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  await reader?.read();
  await ask('say', { user: 'U0ANA000001', channel: 'C0CDN000001', text: 'heard' });
  const { value } = (await reader?.read()) ?? {};
  expect(value).toContain('event: change');
  expect(value).toContain('"type":"message_posted"');
  expect(value).toContain('heard');
  abort.abort();
});
