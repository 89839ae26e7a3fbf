// Looks again, later, for a distribution that a create with an unknown result may have made. Lists show it within
// minutes.

import { toCardFacts } from '../card/log-facts.js';
import { keyOf, type Place } from '../card/place.js';
import type { Card } from '../card/repository.js';
import type { Respond } from '../client/respond.js';
import type { SlackContext } from '../context.js';
import { readDecisionMarks } from './decision-marks.js';
import { reportClone } from './report-clone.js';
import type { TrackingContext } from './track-deployment.js';

type LookContext = TrackingContext & Pick<SlackContext, 'cloning'>;

/** Milliseconds before each look. */
const lookWaitsMs = [30_000, 120_000, 480_000, 1_920_000];

const toNobody: Respond = async () => undefined;

/** Milliseconds after an approval until the lists of AWS are believed to show what it created. */
const listLagMs = 300_000;

/** Whether a distribution that the card's approvals created would be in the lists of AWS by now. */
export function areListsSettled(card: Card, now: Date): boolean {
  const approvedAt = Number(readDecisionMarks(card).approvals.at(-1)?.ts ?? card.ts) * 1_000;
  return now.getTime() - approvedAt >= listLagMs;
}

/** Schedules the next look, unless one is scheduled. */
export function lookLater(context: LookContext, { channel, ts }: Place, tried = 0): void {
  const waitMs = lookWaitsMs[tried];
  const place = { channel, ts };
  const key = `look:${keyOf(place)}`;
  if (waitMs === undefined || context.concurrency.scheduler.count(key) > 0) return;
  context.concurrency.scheduler.schedule(key, new Date(context.clock.now().getTime() + waitMs), () =>
    context.concurrency.backgroundTasks.start(
      'look',
      () => context.concurrency.cardMutex.runExclusive(keyOf(place), () => look(context, place, tried)),
      async () => lookLater(context, place, tried + 1),
    ),
  );
}

async function look(context: LookContext, place: Place, tried: number): Promise<void> {
  const card = await context.cards.read(place.channel, place.ts);
  if (!card.ok) return lookLater(context, place, tried + 1);
  const { record } = card;
  if (record.state !== 'failed' && record.state !== 'cloning') return;
  const found = await context.cloning.findClone(record.domain, card.callerReference);
  if (!found.ok || !found.value) return lookLater(context, place, tried + 1);
  const approvedBy = record.decided_by ?? record.requested_by;
  context.auditLog.record({ event: 'resume', outcome: 'resumed', ...toCardFacts(card), approver: approvedBy });
  await reportClone(context, card, { distribution: found.value, approvedBy, madeBy: 'earlier' }, toNobody);
}
