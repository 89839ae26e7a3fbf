// The part of the record of a card of several clones that follows from the plans of its lines.
import type { BatchPlan } from '../../clone/batch.js';
import { type BatchLine, countLines } from './batch-lines.js';
import { listPlanned } from './batch-plan-blocks.js';
import { nameLines } from './clone-list.js';
import { recordPlan } from './plan-record.js';

/** Undefined where no line can be cloned. */
export function recordBatch(plan: BatchPlan, lines: readonly BatchLine[]) {
  const planned = listPlanned(plan);
  const [first] = planned;
  if (!first) return undefined;
  const names = (list: readonly string[]) => nameLines([...new Set(list)]);
  return {
    ...recordPlan(first),
    domain: nameLines(planned.map(({ domain }) => domain)),
    origin: names(planned.map(({ origin }) => origin)),
    certificate_name: names(planned.map(({ certificate }) => certificate.coveringName)),
    digest: plan.digest,
    copies: undefined,
    fields: undefined,
    ...countLines(lines),
  };
}
