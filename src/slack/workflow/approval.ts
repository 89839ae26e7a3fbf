// Records an approval on the card and in its thread before the create is sent, and takes it back when it does not count.
import { randomUUID } from 'node:crypto';
import { type CardRecord, hasClone } from '../card/record.js';
import type { Card } from '../card/repository.js';
import type { Answer } from '../client/call.js';
import type { SlackContext } from '../context.js';
import { code, inBrackets, mention } from '../mrkdwn.js';
import type { Refusal } from '../outcomes.js';
import { buildDecisionMark, type DecisionMark, readDecisionMarks } from './decision-marks.js';
import { forgetExpiry } from './expire.js';
import { readSettled } from './read-settled.js';

export interface Approver {
  readonly approver: string;
  readonly approverName: string | undefined;
  /** What they wrote with it. */
  readonly comment?: string | undefined;
}

export interface RecordedApproval {
  /** The card as it was before, which is restored when the approval does not count. */
  readonly before: Card;
  /** The card as it was read after the approval was recorded. */
  readonly current: Card | Refusal;
  /** What this approval wrote to the card. */
  readonly record: CardRecord;
  /** Timestamp of the approval's line in the thread. Undefined where Slack did not take it. */
  readonly mark: string | undefined;
  readonly written: Answer<undefined>;
}

type ApprovalContext = Pick<SlackContext, 'cards' | 'slack' | 'concurrency' | 'clock'>;

/**
 * Writes `cloning` to the card and the approval to its thread, then reads both. A cancel leaves its mark before it looks
 * for approvals, and an approval leaves its mark before it looks for cancels, so at least one of two sees the other.
 */
export async function recordApproval(context: ApprovalContext, card: Card, who: Approver): Promise<RecordedApproval> {
  const { outcome: _earlier, ...rest } = card.record;
  const record: CardRecord = {
    ...rest,
    state: 'cloning',
    decided_by: who.approver,
    decider_name: who.approverName,
    comment: who.comment,
    ...buildAttempt(context.clock.now()),
  };
  const postLine = () =>
    context.cards.say(card, {
      text: describeApproval(record, who),
      metadata: buildDecisionMark(who.approver, 'approved', who.comment),
    });
  let [posted, written] = await Promise.all([postLine(), context.cards.write(card, record)]);
  forgetExpiry(context, card);
  // A line whose post was not answered may be there, and may not be readable yet.
  const isDoubtful = !posted.ok && posted.lost;
  let current = isDoubtful ? await readSettled(context, card) : await context.cards.read(card.channel, card.ts);
  if (isDoubtful && current.ok && !findNewMark(card, current, who.approver)) {
    posted = await postLine();
    current = await context.cards.read(card.channel, card.ts);
  }
  const mark = posted.ok ? posted.value.ts : current.ok ? findNewMark(card, current, who.approver)?.ts : undefined;
  return { before: card, current, record, mark, written };
}

function describeApproval(
  { domain, reference }: CardRecord,
  { approver, comment }: Pick<Approver, 'approver' | 'comment'>,
): string {
  return `Approved by ${mention(approver)}${inBrackets(comment)}: ${code(domain)} from reference ${code(reference)}.`;
}

/** Names who works on a card in state `cloning`, and since when. */
export function buildAttempt(now: Date): { readonly attempt: string; readonly attempt_at: number } {
  return { attempt: randomUUID(), attempt_at: Math.floor(now.getTime() / 1_000) };
}

/** A post whose answer was lost may have arrived all the same. */
function findNewMark(before: Card, current: Card, approver: string): DecisionMark | undefined {
  const known = new Set(readDecisionMarks(before).approvals.map(({ ts }) => ts));
  return readDecisionMarks(current).approvals.find(({ ts, by }) => by === approver && !known.has(ts));
}

/** Takes the approval out of the thread: no create was sent for it. */
export async function withdrawApproval(context: ApprovalContext, { before, mark }: RecordedApproval): Promise<void> {
  if (mark !== undefined) await context.cards.deleteLine(before, mark);
}

/** AWS refused the create of this approval: it is not waited for any more. */
export async function answerApproval(
  context: ApprovalContext,
  card: Card,
  { approver, mark }: { approver: string; mark: string | undefined },
): Promise<void> {
  if (mark === undefined) return;
  const { record } = card;
  const written = readDecisionMarks(card).approvals.find(({ ts }) => ts === mark);
  const comment = written ? written.comment : approver === record.decided_by ? record.comment : undefined;
  await context.slack.update({
    channel: card.channel,
    ts: mark,
    text: describeApproval(card.record, { approver, comment }),
    metadata: buildDecisionMark(approver, 'answered', comment),
  });
}

/** Whether somebody else approved the card and AWS has not answered yet. `ownMarks`: the lines of this attempt. */
export function hasOtherApproval(card: Pick<Card, 'thread'>, ownMarks: readonly string[]): boolean {
  return readDecisionMarks(card).approvals.some(({ ts }) => !ownMarks.includes(ts));
}

/** Whether somebody else approved the card, or went on with it, at the same moment. */
export function isTakenByOthers({ record, thread }: Card, own: CardRecord, ownMarks: readonly string[]): boolean {
  if (hasOtherApproval({ thread }, ownMarks) || hasClone(record)) return true;
  return record.state === 'cloning' && record.attempt !== own.attempt;
}
