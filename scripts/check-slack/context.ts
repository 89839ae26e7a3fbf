// What the parts of the check work with.
import type { Pause } from '../../src/clone/ports.js';
import type { Answer } from '../../src/slack/client/call.js';
import type { RunFacts } from './card-walks.js';
import type { Messages } from './messages.js';
import type { Report, Row } from './report.js';
import type { SamplePlan } from './sample-plans.js';
import type { Validate } from './validator.js';

export interface CheckContext {
  readonly messages: Messages;
  readonly validate: Validate;
  readonly report: Report;
  readonly plans: readonly SamplePlan[];
  readonly facts: RunFacts;
  readonly now: () => Date;
  readonly pause: Pause;
}

/** Milliseconds between reads that wait for a write to be seen. */
const readDelaysMs = [0, 250, 500, 1_000, 2_000, 4_000];

/** Reads until what was written is seen; undefined where it never is. */
export async function readUntil<T>(
  { pause }: Pick<CheckContext, 'pause'>,
  read: () => Promise<T | undefined>,
): Promise<T | undefined> {
  for (const delayMs of readDelaysMs) {
    if (delayMs > 0) await pause(delayMs);
    const found = await read();
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The line of the report about a write. */
export function toRow(part: Row['part'], name: string, answer: Answer<unknown>): Row {
  return answer.ok
    ? { part, name, verdict: 'ok', detail: '' }
    : { part, name, verdict: 'refused', detail: [answer.error, ...(answer.reasons ?? [])].join(' · ') };
}
