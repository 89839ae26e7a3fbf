// blocks.validate: Slack checks a drawing without showing it. It takes no token and needs no scope.
// https://docs.slack.dev/reference/methods/blocks.validate
import type { View } from '@slack/types';
import { WebAPIPlatformError, WebAPIRateLimitedError, WebClient } from '@slack/web-api';
import * as z from 'zod';
import type { Pause } from '../../src/clone/ports.js';
import { createPacedQueue } from '../../src/concurrency/paced-queue.js';
import { toPace } from '../../src/slack/client/rate-limits.js';
import { type Block, silentLogger } from '../../src/slack/client/web-api.js';
import { Interrupted } from './messages.js';

export type Drawing = { readonly message: { readonly blocks: readonly Block[] } } | { readonly view: View };

/** `unreachable`: there was no answer that says anything about the drawing. */
export type Validation =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] }
  | { readonly kind: 'unreachable'; readonly error: string };

export type Validate = (drawing: Drawing) => Promise<Validation>;

/** "Special rate limits apply": Slack gives no figure, so these are the calls per minute of the methods around it. */
const maxCallsPerMinute = 50;
const maxAttempts = 3;
const timeoutMs = 10_000;

/** Errors that are about the drawing. All others are about the call. */
const refusals = new Set(['invalid_blocks', 'invalid_message', 'invalid_view']);

const errorsSchema = z.object({
  errors: z.array(z.object({ pointer: z.string().optional(), message: z.string().optional() })),
});

export interface ValidatorOptions {
  readonly apiUrl: string | undefined;
  readonly now: () => Date;
  readonly pause: Pause;
  readonly signal: AbortSignal;
}

export function createValidator({ apiUrl, now, pause, signal }: ValidatorOptions): Validate {
  const client = new WebClient(undefined, {
    ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
    timeout: timeoutMs,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    logger: silentLogger,
  });
  const queue = createPacedQueue(toPace(maxCallsPerMinute), now, pause);

  async function validate(drawing: Drawing, attempt = 1): Promise<Validation> {
    if (signal.aborted) throw new Interrupted();
    await queue.waitForTurn('person');
    try {
      await client.blocks.validate(
        'view' in drawing ? { view: drawing.view } : { message: { blocks: [...drawing.message.blocks] } },
      );
      return { kind: 'accepted' };
    } catch (error) {
      if (error instanceof WebAPIRateLimitedError && attempt < maxAttempts) {
        queue.hold(error.retryAfter * 1_000);
        return validate(drawing, attempt + 1);
      }
      return explain(error);
    }
  }
  return (drawing) => validate(drawing);
}

/** The code of what went wrong below, such as ENOTFOUND. Messages may hold an address with a password. */
function findCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string' && !error.code.startsWith('slack_webapi')) return error.code;
  return error.cause === undefined ? error.name : findCode(error.cause);
}

function explain(error: unknown): Validation {
  if (!(error instanceof WebAPIPlatformError)) {
    return { kind: 'unreachable', error: `no answer (${findCode(error)})` };
  }
  const { data } = error;
  if (!refusals.has(data.error)) return { kind: 'unreachable', error: data.error };
  const parsed = errorsSchema.safeParse(data);
  const errors = parsed.success ? parsed.data.errors : [];
  const reasons = errors.map(({ message = '', pointer = '' }) => `${message} at ${pointer}`);
  return { kind: 'refused', reasons: [data.error, ...reasons] };
}
