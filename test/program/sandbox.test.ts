// The sandbox through its own API, as the page and anybody's script use it; the bot is the built one.
import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Sandbox, startSandbox } from '../../sandbox/run/sandbox.js';
import type { DistributionView, MessageView, SandboxState } from '../../sandbox/run/views.js';

const channel = 'C0CDN000001';
const ana = 'U0ANA000001';
const bo = 'U0BO0000001';
const dev = 'U0DEV000001';
const stranger = 'U0OTHER0001';
const order = 'www.example.com new-origin.example.net EREFERENCE0001';

jest.setTimeout(60_000);

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, deploySeconds: 1 });
});

afterAll(() => sandbox.close());

beforeEach(() => ask('reset', {}));

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

async function ask(act: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${sandbox.url}/api/${act}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

async function look(): Promise<SandboxState> {
  return (await (await fetch(`${sandbox.url}/api/state`)).json()) as SandboxState;
}

async function until<T>(find: (shown: SandboxState) => T | undefined | false, what: string): Promise<T> {
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(50)) {
    const found = find(await look());
    if (found !== undefined && found !== false) return found;
  }
  throw new Error(`never seen: ${what}`);
}

async function startBot(): Promise<number> {
  const { body } = await ask('bots/start', {});
  const id = Number(body.id);
  await until(({ trouble }) => trouble.bots.some((bot) => bot.id === id && bot.state === 'running'), 'a bot that runs');
  return id;
}

function findCard({ slack }: SandboxState): MessageView | undefined {
  return slack.messages.find(({ user, threadTs, onlyFor }) => {
    return user === slack.bot.user && threadTs === undefined && onlyFor === undefined;
  });
}

function headOf(message: MessageView | undefined): string {
  return JSON.stringify(message?.blocks?.[0]?.text ?? '');
}

function hasButton(blocks: MessageView['blocks'], actionId: string): boolean {
  return JSON.stringify(blocks ?? []).includes(actionId);
}

function clonesIn({ aws }: SandboxState): readonly DistributionView[] {
  return aws.distributions.filter(({ reference }) => reference !== undefined);
}

async function postCard(): Promise<MessageView> {
  expect(await ask('command', { user: ana, channel, text: order })).toMatchObject({ status: 200, body: { ok: true } });
  return until(findCard, 'a card');
}

function approve(card: MessageView, user: string): Promise<Answer> {
  return ask('click', { user, channel, ts: card.ts, action_id: 'cf_clone_approve' });
}

describe('the job', () => {
  test('a command, a card, a click, a distribution, a thread', async () => {
    const card = await postCard();
    expect(headOf(card)).toContain('waiting for approval');
    expect((await approve(card, bo)).body).toMatchObject({ ok: true, via: 'socket' });
    const [clone] = await until((shown) => clonesIn(shown).length > 0 && clonesIn(shown), 'a clone');
    expect(clone).toMatchObject({ aliases: ['www.example.com'], reference: 'EREFERENCE0001' });
    const reply = await until(
      ({ slack }) => slack.messages.find(({ threadTs, text }) => threadTs === card.ts && text.startsWith('Created ')),
      'the result',
    );
    expect(reply.text).toContain(clone?.id);
    expect(headOf(await until((shown) => isCreated(shown) && findCard(shown), 'a card that says so'))).toContain(
      'created',
    );
  });

  test('a visitor goes the whole way to serving: the policy of the bucket, then the DNS record', async () => {
    const text = 'app.example.com new-app.s3.eu-central-1.amazonaws.com EREFS3OAC00001';
    await ask('command', { user: ana, channel, text });
    const card = await until(findCard, 'a card');
    await approve(card, bo);
    const findComparison = ({ slack }: SandboxState) =>
      slack.messages.find(({ threadTs, blocks }) => threadTs === card.ts && hasButton(blocks, 'cf_clone_verify'));
    const comparison = await until(findComparison, 'the comparison');
    expect(comparison.text).toContain('403 from S3');
    const [clone] = clonesIn(await look());
    const [policy] = clone?.policies ?? [];
    expect(policy).toEqual({ host: 'new-app.s3.eu-central-1.amazonaws.com', isLetIn: false });
    await ask('origin-policy', { id: clone?.id, host: policy?.host });
    await ask('dns', { domain: 'app.example.com', target: clone?.domainName });
    await ask('click', { user: ana, channel, ts: comparison.ts, action_id: 'cf_clone_verify' });
    await until((shown) => headOf(findCard(shown)).includes('serving'), 'a card that says serving');
    expect(findComparison(await look())?.text).toContain('Serving since');
  });

  test('killed in the middle of the create and started again: one distribution, and a bot that takes commands', async () => {
    const card = await postCard();
    await ask('trouble', { name: 'slow-create', isOn: true });
    await approve(card, bo);
    await until((shown) => headOf(findCard(shown)).includes('creating'), 'a card that is being created');
    const [bot] = sandbox.read().trouble.bots.filter(({ state }) => state === 'running');
    await ask('bots/end', { id: bot?.id, signal: 'SIGKILL' });
    expect(await until(({ trouble }) => trouble.bots.find(({ id }) => id === bot?.id), 'the dead bot')).toMatchObject({
      state: 'killed',
    });
    expect((await ask('command', { user: ana, channel, text: 'help' })).body).toMatchObject({ ok: false });
    await startBot();
    expect((await ask('command', { user: ana, channel, text: 'help' })).body).toMatchObject({ ok: true });
    await until((shown) => clonesIn(shown).length === 1, 'one clone');
  });

  test('a bot that takes the place of a dead one is reached where that one was', async () => {
    const portOf = async (id: number) => (await look()).trouble.bots.find((bot) => bot.id === id)?.port;
    const first = sandbox.read().trouble.bots.findLast(({ state }) => state === 'running')?.id ?? 0;
    const second = await startBot();
    const ports = [await portOf(first), await portOf(second)];
    for (const id of [first, second]) await ask('bots/end', { id, signal: id === first ? 'SIGKILL' : 'SIGTERM' });
    const third = await startBot();
    const fourth = await startBot();
    expect([await portOf(third), await portOf(fourth)]).toEqual(ports);
    await ask('bots/end', { id: fourth, signal: 'SIGTERM' });
    // A seat is not held for one that is gone: another program may take its port.
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(ports[1], '127.0.0.1', resolve));
    const { body } = await ask('bots/start', {});
    await until(
      ({ trouble }) => trouble.bots.some(({ id, state }) => id === body.id && state === 'failed'),
      'a failure',
    );
    const last = await startBot();
    expect(await portOf(last)).not.toBe(ports[1]);
    await ask('bots/end', { id: last, signal: 'SIGTERM' });
    holder.close();
  });
});

function isCreated(shown: SandboxState): boolean {
  return /created|deployed/.test(headOf(findCard(shown)));
}

describe('what can be turned', () => {
  test('a person outside of the group is refused, alone and in words', async () => {
    const card = await postCard();
    await approve(card, dev);
    const refusal = await until(({ slack }) => slack.messages.find(({ onlyFor }) => onlyFor === dev), 'a refusal');
    expect(refusal.text).toMatch(/Nothing was created/);
    expect(clonesIn(await look())).toEqual([]);
  });

  test('a membership taken away between card and click counts, given back too', async () => {
    const card = await postCard();
    await ask('membership', { username: 'ana', group: 'cdn-operators', isMember: false });
    await approve(card, ana);
    await until(({ slack }) => slack.messages.some(({ onlyFor }) => onlyFor === ana), 'a refusal');
    await ask('membership', { username: 'ana', group: 'cdn-operators', isMember: true });
    await approve(card, ana);
    await until((shown) => clonesIn(shown).length === 1, 'a clone');
  });

  test('the reference edited since the card: nothing is created, the card is drawn again', async () => {
    const card = await postCard();
    expect(await ask('reference', { id: 'EREFERENCE0001', edit: 'price-class' })).toMatchObject({ status: 200 });
    await approve(card, bo);
    await until(
      (shown) => JSON.stringify(findCard(shown)?.blocks).includes('What changed since'),
      'a card drawn again',
    );
    expect(clonesIn(await look())).toEqual([]);
  });

  test('a certificate expires and is valid again', async () => {
    const statusOf = ({ aws }: SandboxState) =>
      aws.certificates.find(({ domainName }) => domainName === 'cdn.example.net');
    const arn = statusOf(await look())?.arn;
    await ask('certificate', { arn, isExpired: true });
    expect(statusOf(await look())).toMatchObject({ status: 'EXPIRED', isSetExpired: true });
    await ask('certificate', { arn, isExpired: false });
    expect(statusOf(await look())).toMatchObject({ status: 'ISSUED', isSetExpired: false });
  });

  test('faults are set, used up and removed', async () => {
    const isOn = async (name: string) => (await look()).trouble.troubles.find((one) => one.name === name)?.isOn;
    for (const { name } of (await look()).trouble.troubles) {
      await ask('trouble', { name, isOn: true });
      expect([name, await isOn(name)]).toEqual([name, true]);
      await ask('trouble', { name, isOn: false });
      expect([name, await isOn(name)]).toEqual([name, false]);
    }
    await ask('trouble', { name: 'lost-post', isOn: true });
    await postCard();
    expect(await isOn('lost-post')).toBe(false);
    expect((await ask('trouble', { name: 'rain', isOn: true })).status).toBe(422);
  });

  test('a channel shared with another workspace: its people click, and cannot run the command', async () => {
    const card = await postCard();
    await ask('share', { channel, isShared: true });
    expect((await look()).slack.channels.find(({ id }) => id === channel)).toMatchObject({ isShared: true });
    await approve(card, stranger);
    await until(({ slack }) => slack.messages.some(({ onlyFor }) => onlyFor === stranger), 'a refusal');
    expect((await ask('command', { user: stranger, channel, text: order })).status).toBe(422);
    await ask('share', { channel, isShared: false });
    const shared = (await look()).slack.channels.find(({ id }) => id === channel);
    expect(shared?.members).not.toContain(stranger);
  });

  test('modals belong to the person who opened them, and can be closed', async () => {
    await ask('home', { user: bo });
    const { views, settings } = sandbox.slack;
    const { id } = views.open({ type: 'modal', title: { type: 'plain_text', text: 'Why?' }, blocks: [] }, bo, settings);
    expect((await look()).slack.modals).toMatchObject([{ id, title: 'Why?', owner: bo }]);
    await ask('close', { user: bo, view_id: id });
    expect((await look()).slack.modals).toEqual([]);
  });
});

/** With a Host header of one's own, which fetch does not send. */
async function statusFor(headers: Record<string, string>): Promise<number | undefined> {
  const asked = request(`${sandbox.url}/api/state`, { headers }).end();
  const [response]: IncomingMessage[] = await once(asked, 'response');
  response?.resume();
  return response?.statusCode;
}

describe('the HTTP server of the sandbox', () => {
  test('takes JSON of this sandbox only', async () => {
    const host = `localhost:${sandbox.port}`;
    expect((await ask('reset', {}, { origin: sandbox.url })).status).toBe(200);
    expect((await ask('reset', {}, { origin: `http://${host}` })).status).toBe(200);
    expect((await ask('reset', {}, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await ask('reset', {}, { origin: 'null' })).status).toBe(403);
    expect((await ask('reset', {}, { 'content-type': 'text/plain' })).status).toBe(403);
    expect((await ask('command', { user: ana, channel, text: order, force: true })).status).toBe(400);
    expect((await ask('fly', {})).status).toBe(404);
    expect(await statusFor({ host: `evil.example:${sandbox.port}` })).toBe(403);
    expect(await statusFor({ host })).toBe(200);
    const events = await fetch(`${sandbox.url}/api/events`, { headers: { origin: 'https://evil.example' } });
    expect(events.status).toBe(403);
  });

  test('serves the page, and lets it load nothing from elsewhere', async () => {
    const page = await fetch(sandbox.url);
    expect(await page.text()).toContain('<div id="root">');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const path of ['/page.js', '/style.css']) expect((await fetch(sandbox.url + path)).status).toBe(200);
  });

  test('tells of changes by itself', async () => {
    const stop = new AbortController();
    const { body } = await fetch(`${sandbox.url}/api/events`, { signal: stop.signal });
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    const hear = async (text: string) => {
      while (!heard.includes(text)) heard += (await reader?.read())?.value ?? '';
    };
    await hear('event: trouble');
    await ask('say', { user: ana, channel, text: 'is anybody here?' });
    await hear('is anybody here?');
    stop.abort();
  });

  test('a taken port is answered with the next free one', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const address = holder.address();
    const taken = typeof address === 'object' && address ? address.port : 0;
    const second = await startSandbox({ port: taken, mode: 'http' });
    expect(second.port).toBeGreaterThan(taken);
    await second.close();
    await expect(fetch(second.url)).rejects.toThrow();
    holder.close();
  });
});
