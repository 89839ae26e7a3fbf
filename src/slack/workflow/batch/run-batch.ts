// Creates the distributions of a card of several clones, a few at a time. Before a create is sent, the thread says that it
// may be sent. So whoever takes the card over knows which lines may exist, and sends exactly the same creates again.
import type { ClonePlan } from '../../../clone/plan.js';
import { mapConcurrently } from '../../../concurrency/map-concurrently.js';
import type { BatchLine } from '../../card/batch-lines.js';
import type { Card } from '../../card/repository.js';
import type { CloningContext } from '../create-clone.js';
import { readDecisionMarks } from '../decision-marks.js';
import { readSettled } from '../read-settled.js';
import { createLine, toOpen } from './create-line.js';
import { createLineBoard, type LineBoard } from './line-board.js';

export interface BatchRun {
  readonly approver: string;
  /** The plans that were approved a moment ago, by domain. What is missing is planned again. */
  readonly plans: ReadonlyMap<string, ClonePlan>;
  /** Lines that failed are tried again. */
  readonly isRetry: boolean;
  /** How often lines whose result is unknown were asked about again by themselves. */
  readonly looks: number;
}

/** Nothing is left to send. `card`: as it was read a moment ago. */
export interface FinishedRun {
  readonly card: Card;
  readonly board: LineBoard;
  readonly run: BatchRun;
}

/** So many creates are under way at the same time. */
const maxConcurrentCreates = 5;

/** Milliseconds between two edits of the card. Slack allows about 50 edits a minute (tier 3), and the replies need most. */
const cardIntervalMs = 5_000;

/**
 * `card` carries the attempt of this process. If Slack stops answering, the card is left as it is: the next look at the
 * channel takes it over.
 */
export async function runBatch(context: CloningContext, card: Card, run: BatchRun): Promise<FinishedRun | undefined> {
  const board = createLineBoard(context, card);
  if (run.isRetry) reopenFailed(board);
  const prepare = context.cloning.createPrepareLines();
  const done = new Set<string>();
  // The approval has just drawn it.
  let drawnAt = context.clock.now().getTime();
  for (;;) {
    const current = await readOwn(context, card);
    if (!current) return undefined;
    board.learn(current.thread);
    const { cancels, stops } = readDecisionMarks(current);
    const isStopped = cancels.length + stops.length > 0;
    // The lines of one reply are begun together, because that takes one edit.
    const group = board
      .linesByReply()
      .map((lines) => lines.filter((line) => !done.has(line.domain) && isDue(line, isStopped)))
      .find((lines) => lines.length > 0);
    if (!group) return { card: current, board, run };
    for (const line of group) board.set({ ...toOpen(line), state: 'sending' });
    if (!(await board.writeReplies())) return undefined;
    const nowMs = context.clock.now().getTime();
    if (nowMs - drawnAt >= cardIntervalMs) {
      if (!(await board.write({ attempt_at: Math.floor(nowMs / 1_000) }))) return undefined;
      drawnAt = nowMs;
    }
    const create = (line: BatchLine): Promise<BatchLine> => {
      const wasSentBefore = line.state !== 'planned';
      return createLine(context, card, line, {
        approver: run.approver,
        plan: wasSentBefore ? undefined : run.plans.get(line.domain),
        prepare,
        wasSentBefore,
        mayBeSentElsewhere: () => isTakenOver(context, card),
      });
    };
    for await (const made of mapConcurrently(group, maxConcurrentCreates, create)) {
      board.set(made);
      done.add(made.domain);
    }
  }
}

/** What may have been sent is always carried out, because only CloudFront's answer tells what became of it. */
function isDue({ state }: BatchLine, isStopped: boolean): boolean {
  return state === 'sending' || state === 'unknown' || (state === 'planned' && !isStopped);
}

function reopenFailed(board: LineBoard): void {
  for (const line of board.lines()) if (line.state === 'failed') board.set({ ...toOpen(line), state: 'planned' });
}

/** The card, as long as this process is the one that works on it. */
async function readOwn(context: CloningContext, card: Card): Promise<Card | undefined> {
  const isOwn = (found: Card) => found.record.state === 'cloning' && found.record.attempt === card.record.attempt;
  const current = await context.cards.read(card.channel, card.ts);
  if (current.ok && isOwn(current)) return current;
  // What this process wrote a moment ago may not be readable yet.
  const settled = await readSettled(context, card);
  return settled.ok && isOwn(settled) ? settled : undefined;
}

async function isTakenOver(context: CloningContext, card: Card): Promise<boolean> {
  const settled = await readSettled(context, card);
  // What another replica did cannot be ruled out while Slack does not answer.
  return !settled.ok || settled.record.attempt !== card.record.attempt;
}
