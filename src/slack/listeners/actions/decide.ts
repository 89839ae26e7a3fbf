// Approve, Retry, and Cancel. Clicks on one card are handled one after the other.
import { keyOf } from '../../card/place.js';
import type { Respond } from '../../client/respond.js';
import type { Click } from '../../workflow/click.js';
import type { ClickContext, ClickKind } from '../../workflow/click-work.js';
import { handleClick } from '../../workflow/handle-click.js';

export type DecideContext = ClickContext;

export function decideOn(kind: ClickKind) {
  return (context: DecideContext, click: Click, respond: Respond): Promise<void> => {
    const { approvalLimit, cardMutex } = context.concurrency;
    const handle = () => handleClick(context, kind, click, respond);
    // A cancel does not wait for the creates of other cards.
    return cardMutex.runExclusive(keyOf(click), kind === 'cancel' ? handle : () => approvalLimit(handle));
  };
}

/** The process that creates several clones works on the card all the while, so a stop does not wait for its turn. */
export function stopNow(context: DecideContext, click: Click, respond: Respond): Promise<void> {
  return handleClick(context, 'cancel', click, respond);
}
