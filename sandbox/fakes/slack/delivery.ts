// Brings a command, click or event to the bot, signed over HTTP or through a socket, and times its acknowledgement.
import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { type Fields, isFields, parseJson } from './json.js';
import type { ServerContext } from './server-context.js';
import type { EnvelopeType } from './sockets.js';

/** What Slack shows the person as: `/cf-clone failed with the error "…"`. */
export type DeliveryError = 'operation_timeout' | 'dispatch_failed' | 'http_client_error' | 'http_service_error';

export interface Delivery {
  via: 'http' | 'socket';
  ok: boolean;
  error?: DeliveryError;
  /** HTTP status; 200 for an acknowledged envelope, 0 where no answer came. */
  status: number;
  /** What the acknowledgement carried: parsed JSON, or text. */
  body: unknown;
  /** Until the acknowledgement was complete. */
  ms: number;
  /** The connection that got the envelope. */
  connection?: number;
}

export interface Parcel {
  type: EnvelopeType;
  payload: Fields;
  /** Whether an answer may travel with the acknowledgement. */
  acceptsResponse: boolean;
}

export async function deliver(context: ServerContext, parcel: Parcel): Promise<Delivery> {
  const started = performance.now();
  const delivery = usesSocket(context) ? await sendToSocket(context, parcel) : await postSigned(context, parcel);
  return { ...delivery, ms: Math.round((performance.now() - started) * 10) / 10 };
}

/** Slack sends everything of an app in one way. */
export function usesSocket({ settings: { mode }, sockets }: ServerContext): boolean {
  return mode === 'socket' || (mode === 'auto' && sockets.count > 0);
}

export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

async function sendToSocket(context: ServerContext, parcel: Parcel): Promise<Omit<Delivery, 'ms'>> {
  const { type, payload, acceptsResponse } = parcel;
  const ack = await context.sockets.send(type, payload, acceptsResponse, context.settings.ackTimeoutMs);
  switch (ack.kind) {
    case 'acked':
      return { via: 'socket', ok: true, status: 200, body: ack.payload, connection: ack.connection };
    case 'timeout':
      return { via: 'socket', ok: false, error: 'operation_timeout', status: 0, body: '' };
    case 'lost':
      return { via: 'socket', ok: false, error: 'dispatch_failed', status: 0, body: '' };
    default: {
      const unknown: never = ack;
      return unknown;
    }
  }
}

function encode({ type, payload }: Parcel): { contentType: string; body: string } {
  const form = 'application/x-www-form-urlencoded';
  switch (type) {
    case 'slash_commands': {
      const pairs = Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)]);
      return { contentType: form, body: new URLSearchParams(pairs).toString() };
    }
    case 'interactive':
      return { contentType: form, body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString() };
    case 'events_api':
      return { contentType: 'application/json', body: JSON.stringify(payload) };
    default: {
      const unknown: never = type;
      return unknown;
    }
  }
}

function postSigned(context: ServerContext, parcel: Parcel): Promise<Omit<Delivery, 'ms'>> {
  const { contentType, body } = encode(parcel);
  const { botUrl, signingSecret, ackTimeoutMs } = context.settings;
  const timestamp = String(Math.floor(context.now() / 1000));
  return new Promise((resolve) => {
    const fail = (error: DeliveryError): void => resolve({ via: 'http', ok: false, error, status: 0, body: '' });
    const outgoing = request(botUrl, {
      method: 'POST',
      // A fresh connection each time: a kept one would hold the bot's server open when it wants to stop.
      agent: false,
      headers: {
        'content-type': contentType,
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signatureOf(signingSecret, timestamp, body),
      },
    });
    const timer = setTimeout(() => {
      fail('operation_timeout');
      outgoing.destroy();
    }, ackTimeoutMs);
    outgoing.on('error', () => {
      clearTimeout(timer);
      fail('dispatch_failed');
    });
    outgoing.on('response', (incoming) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('end', () => {
        clearTimeout(timer);
        const status = incoming.statusCode ?? 0;
        resolve({ via: 'http', status, body: readAck(Buffer.concat(parts).toString('utf8')), ...judge(status) });
      });
    });
    outgoing.end(body);
  });
}

function judge(status: number): { ok: boolean; error?: DeliveryError } {
  if (status >= 200 && status < 300) return { ok: true };
  return { ok: false, error: status >= 500 ? 'http_service_error' : 'http_client_error' };
}

function readAck(text: string): unknown {
  const parsed = parseJson(text);
  return isFields(parsed) ? parsed : text;
}
