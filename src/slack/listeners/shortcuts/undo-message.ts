// Undo this clone, in the menu of a message: of a clone's card, or of a line in its thread.

import { isBatch } from '../../card/record.js';
import type { Card } from '../../card/repository.js';
import type { Respond } from '../../client/respond.js';
import { type Refusal, refuse } from '../../outcomes.js';
import { replyWithRefusal } from '../../reply-with-refusal.js';
import { requestUndo } from '../../undo/request-undo.js';
import type { UndoContext } from '../../undo/undo-context.js';
import { createBulkStore } from '../../workflow/bulk-store.js';

export interface ChosenMessage {
  readonly channel: string;
  /** Of the card. */
  readonly ts: string;
  readonly userId: string;
  readonly userName: string;
}

export async function undoMessage(context: UndoContext, chosen: ChosenMessage, respond: Respond): Promise<void> {
  const { channel, ts, userId, userName } = chosen;
  const facts = { event: 'request', command: 'undo', channel, requester: userId } as const;
  const card = await context.cards.read(channel, ts);
  if (!card.ok && card.outcome === 'slack_failed') return replyWithRefusal(context, facts, card, respond, 'undo');
  const wanted = card.ok ? card.record.distribution : undefined;
  if (wanted === undefined && (await isListOfClones(context, chosen, card))) {
    const refusal = refuse('invalid_request', {
      what: 'This card lists several clones.',
      next: 'Type `/cf-clone undo` with the domain or the ID of one of them.',
    });
    return replyWithRefusal(context, facts, refusal, respond, 'undo');
  }
  if (wanted === undefined) {
    const refusal = refuse('invalid_request', {
      what: 'This message does not belong to a clone that exists.',
      next: 'Choose the card of a clone, or type `/cf-clone undo` with an ID or a domain.',
    });
    return replyWithRefusal(context, facts, refusal, respond, 'undo');
  }
  return requestUndo(context, { wanted, channel, userId, userName }, respond);
}

async function isListOfClones(
  { slack, bot }: Pick<UndoContext, 'slack' | 'bot'>,
  { channel, ts }: ChosenMessage,
  card: Card | Refusal,
): Promise<boolean> {
  return card.ok ? isBatch(card.record) : (await createBulkStore(slack, bot).read(channel, ts)).ok;
}
