// The load generator, a process of its own: sends commands at a steady rate, whatever the answers do, and times their
// acknowledgements. Over HTTP they are signed; for Socket Mode it holds the sockets itself.
import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';

/** What the parent asks for. */
export interface LoadRequest {
  /** The port that takes signed requests, or the path under which the program opened its sockets. */
  readonly to: { readonly port: number } | { readonly path: string };
  readonly secret: string;
  readonly rate: number;
  readonly count: number;
  readonly channels: readonly string[];
  /** Makes the domains of this load its own. */
  readonly name: string;
}

/** What it gets: milliseconds until each acknowledgement, and how many were not one. */
export interface LoadResult {
  readonly milliseconds: readonly number[];
  readonly failed: number;
}

const agent = new Agent({ keepAlive: true });
const sockets = new Map<WebSocket, string>();
const waiting = new Map<string, () => void>();
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
let turn = 0;

server.on('connection', (socket, { url = '' }) => {
  sockets.set(socket, url);
  socket.on('close', () => sockets.delete(socket));
  socket.on('message', (data: RawData) => {
    const { envelope_id: id } = JSON.parse(data.toString());
    waiting.get(id)?.();
    waiting.delete(id);
  });
  socket.send(
    JSON.stringify({ type: 'hello', num_connections: sockets.size, connection_info: { app_id: 'A0CFAPP0001' } }),
  );
});
server.on('listening', () => {
  const address = server.address();
  process.send?.({ socketPort: typeof address === 'object' && address ? address.port : 0 });
});
process.on('message', (load: LoadRequest) => {
  runLoad(load).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      throw error;
    },
  );
});
process.on('disconnect', () => process.exit());

async function runLoad(load: LoadRequest): Promise<LoadResult> {
  const milliseconds: number[] = [];
  let failed = 0;
  const start = performance.now();
  const sent = Array.from({ length: load.count }, async (_, index) => {
    await sleep(start + (index * 1_000) / load.rate - performance.now());
    const fields = buildCommand(load, index);
    const from = performance.now();
    const isAcknowledged = await ('path' in load.to
      ? sendEnvelope(load.to.path, fields)
      : sendSigned(load.to.port, load.secret, fields));
    if (isAcknowledged) milliseconds.push(performance.now() - from);
    else failed++;
  });
  await Promise.all(sent);
  return { milliseconds, failed };
}

function buildCommand({ name, channels }: LoadRequest, index: number): Record<string, string> {
  return {
    token: 'legacy',
    command: '/cf-clone',
    text: `${name}-${index}.example.com new-origin.example.net EREFERENCE0001`,
    response_url: 'http://127.0.0.1:9/nobody',
    trigger_id: `${name}.${index}`,
    user_id: 'U0ANA000001',
    user_name: 'ana',
    team_id: 'T0CFCLONE01',
    team_domain: 'example-cdn',
    channel_id: channels[index % channels.length] ?? '',
    channel_name: 'load',
    api_app_id: 'A0CFAPP0001',
  };
}

function sendSigned(port: number, secret: string, fields: Record<string, string>): Promise<boolean> {
  const body = new URLSearchParams(fields).toString();
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  return new Promise((resolve) => {
    const outgoing = request({
      host: '127.0.0.1',
      port,
      path: '/slack/events',
      method: 'POST',
      agent,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signature,
      },
    });
    outgoing.on('response', (incoming) => {
      incoming.resume();
      incoming.on('end', () => resolve(incoming.statusCode === 200));
    });
    outgoing.on('error', () => resolve(false));
    outgoing.end(body);
  });
}

function sendEnvelope(path: string, payload: Record<string, string>): Promise<boolean> {
  const open = [...sockets].flatMap(([socket, url]) => (url === path ? [socket] : []));
  const socket = open[turn++ % Math.max(1, open.length)];
  if (!socket) return Promise.resolve(false);
  const envelope_id = randomUUID();
  return new Promise((resolve) => {
    waiting.set(envelope_id, () => resolve(true));
    socket.send(JSON.stringify({ envelope_id, type: 'slash_commands', payload, accepts_response_payload: true }));
  });
}
