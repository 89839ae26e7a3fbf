// Socket Mode: tickets, connections, envelopes that go to one connection each, acknowledgements, farewells.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { type Fields, isFields, parseJson, textAt } from './json.js';
import { IDENTITY, type Settings } from './settings.js';

export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api';
export type Farewell = 'refresh_requested' | 'warning' | 'link_disabled' | 'too_many_websockets';

/** `payload` is what the app sent back with its acknowledgement. */
export type SocketAck = { kind: 'acked'; connection: number; payload: Fields } | { kind: 'timeout' } | { kind: 'lost' };

interface Connection {
  number: number;
  socket: WebSocket;
  /** Told to go: gets no more envelopes. */
  isLeaving: boolean;
  waiting: Map<string, (ack: SocketAck) => void>;
}

const maxConnections = 10;
const TICKET_MS = 30_000;
const CLOSING_MS = 500;

export class Sockets {
  private readonly settings: Settings;
  private readonly server = new WebSocketServer({ noServer: true });
  private readonly tickets = new Map<string, NodeJS.Timeout>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private connections: Connection[] = [];
  private lastNumber = 0;
  private turn = 0;
  /** Every acknowledgement of every delivery. */
  acknowledgements = 0;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  /** Connections that take envelopes. */
  get count(): number {
    return this.open().length;
  }

  issueTicket(): string {
    const ticket = randomUUID();
    this.tickets.set(
      ticket,
      setTimeout(() => this.tickets.delete(ticket), TICKET_MS),
    );
    return ticket;
  }

  attachTo(http: Server): void {
    http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      if (url.pathname !== '/socket' || !this.redeem(url.searchParams.get('ticket') ?? '')) {
        stream.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
        return;
      }
      this.server.handleUpgrade(request, stream, head, (socket) => this.welcome(socket));
    });
  }

  /** Sends any text on every open connection, as it is. */
  sendText(text: string): void {
    for (const { socket } of this.open()) socket.send(text);
  }

  /** Sends to one connection, in turn, and waits for its acknowledgement; repeats go to the next ones. */
  send(type: EnvelopeType, payload: Fields, acceptsResponse: boolean, timeoutMs: number): Promise<SocketAck> {
    const open = this.open();
    const connection = open[this.turn++ % Math.max(open.length, 1)];
    if (!connection) return Promise.resolve({ kind: 'lost' });
    const envelope_id = randomUUID();
    return new Promise((resolve) => {
      const finish = (ack: SocketAck): void => {
        clearTimeout(timer);
        this.timers.delete(timer);
        connection.waiting.delete(envelope_id);
        resolve(ack);
      };
      const timer = setTimeout(() => finish({ kind: 'timeout' }), timeoutMs);
      this.timers.add(timer);
      connection.waiting.set(envelope_id, finish);
      const retry = type === 'events_api' ? { retry_attempt: 0, retry_reason: '' } : {};
      const envelope = { envelope_id, type, payload, accepts_response_payload: acceptsResponse, ...retry };
      say(connection, envelope);
      for (let repeat = 1; repeat < this.settings.envelopeDeliveries; repeat++) {
        say(open[this.turn++ % open.length] ?? connection, envelope);
      }
    });
  }

  /** Says goodbye on every open connection, or on the first `count`; closes those that are still there after `graceMs`. */
  disconnect(reason: Farewell = 'refresh_requested', count = Number.POSITIVE_INFINITY, graceMs = 10_000): number {
    const leaving = this.open().slice(0, count);
    for (const connection of leaving) this.dismiss(connection, reason, graceMs);
    return leaving.length;
  }

  /** Says goodbye as the protocol has it; whoever does not answer in time is cut off. */
  async close(): Promise<void> {
    for (const timer of [...this.tickets.values(), ...this.timers]) clearTimeout(timer);
    const farewells = this.connections.map(async ({ socket }) => {
      const cutting = setTimeout(() => socket.terminate(), CLOSING_MS);
      const closed = once(socket, 'close');
      socket.close(1001);
      await closed;
      clearTimeout(cutting);
    });
    await Promise.all(farewells);
    this.server.close();
  }

  private open(): Connection[] {
    return this.connections.filter(({ isLeaving, socket }) => !isLeaving && socket.readyState === WebSocket.OPEN);
  }

  private redeem(ticket: string): boolean {
    const timer = this.tickets.get(ticket);
    clearTimeout(timer);
    return this.tickets.delete(ticket);
  }

  private welcome(socket: WebSocket): void {
    const connection: Connection = { number: ++this.lastNumber, socket, isLeaving: false, waiting: new Map() };
    this.connections.push(connection);
    const pinging = setInterval(() => socket.ping(`Ping from 127.0.0.1 (${Date.now()})`), this.settings.pingMs);
    socket.on('message', (data) => {
      if (settle(connection, data)) this.acknowledgements++;
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(pinging);
      this.connections = this.connections.filter((other) => other !== connection);
      for (const finish of connection.waiting.values()) finish({ kind: 'lost' });
    });
    if (this.count > maxConnections) {
      this.dismiss(connection, 'too_many_websockets', 1000);
      return;
    }
    say(connection, {
      type: 'hello',
      num_connections: this.count,
      connection_info: { app_id: IDENTITY.app.id },
      debug_info: { host: 'sandbox', approximate_connection_time: 18_060 },
    });
    socket.ping('Ping from 127.0.0.1');
  }

  private dismiss(connection: Connection, reason: Farewell, graceMs: number): void {
    connection.isLeaving = true;
    say(connection, { type: 'disconnect', reason, debug_info: { host: 'sandbox' } });
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      connection.socket.close(1000);
    }, graceMs);
    this.timers.add(timer);
  }
}

function say(connection: Connection, message: Fields): void {
  connection.socket.send(JSON.stringify(message));
}

/** Whether the message acknowledges an envelope. */
function settle(connection: Connection, data: RawData): boolean {
  const message = parseJson(data.toString());
  const id = isFields(message) ? textAt(message, 'envelope_id') : undefined;
  if (!isFields(message) || id === undefined) return false;
  const payload = isFields(message.payload) ? message.payload : {};
  connection.waiting.get(id)?.({ kind: 'acked', connection: connection.number, payload });
  return true;
}
