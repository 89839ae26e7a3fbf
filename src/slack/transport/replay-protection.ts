// What stands between the HTTP server and Bolt: a request is read within a limit, verified, and passed on once. Bolt
// alone would take a timestamp from the future, the same request twice, and a body that is no object.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import { parseHTTPRequestBody } from '@slack/bolt/dist/receivers/HTTPModuleFunctions.js';
import { createExpiringSet } from '../../concurrency/expiring-set.js';
import type { ReadBody } from '../../http/body.js';
import type { NodeHandler } from '../../http/node-server.js';
import type { Log } from '../../observability/log.js';
import { createLogSampler } from '../../observability/log-sampler.js';
import {
  isSignatureValid,
  maxAgeSeconds,
  maxAheadSeconds,
  type RequestRefusal,
  readSignature,
} from './verify-request.js';

/**
 * A view has at most 250 KB (`view_too_large`, https://docs.slack.dev/reference/methods/views.open) and comes back as a
 * form, which writes many characters as three (`%22`). A message with its blocks is smaller.
 */
const maxBodyBytes = 1_048_576;
/** `ssl_check=1` and the app's old verification token. */
const maxSslCheckBytes = 1_024;
/** Each has 67 characters, so together they take about 15 MB. Only Slack's own are remembered: 270 requests a second. */
const defaultMaxRemembered = 100_000;
const ttlMs = (maxAgeSeconds + maxAheadSeconds) * 1_000;

const statuses: Partial<Record<RequestRefusal, number>> = { body_too_large: 413, invalid_body: 400, overloaded: 503 };

export interface ReplayProtectionOptions {
  readonly signingSecret: string;
  /** Takes a verified request, whose body is in `rawBody`, where Bolt looks for it. */
  readonly next: NodeHandler;
  readonly readBody: ReadBody;
  readonly log: Log;
  readonly count?: ((refusal: RequestRefusal) => void) | undefined;
  /** Milliseconds since 1970, by the clock that Bolt goes by too. */
  readonly now?: () => number;
  readonly maxRemembered?: number;
}

/** The time of day, as the rest of the bot reads it. */
function readClock(): number {
  const now = new Date();
  return now.getTime();
}

/** Each process remembers its own requests; a replica that did not see a request takes it again. */
export function rejectReplays(options: ReplayProtectionOptions): NodeHandler {
  const { signingSecret, next, readBody, log, count, now = readClock, maxRemembered = defaultMaxRemembered } = options;
  const remembered = createExpiringSet({ ttlMs, maxEntries: maxRemembered, now });
  const sampleLine = createLogSampler(now);

  function refuse(response: ServerResponse, refusal: RequestRefusal): void {
    count?.(refusal);
    const line = sampleLine(refusal);
    if (line) log.warn({ outcome: refusal, ...line }, 'a request to the path of Slack was refused');
    // Nobody waits for the rest of a body that is refused for its size.
    if (refusal === 'body_too_large' || refusal === 'overloaded') response.setHeader('connection', 'close');
    response.writeHead(statuses[refusal] ?? 401).end();
  }

  /** Slack checks certificates with `ssl_check=1` and without a signature. Nothing else may come without one. */
  async function takeUnsigned(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, maxSslCheckBytes);
    if (body.kind === 'gone') return;
    if (body.kind === 'complete' && parse(body.bytes.toString()).ssl_check === '1') response.writeHead(200).end();
    else refuse(response, 'unsigned');
  }

  return async (request, response) => {
    const signature = readSignature(request.headers, now());
    if (signature === 'unsigned') return takeUnsigned(request, response);
    if (typeof signature === 'string') return refuse(response, signature);
    const body = await readBody(request, maxBodyBytes);
    if (body.kind === 'gone') return;
    if (body.kind === 'too large') return refuse(response, 'body_too_large');
    if (body.kind === 'overloaded') return refuse(response, 'overloaded');
    if (!isSignatureValid(signature, body.bytes, signingSecret)) return refuse(response, 'wrong_signature');
    // Nothing is awaited between this look and the note, so that one of two copies that arrive together is refused.
    const added = remembered.add(signature.text);
    if (added === 'known') return refuse(response, 'replayed');
    if (added === 'full') return refuse(response, 'overloaded');
    const verified = Object.assign(request, { rawBody: body.bytes });
    if (!hasFields(verified)) return refuse(response, 'invalid_body');
    return next(verified, response);
  };
}

/** Bolt looks for members of the body, so `null` would be a fault there that nothing catches. */
function hasFields(request: IncomingMessage & { readonly rawBody: Buffer }): boolean {
  try {
    const body: unknown = parseHTTPRequestBody(request);
    return typeof body === 'object' && body !== null && !Array.isArray(body);
  } catch {
    return false;
  }
}
