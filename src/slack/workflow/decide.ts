// Decides what happens to a card. Pure: the card, its thread, the click, the person, the plan, and the time go in; what to
// do comes out. handle-click.ts and recover.ts carry it out.

import type { ClonePlan } from '../../clone/plan.js';
import type { Result } from '../../clone/result.js';
import { type CardRecord, hasClone, hashAccount, isBatch } from '../card/record.js';
import type { Operator } from '../identity.js';
import { type Refusal, refuse, type SlackOutcome } from '../outcomes.js';
import type { DecisionMarks } from './decision-marks.js';

/** Somebody pressed a button, or the bot itself looks at a card: at a start, at its expiry, or for a dead replica. */
export type Trigger =
  | { readonly kind: 'approve' | 'retry'; readonly userId: string; readonly digest: string }
  | { readonly kind: 'cancel'; readonly userId: string }
  | { readonly kind: 'recover' };

/** What a decision needs of a plan. */
export type Digested = Pick<ClonePlan, 'digest'>;

export interface DecisionFacts<Plan extends Digested = ClonePlan> {
  readonly trigger: Trigger;
  readonly record: CardRecord;
  readonly marks: DecisionMarks;
  readonly now: Date;
  readonly requireSecondPerson: boolean;
  /** Who clicked, as Slack and Cognito say now. Undefined until they were asked. */
  readonly person?: Result<Operator, SlackOutcome>;
  /** The plan made again from AWS as it is now. Undefined until it was made. */
  readonly plan?: Result<Plan>;
}

export type Decision<Plan extends Digested = ClonePlan> =
  /** The card alone does not settle it: ask who the person is and make the plan again. */
  | { readonly kind: 'ask'; readonly isRepeat: boolean }
  | { readonly kind: 'refuse'; readonly refusal: Refusal }
  /** Somebody decided before: say what became of the card. */
  | { readonly kind: 'describe' }
  | { readonly kind: 'expire' }
  | { readonly kind: 'cancel' }
  /** Several clones are being created: what has not begun is not created. */
  | { readonly kind: 'stop' }
  /** Somebody cancelled in the thread, and the card does not say so yet. */
  | { readonly kind: 'finish-cancel'; readonly canceller: string }
  | { readonly kind: 'redraw'; readonly plan: Plan }
  /** The alias is taken: perhaps by the distribution of this very card. */
  | { readonly kind: 'check-alias'; readonly refusal: Refusal }
  /** `isRepeat`: a create with this CallerReference may have been sent before. */
  | { readonly kind: 'create'; readonly plan: Plan; readonly isRepeat: boolean }
  /** A create may have been sent, and the same one cannot be sent again: only the lists of AWS can tell. */
  | { readonly kind: 'find'; readonly reason: Result<Plan, SlackOutcome> }
  /** An approval was begun and not recorded, so no create was sent: the card waits for a decision again. */
  | { readonly kind: 'reopen' }
  | { readonly kind: 'none' };

/** Milliseconds after a card's time within which an approval that came in time may still be recorded. */
export const approvalGraceMs = 3_000;

/**
 * Milliseconds after which an edit that the card does not show yet is taken for given up. An edit gives up by itself long
 * before that.
 */
export const editTimeoutMs = 60_000;

export function decide<Plan extends Digested = ClonePlan>(facts: DecisionFacts<Plan>): Decision<Plan> {
  switch (facts.trigger.kind) {
    case 'approve':
    case 'retry':
      return decideApproval(facts, facts.trigger);
    case 'cancel':
      return decideCancel(facts);
    case 'recover':
      return decideRecovery(facts);
    default:
      return facts.trigger satisfies never;
  }
}

/** The guard order of the design: decided → cancelled → in time → same drawing → person → plan. */
function decideApproval<Plan extends Digested>(
  facts: DecisionFacts<Plan>,
  trigger: Trigger & { kind: 'approve' | 'retry' },
): Decision<Plan> {
  const { record, marks, now, person, plan } = facts;
  if (record.state === 'expired') return { kind: 'refuse', refusal: refuse('expired') };
  if (record.is_draft) return { kind: 'refuse', refusal: refuseDraft() };
  if (record.state !== (trigger.kind === 'retry' ? 'failed' : 'pending')) return { kind: 'describe' };
  const isRepeat = mayHaveBeenSent(record, marks);
  if (record.state === 'pending' && isRepeat) return { kind: 'describe' };
  const canceller = marks.cancels[0]?.by;
  if (canceller !== undefined && !isRepeat) return { kind: 'finish-cancel', canceller };
  // A result that nobody knows has to stay findable, however late.
  if (!isRepeat && isOver(record, now)) {
    return record.state === 'pending' ? { kind: 'expire' } : { kind: 'refuse', refusal: refuse('expired') };
  }
  if (!isRepeat && isBeingEdited(record, marks, now)) return { kind: 'refuse', refusal: refuseEdited() };
  if (trigger.digest !== record.digest) {
    const what = 'The card was redrawn with a new plan after you opened it.';
    return { kind: 'refuse', refusal: refuse('stale_plan', { what }) };
  }
  if (person === undefined || plan === undefined) return { kind: 'ask', isRepeat };
  if (!person.ok) return { kind: 'refuse', refusal: person };
  const own = facts.requireSecondPerson ? refuseOwnRequest(record, person.value) : undefined;
  if (own) return { kind: 'refuse', refusal: own };
  return decidePlan(record, plan, isRepeat);
}

/** Whoever approves has to see every line. */
export function refuseDraft(): Refusal {
  return refuse('already_decided', {
    what: 'The thread of this card does not show all its lines yet.',
    next: 'Wait until the card offers Approve, or ask again for a new card.',
  });
}

/** Where two people are required, they have two Slack accounts and two Cognito users. */
function refuseOwnRequest(record: CardRecord, person: Operator): Refusal | undefined {
  if (person.userId === record.requested_by) return refuse('own_request');
  const isEditor = person.userId === record.edited_by || isAccount(record, record.editor_account, person);
  if (isEditor) {
    return refuse('own_request', { what: 'You edited this request, and a second person has to approve it.' });
  }
  if (record.requester_account === undefined) {
    return refuse('own_request', {
      what: 'This card does not say which Cognito user asked, so the bot cannot tell whether you are a second person.',
      next: 'Cancel this card and run the command again.',
    });
  }
  if (!isAccount(record, record.requester_account, person)) return undefined;
  return refuse('own_request', {
    what: 'Your Slack account belongs to the same Cognito user as the requester’s, and a second person is required.',
  });
}

function isAccount({ request }: CardRecord, account: string | undefined, { username }: Operator): boolean {
  return account === hashAccount(request, username);
}

function decidePlan<Plan extends Digested>(record: CardRecord, plan: Result<Plan>, isRepeat: boolean): Decision<Plan> {
  if (!plan.ok) {
    if (isRepeat) return { kind: 'find', reason: plan };
    if (plan.outcome === 'alias_in_use') return { kind: 'check-alias', refusal: plan };
    if (plan.outcome === 'no_certificate') {
      return { kind: 'refuse', refusal: refuse('certificate_gone', { cause: plan }) };
    }
    return { kind: 'refuse', refusal: plan };
  }
  if (plan.value.digest === record.digest) return { kind: 'create', plan: plan.value, isRepeat };
  return isRepeat ? { kind: 'find', reason: plan } : { kind: 'redraw', plan: plan.value };
}

function decideCancel<Plan extends Digested>({ record, marks, now, person }: DecisionFacts<Plan>): Decision<Plan> {
  if (record.state === 'expired') return { kind: 'refuse', refusal: refuse('expired') };
  if (record.state === 'cloning' && isBatch(record)) return decideStop(person);
  if (record.state !== 'pending') return { kind: 'describe' };
  if (isOver(record, now) && marks.cancels.length === 0 && !mayHaveBeenSent(record, marks)) return { kind: 'expire' };
  if (person === undefined) return { kind: 'ask', isRepeat: false };
  // Whatever drawing the canceller saw, a cancel is a cancel.
  return person.ok ? { kind: 'cancel' } : { kind: 'refuse', refusal: person };
}

/** Whoever may cancel may stop what an approval of several clones has begun. */
function decideStop(
  person: Result<Operator, SlackOutcome> | undefined,
): { kind: 'ask'; isRepeat: boolean } | { kind: 'stop' } | { kind: 'refuse'; refusal: Refusal } {
  if (person === undefined) return { kind: 'ask', isRepeat: true };
  return person.ok ? { kind: 'stop' } : { kind: 'refuse', refusal: person };
}

function decideRecovery<Plan extends Digested>({ record, marks, now, plan }: DecisionFacts<Plan>): Decision<Plan> {
  const { state } = record;
  switch (state) {
    case 'cloned':
    case 'deployed':
    case 'serving':
    case 'cancelled':
    case 'expired':
      return { kind: 'none' };
    case 'failed':
      return record.outcome === 'unknown_result'
        ? { kind: 'find', reason: refuse('unknown_result') }
        : { kind: 'none' };
    case 'pending':
    case 'cloning': {
      // The approval came in time, so a card that was approved neither expires nor is it cancelled any more.
      if (mayHaveBeenSent(record, marks)) {
        return plan === undefined ? { kind: 'ask', isRepeat: true } : decidePlan(record, plan, true);
      }
      const canceller = marks.cancels[0]?.by;
      if (canceller !== undefined) return { kind: 'finish-cancel', canceller };
      if (state === 'cloning') return { kind: 'reopen' };
      // The edit gives the card more time.
      return isOver(record, now) && !isBeingEdited(record, marks, now) ? { kind: 'expire' } : { kind: 'none' };
    }
    default:
      return state satisfies never;
  }
}

/**
 * What an approval that has just recorded itself may do, on the card as it is now. `ownMark`: the timestamp of its mark in
 * the thread. A mark that somebody else left is seen by at least one of two that decide at once.
 */
export function decideRecorded(
  { record, marks, now }: Pick<DecisionFacts, 'record' | 'marks' | 'now'>,
  approved: {
    readonly digest: string;
    /** Of the card as it was when the approval began. */
    readonly revision: number | undefined;
    readonly ownMark: string | undefined;
    readonly isRepeat: boolean;
  },
): 'create' | 'finish-cancel' | 'expire' | 'describe' | 'edited' {
  const others = marks.approvals.filter(({ ts }) => ts !== approved.ownMark);
  if (hasClone(record)) return 'describe';
  // Two late approvals must not encourage each other, so this comes before them.
  if (!approved.isRepeat && isBeingEdited({ revision: approved.revision }, marks, now)) return 'edited';
  if (approved.isRepeat || others.length > 0) return 'create';
  if (record.state === 'cancelled' || record.state === 'expired') return 'describe';
  if (record.digest !== approved.digest) return 'describe';
  if (marks.cancels.length > 0) return 'finish-cancel';
  return now.getTime() >= record.expires_at * 1_000 + approvalGraceMs ? 'expire' : 'create';
}

/**
 * Whether a create with the card's CallerReference may have been sent, and AWS has not said what became of it. A create is
 * sent only after its approval stands in the thread. Cards of earlier versions have no attempt and no such line.
 */
export function mayHaveBeenSent(record: CardRecord, marks: DecisionMarks): boolean {
  const isUnmarked = record.state === 'cloning' && record.attempt === undefined;
  return isUnmarked || record.outcome === 'unknown_result' || marks.approvals.length > 0;
}

function isOver(record: CardRecord, now: Date): boolean {
  return now.getTime() >= record.expires_at * 1_000;
}

/**
 * Whether the thread tells of an edit that this record does not show: it was written over by a late approval, or it is
 * about to be drawn. No approval counts until the card shows it.
 */
export function isBeingEdited(
  { revision = 0 }: Pick<CardRecord, 'revision'>,
  marks: DecisionMarks,
  now: Date,
): boolean {
  return marks.edits.some(
    (edit) =>
      edit.revision > revision && (edit.result === 'edited' || now.getTime() - Number(edit.ts) * 1_000 < editTimeoutMs),
  );
}

export function refuseEdited(): Refusal {
  return refuse('stale_plan', {
    what: 'Somebody edited this request at the same moment.',
    next: 'Read the card again in a minute, and decide then. If it still looks the same, press Edit.',
  });
}
