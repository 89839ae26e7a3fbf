// A company's proxy, in small: it opens tunnels (CONNECT, RFC 9110, 9.3.6) for whoever has the password, and does nothing
// else. Every name leads to this machine.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';

export interface ConnectProxy {
  readonly port: number;
  /** Without credentials. */
  readonly url: string;
  /** The host and port of each tunnel that was opened. */
  readonly tunnels: readonly string[];
  /** The status of each answer. */
  readonly statuses: readonly number[];
  close(): Promise<void>;
}

export interface ConnectProxyOptions {
  /** `user:password`; anybody may use the proxy unless given. */
  readonly credentials?: string;
}

export async function startConnectProxy({ credentials }: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const tunnels: string[] = [];
  const statuses: number[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Either side may go away at any time.
    socket.on('error', () => socket.destroy());
  };
  const expected = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;

  const server = createServer((_request, response) => {
    statuses.push(405);
    response.writeHead(405).end('this proxy only opens tunnels');
  });
  server.on('connection', keep);
  server.on('connect', (request, client: Socket, head: Buffer) => {
    const refused = expected !== undefined && request.headers['proxy-authorization'] !== expected;
    statuses.push(refused ? 407 : 200);
    if (refused) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="proxy"\r\n\r\n');
      return;
    }
    const target = request.url ?? '';
    tunnels.push(target);
    const upstream = connect(Number(target.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    keep(upstream);
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    tunnels,
    statuses,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
