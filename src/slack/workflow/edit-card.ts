// Edit: draws the same card with an edited request and a new plan. Earlier decisions do not count any more. As with every
// decision, the thread says it first, and the card is read again once nothing that others wrote can be missing.
import { toReason } from '../../clone/reason.js';
import type { Result } from '../../clone/result.js';
import type { Facts } from '../../observability/audit-log.js';
import { toCardFacts } from '../card/log-facts.js';
import { keyOf, type Place } from '../card/place.js';
import type { recordPlan } from '../card/plan-record.js';
import { type CardRecord, expiredEventType, hashAccount, readMark } from '../card/record.js';
import type { Card } from '../card/repository.js';
import type { Answer } from '../client/web-api.js';
import type { SlackContext } from '../context.js';
import type { Operator } from '../identity.js';
import { code, mention } from '../mrkdwn.js';
import { type Refusal, refuse, type SlackOutcome } from '../outcomes.js';
import { recordRefusal } from '../reply-with-refusal.js';
import { toWatchWindowMs } from './channel-watch.js';
import { isBeingEdited } from './decide.js';
import { refuseEdit } from './decide-edit.js';
import { buildDecisionMark, buildEditMark, readDecisionMarks } from './decision-marks.js';
import { forgetExpiry } from './expire.js';
import { lookForDuplicatesLater } from './note-duplicates.js';
import { readSettled, settleMs } from './read-settled.js';
import { expireLater, type RecoveryContext } from './recover.js';
import { remindLater } from './remind.js';
import type { RequestResult } from './request-clone.js';

export type EditContext = RecoveryContext & Pick<SlackContext, 'access' | 'policy'>;

export interface EditCommand {
  readonly place: Place;
  /** The digest and the revision of the card that the editor saw. */
  readonly seen: { readonly digest: string; readonly revision: number };
  readonly reason: string | undefined;
  readonly userId: string;
  readonly work: EditWork;
}

/** What is edited: a request for one clone, or for several. */
export interface EditWork {
  /** Whether a card that this person edited says what the form says. */
  readonly isAsWanted: (record: CardRecord) => boolean;
  readonly plan: (card: Card, now: Date) => Promise<Result<EditedPlan, SlackOutcome>>;
}

export interface EditedPlan {
  /** What the record of the card takes from it. */
  readonly about: Omit<ReturnType<typeof recordPlan>, 'fields'> & Partial<CardRecord>;
  /** What the audit log says of it. */
  readonly facts: Facts;
  /** Draws the card with the edited request. `card`: with its thread as it was read a moment ago. */
  readonly draw: (card: Card, record: CardRecord) => Promise<Answer<undefined>>;
  /** What is asked for now, and what was before; mrkdwn. */
  readonly describe: (before: Card, after: CardRecord) => readonly string[];
}

/** Milliseconds from the mark in the thread within which the card has to be drawn. Later, approvals count again. */
const maxEditMs = 20_000;
/** Milliseconds after the drawing at which the edit looks whether a late approval wrote over it. */
const looksMs = [settleMs, 15_000, 40_000];

export function editCard(context: EditContext, command: EditCommand): Promise<RequestResult> {
  const { cardMutex } = context.concurrency;
  return cardMutex.runExclusive(keyOf(command.place), () => editNow(context, command));
}

async function editNow(context: EditContext, command: EditCommand): Promise<RequestResult> {
  const { place, userId } = command;
  const watch = context.auditLog.startWatch();
  const [card, person, channel] = await Promise.all([
    context.cards.read(place.channel, place.ts),
    watch.time('identity', context.access.identify(userId, context.policy.allowedGroups)),
    watch.time('channel', context.access.checkChannel(place.channel)),
  ]);
  const toFacts = () => {
    const facts = card.ok ? toCardFacts(card) : { channel: place.channel };
    return { event: 'edit', ...facts, editor: userId, milliseconds: watch.read() } as const;
  };
  const refuseWith = (refusal: Refusal): RequestResult => {
    recordRefusal(context, toFacts(), refusal);
    return { kind: 'refused', refusal };
  };
  if (!card.ok) return refuseWith(card);
  if (!person.ok) return refuseWith(person);
  if (!channel.ok) return refuseWith(channel);
  if (isAsWanted(card.record, command)) return { kind: 'posted', permalink: card.permalink };
  const now = context.clock.now();
  const old = refuseOldCard(context, card);
  const refusal = old ?? refuseEdit({ record: card.record, marks: readDecisionMarks(card), now, seen: command.seen });
  if (refusal) return refuseWith(refusal);

  const plan = await watch.time(
    'plan',
    context.concurrency.planLimit(() => command.work.plan(card, now)),
  );
  if (!plan.ok) return refuseWith(plan);
  const { about } = plan.value;
  const isSame =
    about.digest === card.record.digest &&
    about.lines_left_out === card.record.lines_left_out &&
    toReason(command.reason) === card.record.reason;
  if (card.record.state === 'pending' && isSame) {
    return refuseWith(refuse('invalid_request', { what: 'The form and the card say the same.' }));
  }
  const edited = await drawEdited(context, card, { command, person: person.value, plan: plan.value });
  if (edited) return refuseWith(edited);
  context.auditLog.record({ ...toFacts(), ...plan.value.facts, outcome: 'edited' });
  return { kind: 'posted', permalink: card.permalink };
}

/** A form that is delivered twice finds its edit done. */
function isAsWanted(record: CardRecord, { work, reason, userId }: EditCommand): boolean {
  return (
    record.state === 'pending' &&
    record.edited_by === userId &&
    record.reason === toReason(reason) &&
    work.isAsWanted(record)
  );
}

interface Edit {
  readonly command: EditCommand;
  readonly person: Operator;
  readonly plan: EditedPlan;
}

/** Undefined once the card is drawn. */
async function drawEdited(context: EditContext, card: Card, edit: Edit): Promise<Refusal | undefined> {
  const { seen, userId } = edit.command;
  const revision = 1 + Math.max(seen.revision, ...readDecisionMarks(card).edits.map((mark) => mark.revision));
  const { domain, reference } = card.record;
  const startedAt = context.clock.now().getTime();
  const posted = await context.cards.say(card, {
    text: `${mention(userId)} is editing the request for ${code(domain)} from ${code(reference)}.`,
    metadata: buildEditMark(userId, 'editing', revision),
  });
  if (!posted.ok)
    return refuse('slack_failed', { what: 'Slack did not record the edit.', next: 'Send the form again.' });
  const mark = posted.value.ts;
  const withdraw = async (refusal: Refusal): Promise<Refusal> => {
    await context.cards.deleteLine(card, mark);
    return refusal;
  };
  const current = await readSettled(context, card);
  if (!current.ok) return withdraw(current);
  const now = context.clock.now();
  const marks = readDecisionMarks(current);
  const refusal = refuseEdit({ record: current.record, marks, now, seen, ownMark: mark });
  if (refusal) return withdraw(refusal);
  const isLate = now.getTime() - startedAt > maxEditMs;
  const record = buildEdited(context, current.record, edit, revision);
  const written = isLate ? undefined : await edit.plan.draw(current, record);
  if (!written?.ok) {
    return withdraw(
      refuse('slack_failed', { what: 'Slack did not take the edited card.', next: 'Send the form again.' }),
    );
  }
  forgetExpiry(context, card);
  expireLater(context, card, record);
  remindLater(context, card, record);
  lookForDuplicatesLater(context, card.channel);
  await sayEdited(context, current, { record, mark, editor: userId, plan: edit.plan });
  lookAfterEdit(context, { ...current, record }, edit.plan);
  return undefined;
}

function buildEdited(
  { clock, policy }: Pick<EditContext, 'clock' | 'policy'>,
  before: CardRecord,
  { command, person, plan }: Edit,
  revision: number,
): CardRecord {
  const {
    decided_by: _decider,
    decider_name: _name,
    comment: _comment,
    outcome: _outcome,
    attempt: _attempt,
    attempt_at: _at,
    ...rest
  } = before;
  const nowMs = clock.now().getTime();
  return {
    ...rest,
    ...plan.about,
    state: 'pending',
    reason: toReason(command.reason),
    revision,
    edited_by: command.userId,
    editor_account: hashAccount(before.request, person.username),
    waiting_since: Math.floor(nowMs / 1_000),
    expires_at: Math.floor((nowMs + policy.approvalTtlMs) / 1_000),
  };
}

/** The mark says what was edited. A line that says that the card expired is not the last word any more. */
async function sayEdited(
  { slack }: Pick<EditContext, 'slack'>,
  before: Card,
  {
    record,
    mark,
    editor,
    plan,
  }: { readonly record: CardRecord; readonly mark: string; readonly editor: string; readonly plan: EditedPlan },
): Promise<void> {
  const { channel } = before;
  const asked = editor === record.requested_by ? '' : ` Requested by ${mention(record.requested_by)}.`;
  await slack.update({
    channel,
    ts: mark,
    text: `${mention(editor)} edited the request: ${describeEdit(before.record, record, plan.describe(before, record))}. The card shows the new plan and waits for a new decision. Earlier decisions do not count any more.${asked}`,
    metadata: buildEditMark(editor, 'edited', record.revision ?? 1),
  });
  for (const message of before.thread) {
    const expired = readMark(message, expiredEventType);
    if (!expired || !message.ts || message.text === undefined) continue;
    const metadata = buildDecisionMark(expired.by, 'superseded');
    await slack.update({ channel, ts: message.ts, text: message.text, metadata });
  }
}

/** Who reads it wants to know what is asked for now, and what was before. */
export function describeEdit(before: CardRecord, after: CardRecord, moved: readonly string[]): string {
  const reason = before.reason === after.reason ? [] : [after.reason ? `reason ${code(after.reason)}` : 'no reason'];
  const changes = [...moved, ...reason];
  return changes.length > 0 ? changes.join(', ') : 'the same as before';
}

/** A late approval withdraws, and may leave what it wrote over the card. */
function lookAfterEdit(context: EditContext, edited: Card, plan: EditedPlan): void {
  const { scheduler, backgroundTasks, cardMutex } = context.concurrency;
  const look = () => cardMutex.runExclusive(keyOf(edited), () => drawAgain(context, edited, plan));
  for (const waitMs of looksMs) {
    const at = new Date(context.clock.now().getTime() + waitMs);
    scheduler.schedule(`edit:${keyOf(edited)}:${waitMs}`, at, () =>
      backgroundTasks.start('edit', look, async () => undefined),
    );
  }
}

async function drawAgain(context: EditContext, edited: Card, plan: EditedPlan): Promise<void> {
  const card = await context.cards.read(edited.channel, edited.ts);
  if (!card.ok || !isWrittenOver(card, edited.record, context.clock.now())) return;
  // What the card says now does not count, so it is no state to go on from.
  await plan.draw({ ...edited, thread: card.thread }, edited.record);
  expireLater(context, edited, edited.record);
}

function isWrittenOver({ record, thread }: Card, { revision }: CardRecord, now: Date): boolean {
  // A cancel that came after the edit counts.
  const marks = readDecisionMarks({ record: { revision }, thread });
  if (marks.cancels.length > 0) return false;
  // A later edit looks after the card itself.
  const isLatest = marks.edits.every((mark) => mark.revision <= (revision ?? 0));
  return isLatest && marks.approvals.length === 0 && isBeingEdited(record, marks, now);
}

/** The bot does not look back for ever at a start, so nobody would take up a very old card. An edited card lives anew. */
function refuseOldCard(context: EditContext, { ts }: Card): Refusal | undefined {
  const ageMs = context.clock.now().getTime() - Number(ts) * 1_000;
  if (ageMs <= toWatchWindowMs(context) - context.policy.approvalTtlMs) return undefined;
  return refuse('expired', { what: 'This card is too old to be edited.', next: 'Type `/cf-clone` for a new request.' });
}
