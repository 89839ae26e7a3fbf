// The steps of a click on Approve, Cancel, or Restore of an undo: own workspace → card → person, plan, and channel → decide →
// carry out.
import { toPlaceFacts } from '../card/log-facts.js';
import { keyOf } from '../card/place.js';
import type { Respond } from '../client/respond.js';
import { code, mention } from '../mrkdwn.js';
import { type Refusal, refuse } from '../outcomes.js';
import { listMemberGroups } from '../policy.js';
import { replyWithRefusal } from '../reply-with-refusal.js';
import { type Click, isFromAnotherWorkspace } from '../workflow/click.js';
import { settleMs } from '../workflow/read-settled.js';
import { approveUndo } from './approve-undo.js';
import { decideUndo, type UndoClickKind, type UndoDecision, type UndoFacts } from './decide-undo.js';
import { describeUndo } from './describe-undo.js';
import { expireUndo, forgetUndoExpiry, toUndoFacts } from './expire-undo.js';
import { followUndoLater } from './follow-undo.js';
import { readStory } from './read-story.js';
import { readUndoSettled } from './read-undo.js';
import { prepareUndo, recordUndoPlan } from './request-undo.js';
import { renderUndoPlan } from './undo-blocks.js';
import type { UndoCard } from './undo-cards.js';
import type { UndoContext } from './undo-context.js';
import { buildUndoMark, readUndoMarks } from './undo-record.js';

export function handleUndoClick(kind: UndoClickKind) {
  return (context: UndoContext, click: Click, respond: Respond): Promise<void> =>
    context.concurrency.cardMutex.runExclusive(keyOf(click), () => handle(context, kind, click, respond));
}

interface UndoWork {
  readonly context: UndoContext;
  readonly kind: UndoClickKind;
  readonly click: Click;
  readonly respond: Respond;
}

async function handle(context: UndoContext, kind: UndoClickKind, click: Click, respond: Respond): Promise<void> {
  const work: UndoWork = { context, kind, click, respond };
  if (isFromAnotherWorkspace(click, context.bot)) return refuseClick(work, refuse('not_our_workspace'));
  const card = await readClicked(context, click);
  if (!card.ok) return refuseClick(work, card);
  return carryOut(work, card, await decide(work, card));
}

/** A card that was posted a moment ago is there, though Slack may not show it yet. */
async function readClicked(context: UndoContext, { channel, ts }: Click): Promise<UndoCard | Refusal> {
  const card = await context.undo.cards.read(channel, ts);
  const isNew = context.clock.now().getTime() - Number(ts) * 1_000 < 2 * settleMs;
  return !card.ok && card.outcome === 'already_decided' && isNew ? readUndoSettled(context, { channel, ts }) : card;
}

async function decide({ context, kind, click }: UndoWork, card: UndoCard): Promise<UndoDecision> {
  const { policy, access, clock } = context;
  const facts: UndoFacts = {
    kind,
    digest: click.value,
    record: card.record,
    marks: readUndoMarks(card.thread),
    now: clock.now(),
    requireSecondPerson: policy.requireSecondPerson,
  };
  const decision = decideUndo(facts);
  if (decision.kind !== 'ask') return decision;
  const groups = kind === 'approve' ? policy.approverGroups : listMemberGroups(policy);
  if (kind !== 'approve') return decideUndo({ ...facts, person: await access.identify(click.userId, groups) });
  const [person, plan, channel] = await Promise.all([
    access.identify(click.userId, groups),
    prepareUndo(context, card.record.distribution),
    // The channel may have become shared with another organisation.
    access.checkChannel(click.channel),
  ]);
  if (person.ok && !channel.ok) return { kind: 'refuse', refusal: channel };
  return decideUndo({ ...facts, person, plan });
}

async function carryOut(work: UndoWork, card: UndoCard, decision: UndoDecision): Promise<void> {
  const { context, click, respond } = work;
  switch (decision.kind) {
    case 'describe':
      context.auditLog.record({ ...toFacts(work, card), outcome: 'already_decided' });
      return respond(describeUndo(card.record));
    case 'refuse':
      return refuseClick(work, decision.refusal, card);
    case 'expire': {
      const current = await expireUndo(context, card);
      return current && current.record.state !== 'expired'
        ? respond(describeUndo(current.record))
        : refuseClick(work, refuse('expired'), card);
    }
    case 'redraw': {
      const { plan } = decision;
      const { problem: _problem, ...rest } = card.record;
      const lasting = renderUndoPlan(plan, await readStory(context, plan));
      await context.undo.cards.write(card, { ...rest, ...recordUndoPlan(plan) }, lasting);
      const what = 'The clone or its DNS has changed since the card was drawn.';
      return refuseClick(work, refuse('stale_plan', { what }), card);
    }
    case 'approve':
      return approveUndo(context, card, { plan: decision.plan, approver: click.userId }, respond);
    case 'cancel':
      return cancelUndo(work, card);
    case 'restore':
      return restoreClone(work, card);
    case 'ask':
      throw new Error('a click cannot end with a question');
    default:
      decision satisfies never;
  }
}

/** The thread records the cancel first. It counts unless an approval was recorded at the same moment. */
async function cancelUndo(work: UndoWork, card: UndoCard): Promise<void> {
  const { context, click, respond } = work;
  const { cards } = context.undo;
  const posted = await cards.say(card, {
    text: `${mention(click.userId)} cancels the undo of ${code(card.record.distribution)}.`,
    metadata: buildUndoMark(click.userId, 'cancelled'),
  });
  const settled = await readUndoSettled(context, card);
  const marks = settled.ok ? readUndoMarks(settled.thread) : undefined;
  if (!settled.ok || marks?.cancels.length === 0) {
    const refusal = refuse('slack_failed', { what: 'Slack did not record the cancel.', next: 'Press Cancel again.' });
    return refuseClick(work, refusal, card);
  }
  const isTooLate = settled.record.state !== 'pending' || (marks?.approvals.length ?? 0) > 0;
  if (isTooLate) {
    if (posted.ok && settled.record.state !== 'cancelled') await cards.deleteLine(card, posted.value.ts);
    context.auditLog.record({ ...toFacts(work, card), outcome: 'already_decided' });
    return respond(`Somebody decided at the same moment. ${describeUndo(settled.record)}`);
  }
  await cards.write(settled, { ...settled.record, state: 'cancelled', decided_by: click.userId, outcome: 'cancelled' });
  forgetUndoExpiry(context, card);
  context.auditLog.record({ ...toFacts(work, card), outcome: 'cancelled' });
}

async function restoreClone(work: UndoWork, card: UndoCard): Promise<void> {
  const { context, click, respond } = work;
  const { distribution } = card.record;
  const asked = await context.undo.askRestore(distribution, click.userId);
  // Without an answer the tag may be there. The next look tells.
  followUndoLater(context, distribution, card);
  if (!asked.ok) {
    const gone = asked.outcome === 'reference_not_found';
    return refuseClick(work, gone ? refuse('already_decided', { what: 'The clone is deleted already.' }) : asked, card);
  }
  if (asked.value === 'not_disabled') {
    context.auditLog.record({ ...toFacts(work, card), outcome: 'already_decided' });
    return respond(`There is nothing to restore. ${describeUndo(card.record)}`);
  }
  context.auditLog.record({ ...toFacts(work, card), outcome: 'approved' });
  await context.undo.cards.say(card, { text: `${mention(click.userId)} restores the clone ${code(distribution)}.` });
}

function refuseClick(work: UndoWork, refusal: Refusal, card?: UndoCard): Promise<void> {
  return replyWithRefusal(work.context, toFacts(work, card), refusal, work.respond, 'undo');
}

/** What the audit log says of the click. */
function toFacts({ context, kind, click }: UndoWork, card?: UndoCard) {
  const about = card ? toUndoFacts(card) : { command: 'undo', ...toPlaceFacts(context.bot, click) };
  if (kind === 'cancel') return { event: 'cancel' as const, ...about, canceller: click.userId };
  return { event: kind === 'restore' ? ('restore' as const) : ('approval' as const), ...about, approver: click.userId };
}
