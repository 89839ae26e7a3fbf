// What Socket Mode delivers, between the socket client and Bolt: an envelope that cannot be read is left out, and one
// that is delivered again gets no second answer. https://docs.slack.dev/apis/events-api/using-socket-mode
import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import type SocketModeReceiver from '@slack/bolt/dist/receivers/SocketModeReceiver.js';
import * as z from 'zod';
import { createExpiringSet } from '../../concurrency/expiring-set.js';
import { runInRequest } from '../../http/request-scope.js';
import type { Log } from '../../observability/log.js';
import type { ReportSockets } from './socket-count.js';

/** Slack delivers again within minutes. The same for both connections, because the second delivery may take the other. */
const ttlMs = 600_000;
/** About 15 MB at the most. */
const maxRemembered = 100_000;

/** About the connection itself. */
const controlSchema = z.union([
  z.object({ type: z.literal('hello'), num_connections: z.int().optional().catch(undefined) }),
  z.object({ type: z.literal('disconnect') }),
]);
const envelopeSchema = z.union([
  z.object({ type: z.enum(['slash_commands', 'interactive']), envelope_id: z.string(), payload: z.looseObject({}) }),
  z.object({
    type: z.literal('events_api'),
    envelope_id: z.string(),
    payload: z.looseObject({ event: z.looseObject({ type: z.string() }) }),
  }),
]);

/**
 * The client looks into each message without a check, in a promise that it drops: `null` would end the process. So its
 * own listener gets readable messages alone, and what an envelope causes ends with that envelope. A connection that
 * cannot be renewed is no envelope's fault, and still ends the process.
 */
export function guardMessages(
  receiver: SocketModeReceiver,
  log: Log,
  reportSockets: ReportSockets = () => undefined,
): void {
  const socket = receiver.client;
  const fail = (error: unknown): void => log.error({ err: error }, 'an envelope of Slack could not be handled');
  for (const listener of socket.listeners('ws_message')) {
    socket.off('ws_message', listener);
    socket.on('ws_message', (data: unknown, isBinary: unknown) => {
      const message = parseMessage(data);
      if (envelopeSchema.safeParse(message).success) return runInRequest(fail, () => listener(data, isBinary));
      const control = controlSchema.safeParse(message).data;
      if (!control) return log.warn('a message of Slack could not be read and was left out');
      if (control.type === 'hello' && control.num_connections !== undefined) reportSockets(control.num_connections);
      return listener(data, isBinary);
    });
  }
}

/** Slack sends text alone; the client ignores binary messages too. */
function parseMessage(data: unknown): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : undefined;
  } catch {
    return undefined;
  }
}

/** Goes into Bolt's context, which knows nothing of envelopes itself. */
export function extractEnvelopeId({ envelope_id }: { readonly envelope_id?: unknown }): { envelopeId?: string } {
  return typeof envelope_id === 'string' ? { envelopeId: envelope_id } : {};
}

/** Acknowledges an envelope that was delivered before, so that Slack does not deliver it once more; does no more. */
export function ignoreRepeatedEnvelopes(log: Log, now: () => number = Date.now): Middleware<AnyMiddlewareArgs> {
  const remembered = createExpiringSet({ ttlMs, maxEntries: maxRemembered, now });
  return async ({ context, body, next, ...rest }) => {
    const id: unknown = context.envelopeId;
    // Suggestions change nothing, and their answer is in the acknowledgement: the repeated one needs it too.
    if (typeof id !== 'string' || body.type === 'block_suggestion') return next();
    if (remembered.add(id) === 'known') {
      log.info({ outcome: 'replayed' }, 'an envelope was delivered again');
      if ('ack' in rest && rest.ack) await rest.ack();
      return;
    }
    try {
      await next();
    } catch (error) {
      // Such as an acknowledgement that could not be sent: Slack delivers again, and that delivery counts.
      remembered.delete(id);
      throw error;
    }
  };
}
