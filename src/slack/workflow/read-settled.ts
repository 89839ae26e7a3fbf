// Reading a card once nothing that was written before can be missing. Slack's reads lag behind its writes.

import type { Card } from '../card/repository.js';
import type { SlackContext } from '../context.js';
import type { Refusal } from '../outcomes.js';

/**
 * Milliseconds after which two replicas see what each other wrote. Reads have been seen to lag by 1.5 seconds; an approval
 * and a cancel may each miss the other for that long, which makes 3, and a call takes its time.
 */
export const settleMs = 4_000;

/**
 * Reads the card that somebody just clicked. A card that was posted a moment ago is there, though Slack may not show it
 * yet.
 */
export async function readClicked(
  context: Pick<SlackContext, 'cards' | 'clock'>,
  { channel, ts }: Pick<Card, 'channel' | 'ts'>,
): Promise<Card | Refusal> {
  const card = await context.cards.read(channel, ts);
  const isNew = context.clock.now().getTime() - Number(ts) * 1_000 < 2 * settleMs;
  const isMissing = !card.ok && card.outcome === 'already_decided';
  // A draft offers no button, so the click was on a later drawing.
  const isOutdated = card.ok && card.record.is_draft === true;
  return (isMissing && isNew) || isOutdated ? readSettled(context, { channel, ts }) : card;
}

/** Waits until the writes of other replicas can be read, then reads the card. */
export async function readSettled(
  { cards, clock }: Pick<SlackContext, 'cards' | 'clock'>,
  { channel, ts }: Pick<Card, 'channel' | 'ts'>,
): Promise<Card | Refusal> {
  await clock.pause(settleMs);
  return cards.read(channel, ts);
}
