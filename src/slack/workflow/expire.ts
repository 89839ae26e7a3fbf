// Expiry of cards that nobody decided in time. Nobody says that a card expired while an approval may be on its way.

import { toCardFacts } from '../card/log-facts.js';
import { keyOf, type Place } from '../card/place.js';
import { type Line, postOnce, removeRepeats } from '../card/post-once.js';
import { buildMark, type CardRecord, expiredEventType } from '../card/record.js';
import type { Card } from '../card/repository.js';
import type { Answer } from '../client/web-api.js';
import type { SlackContext } from '../context.js';
import { code, inBrackets, mention } from '../mrkdwn.js';
import { approvalGraceMs, decide } from './decide.js';
import { readDecisionMarks } from './decision-marks.js';
import { settleMs } from './read-settled.js';
import { reminderKey } from './remind.js';
import { tellRequester } from './tell-requester.js';

/** Keys of the scheduler that start with this are cards that wait for a decision. */
export const expiryPrefix = 'expire:';

/** Milliseconds after a card's time until an approval that came in time is recorded and can be read. */
const expiryWaitMs = approvalGraceMs + settleMs;

/** Replicas that wait for the same card wait a random time more, up to this, in milliseconds. */
const maxJitterMs = 2_000;

type ExpiryContext = Pick<SlackContext, 'slack' | 'cards' | 'clock' | 'auditLog' | 'concurrency'>;

export function expiryKey(place: Place): string {
  return `${expiryPrefix}${keyOf(place)}`;
}

/** A decided card has no more time to run out of, and nobody is reminded of it. */
export function forgetExpiry(context: Pick<SlackContext, 'concurrency'>, place: Place): void {
  context.concurrency.scheduler.cancel(expiryKey(place));
  context.concurrency.scheduler.cancel(reminderKey(place));
}

/**
 * Waits until no approval that came in time can be missing, and says on the card that its time is over. Whatever else the
 * card says then comes first; the result is the card as it was read.
 */
export async function expireCard(context: ExpiryContext, card: Card): Promise<Card> {
  const waitMs = card.record.expires_at * 1_000 + expiryWaitMs - context.clock.now().getTime();
  if (waitMs > 0) await context.clock.pause(waitMs + Math.random() * maxJitterMs);
  const current = waitMs > 0 ? await context.cards.read(card.channel, card.ts) : card;
  if (!current.ok) return card;
  const time = Math.max(context.clock.now().getTime(), current.record.expires_at * 1_000);
  const decision = decide({
    trigger: { kind: 'recover' },
    record: current.record,
    marks: readDecisionMarks(current),
    now: new Date(time),
    requireSecondPerson: false,
  });
  if (decision.kind !== 'expire') return current;
  await writeExpired(context, current);
  return { ...current, record: { ...current.record, state: 'expired', outcome: 'expired' } };
}

/** The thread first: whoever finds the card later writes what is missing on it, and nobody looks at an expired card again. */
async function writeExpired(context: ExpiryContext, card: Card): Promise<Answer<undefined>> {
  const line = renderExpired(card.record);
  const said = await postOnce(context.cards, card, line, 'after a look', context.clock.pause);
  if (said === 'posted') {
    tellRequester(context, card, { text: line.text });
    context.concurrency.backgroundTasks.start(
      'expire',
      () => removeLaterLine(context, card, line),
      async () => undefined,
    );
  }
  const written = await context.cards.write(card, { ...card.record, state: 'expired', outcome: 'expired' });
  const slackError = written.ok ? undefined : written.error;
  context.auditLog.record({ event: 'expire', outcome: 'expired', ...toCardFacts(card), slackError });
  return written;
}

/** Another replica may have written the same line at the same moment. Slack notifies nobody of an edited card. */
async function removeLaterLine({ cards, clock }: ExpiryContext, place: Place, line: Line): Promise<void> {
  await clock.pause(settleMs);
  await removeRepeats(cards, place, line);
}

/** A card that is asked for again can expire again, at another time. */
function renderExpired({ domain, reference, reason, requested_by, expires_at, is_draft }: CardRecord): Line {
  const what = `${code(domain)} from reference ${code(reference)}${inBrackets(reason)}`;
  const why = is_draft
    ? 'because the bot stopped before it had listed all lines. Nothing was created. Type `/cf-clone many` to ask again.'
    : 'because nobody decided in time. Nothing was created. Press Edit on the card if it is still wanted.';
  return {
    text: `${mention(requested_by)} Your request for ${what} expired, ${why}`,
    blocks: [],
    metadata: buildMark(expiredEventType, requested_by, String(expires_at)),
    isOneOfMany: true,
  };
}
