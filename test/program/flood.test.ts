// Requests of strangers to the built program, in HTTP mode: thousands of requests without Slack's signature, bodies that
// never end, and signed bodies that make no sense. The process stays small, lives, and answers Slack meanwhile.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { signatureOf } from '../../sandbox/fakes/slack/delivery.js';
import { channel, listEphemerals, type Program, people, requestCard, startProgram, until } from '../support/program.js';

jest.setTimeout(60_000);

let program: Program;
const sockets: Socket[] = [];
beforeEach(async () => {
  program = await startProgram({ mode: 'http' });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await program.close();
});

const port = () => program.replicas[0]?.port ?? 0;

async function dial(): Promise<Socket> {
  const socket = connect(port(), '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined).setEncoding('latin1');
  await once(socket, 'connect');
  return socket;
}

function head(length: number, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries({
    host: 'a',
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(length),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /slack/events HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** A signature like Slack's, but of nobody's secret. */
const forge = () => ({
  'x-slack-signature': `v0=${randomBytes(32).toString('hex')}`,
  'x-slack-request-timestamp': String(Math.floor(Date.now() / 1_000)),
});

/** What a stranger may put into the headers; the next one differs. */
const disguises = [
  () => ({}),
  forge,
  () => ({ ...forge(), 'x-slack-signature': randomBytes(4_000).toString('hex') }),
  () => ({ ...forge(), 'x-slack-signature': `${forge()['x-slack-signature']}=x` }),
];

/** Sends requests on some connections, a few at a time on each; how often each status came back. */
async function flood(count: number): Promise<Map<string, number>> {
  const statuses = new Map<string, number>();
  const connections = 40;
  const batch = 25;
  const body = 'ssl_check=1';
  const run = async (): Promise<void> => {
    const socket = await dial();
    let waiting = 0;
    let wake = (): void => undefined;
    socket.on('data', (text: string) => {
      for (const [, status = ''] of text.matchAll(/HTTP\/1\.1 (\d+)/g)) {
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        waiting--;
      }
      if (waiting <= 0) wake();
    });
    for (let sent = 0; sent < count / connections; sent += batch) {
      waiting += batch;
      const answered = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const requests = Array.from({ length: batch }, (_, index) => {
        const disguise = disguises[index % disguises.length] ?? forge;
        return head(body.length, disguise()) + body;
      });
      socket.write(requests.join(''));
      await answered;
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, run));
  return statuses;
}

/** Megabytes: what the process takes of the machine, and what its program holds of that. */
async function readMemory(): Promise<{ readonly resident: number; readonly held: number }> {
  const text = await (await fetch(`http://127.0.0.1:${port()}/metrics`)).text();
  const read = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]) / 1_048_576;
  return {
    resident: read('process_resident_memory_bytes'),
    held: read('nodejs_heap_size_used_bytes') + read('nodejs_external_memory_bytes'),
  };
}

test('20,000 unsigned requests and 200 unfinished bodies leave memory within 50 MB, and Slack is answered', async () => {
  await requestCard(program);
  await flood(1_000);
  const before = await readMemory();

  const part = 'x'.repeat(900_000);
  for (let index = 0; index < 200; index++) {
    const socket = await dial();
    socket.resume().write(head(1_000_000, forge()) + part);
  }
  await requestCard(program, 'meanwhile.example.com new-origin.example.net EREFERENCE0001');
  const statuses = await flood(20_000);
  // An unsigned check of the certificate is answered; nothing else is.
  expect([...statuses.keys()].sort()).toEqual(['200', '401']);
  expect(statuses.get('401')).toBe(14_400);

  // The machine gets memory back when the collector has run, so the process is looked at until it is at rest.
  const deadline = Date.now() + 20_000;
  let after = await readMemory();
  while (after.resident - before.resident >= 50 && Date.now() < deadline) {
    await requestCard(program, `rest${deadline - Date.now()}.example.com new-origin.example.net EREFERENCE0001`);
    after = await readMemory();
  }
  expect(after.resident - before.resident).toBeLessThan(50);
  expect(after.held - before.held).toBeLessThan(50);
  const lines = program.replicas[0]?.lines ?? [];
  // A sample of each reason, not a line for each request.
  expect(lines.filter(({ level }) => level !== 'info').length).toBeLessThan(20);

  await requestCard(program, 'afterwards.example.com new-origin.example.net EREFERENCE0001');
  expect(listEphemerals(program, people.ana)).toEqual([]);
});

test('a signed body that is no object is answered 400, and the process lives', async () => {
  const send = async (body: string, type: string): Promise<number> => {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = signatureOf(program.slack.settings.signingSecret, timestamp, body);
    const headers = { 'content-type': type, 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp };
    return (await fetch(`http://127.0.0.1:${port()}/slack/events`, { method: 'POST', body, headers })).status;
  };
  for (const body of ['null', '[]', '"x"', '1', '{', '']) {
    expect(await send(body, 'application/json')).toBe(400);
    expect(await send(`payload=${encodeURIComponent(body)}`, 'application/x-www-form-urlencoded')).toBe(400);
  }
  // What Bolt can read, but no listener can handle.
  for (const body of ['{"event":null}', '{"type":"block_actions","actions":[null]}', '{"command":"/cf-clone"}']) {
    expect(await send(body, 'application/json')).toBeLessThan(600);
  }
  await program.slack.command({ user: people.ana, channel, text: 'help' });
  await until('the answer', () => listEphemerals(program, people.ana).length === 1);
  expect(program.replicas[0]?.process.exitCode).toBeNull();
});
