// Approve, Retry, and Cancel. Clicks on one card are handled one after the other.
import { keyOf } from '../../card/place.js';
import { isBatch } from '../../card/record.js';
import type { Respond } from '../../client/respond.js';
import type { Click } from '../../workflow/click.js';
import type { ClickContext, ClickKind } from '../../workflow/click-work.js';
import { handleClick } from '../../workflow/handle-click.js';

export type DecideContext = ClickContext;

export function decideOn(kind: ClickKind) {
  return async (context: DecideContext, click: Click, respond: Respond): Promise<void> => {
    const { approvalLimit, cardMutex } = context.concurrency;
    const handle = () => handleClick(context, kind, click, respond);
    if (kind !== 'cancel') return cardMutex.runExclusive(keyOf(click), () => approvalLimit(handle));
    if (cardMutex.isLocked(keyOf(click)) && (await isCreatingLines(context, click))) return handle();
    // A cancel does not wait for the creates of other cards.
    return cardMutex.runExclusive(keyOf(click), handle);
  };
}

/** A cancel that was sent while several clones are created is a stop. */
async function isCreatingLines({ cards }: DecideContext, { channel, ts }: Click): Promise<boolean> {
  const card = await cards.read(channel, ts);
  return card.ok && card.record.state === 'cloning' && isBatch(card.record);
}

/** The process that creates several clones works on the card all the while, so a stop does not wait for its turn. */
export function stopNow(context: DecideContext, click: Click, respond: Respond): Promise<void> {
  return handleClick(context, 'cancel', click, respond);
}
