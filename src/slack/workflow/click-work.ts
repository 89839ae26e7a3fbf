// A click on a button of a card while it is worked on: what it came with, and what differs between a card of one clone and a
// card of several.
import type { Result } from '../../clone/result.js';
import type { Stopwatch } from '../../observability/timer.js';
import { toCardFacts, toPlaceFacts } from '../card/log-facts.js';
import type { Card } from '../card/repository.js';
import type { Respond } from '../client/respond.js';
import type { SlackContext } from '../context.js';
import type { Refusal, SlackOutcome } from '../outcomes.js';
import { replyWithRefusal } from '../reply-with-refusal.js';
import type { Click } from './click.js';
import type { CloningContext } from './create-clone.js';
import type { Digested } from './decide.js';

export type ClickContext = CloningContext & Pick<SlackContext, 'access' | 'bot' | 'policy'>;

export type ClickKind = 'approve' | 'retry' | 'cancel';

export interface ClickWork {
  readonly context: ClickContext;
  readonly kind: ClickKind;
  readonly click: Click;
  readonly watch: Stopwatch;
  readonly respond: Respond;
}

/** What depends on what the card plans. */
export interface PlannedWork<Plan extends Digested> {
  /** Makes the plan again, from AWS as it is now. */
  readonly plan: (isRepeat: boolean) => Promise<Result<Plan>>;
  readonly redraw: (plan: Plan) => Promise<void>;
  readonly checkAlias: (refusal: Refusal) => Promise<void>;
  readonly create: (plan: Plan, isRepeat: boolean) => Promise<void>;
  readonly find: (reason: Result<Plan, SlackOutcome>) => Promise<void>;
}

export function refuseClick(work: ClickWork, refusal: Refusal, card?: Card): Promise<void> {
  return replyWithRefusal(work.context, toFacts(work, card), refusal, work.respond);
}

/** What the audit log says about the click. */
export function toFacts({ context, kind, click, watch }: ClickWork, card?: Card) {
  const person =
    kind === 'cancel'
      ? { event: 'cancel' as const, canceller: click.userId }
      : { event: 'approval' as const, approver: click.userId };
  const facts = card ? toCardFacts(card) : toPlaceFacts(context.bot, click);
  return { ...person, ...facts, milliseconds: watch.read() };
}
