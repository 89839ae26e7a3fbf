// Approve and Retry on a card of several clones: all lines are planned again, and one approval covers exactly the lines that
// the card and its thread show.
import { type BatchPlan, planBatch } from '../../../clone/batch.js';
import type { ClonePlan } from '../../../clone/plan.js';
import type { Result } from '../../../clone/result.js';
import { areLinesComplete, type BatchLine, listCovered, readBatchLines } from '../../card/batch-lines.js';
import { listPlanned } from '../../card/batch-plan-blocks.js';
import { nameRequester, readMarks } from '../../card/plan-record.js';
import type { Card } from '../../card/repository.js';
import type { SlackContext } from '../../context.js';
import { type Refusal, refuse } from '../../outcomes.js';
import { approveCard } from '../approve-card.js';
import { type ClickWork, type PlannedWork, refuseClick } from '../click-work.js';
import { passingOutcomes } from '../passing-outcomes.js';
import { readSettled } from '../read-settled.js';
import { carryOutBatch } from './carry-out-batch.js';
import { redrawBatch } from './redraw-batch.js';

export function createBatchWork(work: ClickWork, found: Card): PlannedWork<BatchPlan> {
  const { context, kind, click, watch, respond } = work;
  const { userId: approver, userName: approverName, comment } = click;
  let card = found;
  let lines = readBatchLines(card.thread, card.record);
  return {
    async plan() {
      if (!areLinesComplete(lines, card.record)) {
        // The last replies may not be readable yet.
        const settled = await readSettled(context, card);
        if (settled.ok && settled.record.digest === card.record.digest) {
          card = settled;
          lines = readBatchLines(card.thread, card.record);
        }
      }
      // A retry plans each line that it carries out, and a line whose plan has changed fails alone.
      if (kind === 'retry') return { ok: true, value: { lines: [], digest: card.record.digest } };
      return planAgain(context, card, lines);
    },
    async create(plan, isRepeat) {
      const missing = refuseMissing(card, lines);
      if (missing) return refuseClick(work, missing, card);
      if (!areLinesComplete(lines, card.record)) return redrawBatch(context, card, { plan, lines, approver }, respond);
      const plans = new Map(listPlanned(plan).map((one): [string, ClonePlan] => [one.domain, one]));
      const create = (current: Card) =>
        carryOutBatch(context, current, { approver, plans, isRetry: kind === 'retry', looks: 0 });
      const approved = { digest: card.record.digest, isRepeat, facts: { digest: plan.digest }, create };
      return approveCard(context, card, approved, { approver, approverName, comment, watch }, respond);
    },
    redraw(plan) {
      const missing = refuseMissing(card, lines);
      if (missing) return refuseClick(work, missing, card);
      return redrawBatch(context, card, { plan, lines, approver }, respond);
    },
    checkAlias: (refusal) => refuseClick(work, refusal, card),
    async find(reason) {
      if (!reason.ok) return refuseClick(work, { ...reason, created: 'unknown' }, card);
      // A retry never ends here: it has the digest of the card.
      throw new Error('the lines of a card are found one by one');
    },
  };
}

/** Somebody took a reply out of the thread: nobody can tell what the card stands for. */
function refuseMissing({ record }: Card, lines: readonly BatchLine[]): Refusal | undefined {
  const shown = listCovered(lines).length;
  if (shown === record.lines) return undefined;
  return refuse('stale_plan', {
    what: `This card stands for ${record.lines} lines, and its thread shows ${shown}.`,
    next: 'Cancel this card and ask again for a new one.',
  });
}

/** A refusal where no line can be cloned any more, or where AWS did not say it of each. */
async function planAgain(
  { cloning, clock }: Pick<SlackContext, 'cloning' | 'clock'>,
  { record }: Card,
  lines: readonly BatchLine[],
): Promise<Result<BatchPlan>> {
  const plan = await planBatch(cloning.createPrepareLines(), {
    lines: listCovered(lines).map(({ domain, origin }) => ({ domain, origin })),
    reference: { by: 'id', id: record.reference },
    requestedBy: nameRequester(record),
    now: clock.now(),
    shown: readMarks(record),
  });
  const refusals = plan.lines.flatMap(({ plan: one }) => (one.ok ? [] : [one]));
  // AWS may say later what it did not say now, so no line is left out for that.
  const passing = refusals.find(({ outcome }) => passingOutcomes.has(outcome));
  if (passing) return passing;
  const [refusal] = refusals;
  return refusal && listPlanned(plan).length === 0 ? refusal : { ok: true, value: plan };
}
