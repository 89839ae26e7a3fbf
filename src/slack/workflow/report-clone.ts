// Reports a distribution that exists: in the thread, on the card, and at the least to the person who clicked.

import { readTag, tagKeys } from '../../clone/tags.js';
import type { Milliseconds } from '../../observability/timer.js';
import { toCardFacts } from '../card/log-facts.js';
import { postOnce } from '../card/post-once.js';
import type { Card } from '../card/repository.js';
import { type Outcome, renderResult } from '../card/thread-messages.js';
import type { Respond } from '../client/respond.js';
import { mention } from '../mrkdwn.js';
import { correctThread } from './thread-corrections.js';
import { type TrackedClone, type TrackingContext, trackLater } from './track-deployment.js';

/** A distribution that exists, as whoever made or found it knows it. */
export interface ReportedClone extends Outcome {
  /** AWS's request ID of the create, where this process heard its answer. */
  readonly awsRequestId?: string;
  readonly milliseconds?: Milliseconds;
}

export async function reportClone(
  context: TrackingContext,
  card: Card,
  made: ReportedClone,
  respond: Respond,
): Promise<void> {
  const { awsRequestId, milliseconds } = made;
  const facts = { ...toCardFacts(card), distribution: made.distribution.id, madeBy: made.madeBy };
  context.auditLog.record({
    event: 'create',
    outcome: 'cloned',
    ...facts,
    approver: made.approvedBy,
    awsRequestId,
    ...(milliseconds ? { milliseconds } : {}),
  });
  const watch = context.auditLog.startWatch();
  const outcome = made.madeBy === 'us' ? made : { ...made, approvedBy: await readApprover(context, made) };
  const care = made.madeBy === 'us' ? 'at once' : 'patiently';
  const posted = await watch.time(
    'report',
    postOnce(context.cards, card, renderResult(card, outcome), care, context.clock.pause),
  );
  const { distribution, approvedBy } = outcome;

  const before = made.madeBy === 'us' ? card : await context.cards.read(card.channel, card.ts);
  const isDone = before.ok && (before.record.state === 'cloned' || before.record.state === 'deployed');
  const clone: TrackedClone = {
    distribution: distribution.id,
    distribution_domain: distribution.domainName,
    decided_by: approvedBy,
    decider_name: approvedBy === card.record.decided_by ? card.record.decider_name : undefined,
    created_at: card.record.created_at ?? Math.floor(context.clock.now().getTime() / 1_000),
  };
  const written = isDone
    ? undefined
    : await context.cards.write(card, { ...card.record, ...clone, state: 'cloned', outcome: 'cloned' });
  if (made.madeBy === 'earlier' && before.ok) {
    await correctThread(context, { ...before, record: { ...before.record, ...clone, state: 'cloned' } });
  }
  trackLater(context, card, clone);

  const slackError = written && !written.ok ? written.error : undefined;
  const isComplete = posted && slackError === undefined;
  context.auditLog.record({
    event: 'report',
    outcome: isComplete ? 'reported' : 'slack_failed',
    ...facts,
    approver: approvedBy,
    slackError,
    milliseconds: watch.read(),
  });
  if (!isComplete) {
    await respond(`${renderResult(card, outcome).text} Slack did not take all of the report, so keep this message.`);
  } else if (made.madeBy === 'earlier' && approvedBy !== made.approvedBy) {
    await respond(
      `${mention(approvedBy)} approved this card at the same moment; there is one distribution, ${distribution.id}.`,
    );
  }
}

/** The approver whose create AWS took, as its tags say; the clicker where they cannot be read. */
async function readApprover(context: TrackingContext, { distribution, approvedBy }: Outcome): Promise<string> {
  const tags = await context.aws.distributions.readTags(distribution.arn);
  const value = tags.ok ? readTag(tags.value, tagKeys.approvedBy) : undefined;
  return value && /^[UW][A-Z0-9]+$/.test(value) ? value : approvedBy;
}
