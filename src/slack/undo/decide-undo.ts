// Decides what a click on the card of an undo means. Pure: the card, its thread, the click, the person, the plan, and the
// time go in. handle-undo-click.ts carries it out.

import type { Result } from '../../clone/result.js';
import type { UndoPlan } from '../../clone/undo/prepare-undo.js';
import { hashAccount } from '../card/record.js';
import type { Operator } from '../identity.js';
import { type Refusal, refuse, type SlackOutcome } from '../outcomes.js';
import type { UndoMarks, UndoRecord } from './undo-record.js';

export type UndoClickKind = 'approve' | 'cancel' | 'restore';

export interface UndoFacts {
  readonly kind: UndoClickKind;
  /** The digest of the drawing that was on the screen. */
  readonly digest: string;
  readonly record: UndoRecord;
  readonly marks: UndoMarks;
  readonly now: Date;
  readonly requireSecondPerson: boolean;
  /** Who clicked, as Slack and Cognito say now. Undefined until they were asked. */
  readonly person?: Result<Operator, SlackOutcome>;
  /** The plan made again, or why there can be none. Undefined until it was made. */
  readonly plan?: UndoPlan | Refusal;
}

export type UndoDecision =
  /** The card alone does not settle it. */
  | { readonly kind: 'ask' }
  | { readonly kind: 'refuse'; readonly refusal: Refusal }
  /** Somebody decided before: say what became of the card. */
  | { readonly kind: 'describe' }
  | { readonly kind: 'expire' }
  | { readonly kind: 'redraw'; readonly plan: UndoPlan }
  | { readonly kind: 'approve'; readonly plan: UndoPlan }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'restore' };

export function decideUndo(facts: UndoFacts): UndoDecision {
  const { kind } = facts;
  switch (kind) {
    case 'approve':
      return decideApproval(facts);
    case 'cancel':
      return decideOpen(facts) ?? withPerson(facts, { kind: 'cancel' });
    case 'restore':
      if (facts.record.state !== 'disabled') return { kind: 'describe' };
      return withPerson(facts, { kind: 'restore' });
    default:
      return kind satisfies never;
  }
}

function decideApproval(facts: UndoFacts): UndoDecision {
  const { record, digest, person, plan } = facts;
  const settled = decideOpen(facts);
  if (settled) return settled;
  if (digest !== record.digest) {
    return refuseWith(refuse('stale_plan', { what: 'The card was redrawn after you opened it.' }));
  }
  if (person === undefined || plan === undefined) return { kind: 'ask' };
  if (!person.ok) return refuseWith(person);
  const own = refuseOwnUndo(facts, person.value);
  if (own) return refuseWith(own);
  if (!('kind' in plan)) return refuseWith(plan);
  return plan.digest === record.digest ? { kind: 'approve', plan } : { kind: 'redraw', plan };
}

/** What the card and its thread decide before anybody is asked. Undefined while it waits for a decision. */
function decideOpen({ record, marks, now }: UndoFacts): UndoDecision | undefined {
  if (record.state === 'expired') return refuseWith(refuse('expired'));
  const isDecided = marks.approvals.length > 0 || marks.cancels.length > 0;
  if (record.state !== 'pending' || isDecided) return { kind: 'describe' };
  return now.getTime() >= record.expires_at * 1_000 ? { kind: 'expire' } : undefined;
}

function withPerson({ person }: UndoFacts, decision: UndoDecision): UndoDecision {
  if (person === undefined) return { kind: 'ask' };
  return person.ok ? decision : refuseWith(person);
}

/** Where DNS leads to the clone, two people are needed whatever the settings say. */
function refuseOwnUndo({ record, requireSecondPerson }: UndoFacts, person: Operator): Refusal | undefined {
  if (!requireSecondPerson && !record.leads_here) return undefined;
  const isSameAccount = record.requester_account === hashAccount(record.request, person.username);
  if (person.userId !== record.requested_by && !isSameAccount) return undefined;
  return refuse('own_request', {
    what: record.leads_here
      ? 'DNS leads to this clone, so a second person has to approve the undo.'
      : 'A second person has to approve your undo.',
  });
}

function refuseWith(refusal: Refusal): UndoDecision {
  return { kind: 'refuse', refusal };
}
