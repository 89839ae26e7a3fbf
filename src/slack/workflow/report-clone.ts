// Reports a clone in the thread and on the card. If Slack does not take the report, the person who clicked gets it.

import { listGrantKinds } from '../../clone/grants.js';
import type { CreatedClone } from '../../clone/ports.js';
import { readTag, tagKeys } from '../../clone/tags.js';
import type { Milliseconds } from '../../observability/timer.js';
import { toCardFacts } from '../card/log-facts.js';
import { postOnce } from '../card/post-once.js';
import { hasClone } from '../card/record.js';
import type { Card } from '../card/repository.js';
import { renderResult } from '../card/thread-messages.js';
import type { Respond } from '../client/respond.js';
import { mention } from '../mrkdwn.js';
import { tellRequester } from './tell-requester.js';
import { correctThread } from './thread-corrections.js';
import { type TrackedClone, type TrackingContext, trackLater } from './track-deployment.js';

/** A clone of a card, and who approved it. */
export interface ApprovedClone extends CreatedClone {
  readonly approvedBy: string;
  readonly milliseconds?: Milliseconds;
  /** Whether the domain is the top of a zone, where DNS was asked while the clone was made. */
  readonly askedZone?: Promise<boolean>;
}

export async function reportClone(
  context: TrackingContext,
  card: Card,
  clone: ApprovedClone,
  respond: Respond,
): Promise<void> {
  const { awsRequestId, milliseconds } = clone;
  const facts = { ...toCardFacts(card), distribution: clone.distribution.id, madeBy: clone.madeBy };
  context.auditLog.record({
    event: 'create',
    outcome: 'cloned',
    ...facts,
    approver: clone.approvedBy,
    awsRequestId,
    ...(milliseconds ? { milliseconds } : {}),
  });
  const watch = context.auditLog.startWatch();
  const [approvedBy, isZoneTop] = await Promise.all([
    clone.madeBy === 'us' ? clone.approvedBy : readApprover(context, clone),
    clone.askedZone ?? context.dns.isZoneTop(card.record.domain),
  ]);
  const { distribution } = clone;
  const reported = { distribution, approvedBy, isZoneTop };
  const care = clone.madeBy === 'us' ? 'at once' : 'patiently';
  const line = renderResult(card, reported);
  const posted = await watch.time('report', postOnce(context.cards, card, line, care, context.clock.pause));
  if (posted === 'posted') tellRequester(context, card, { text: line.text, actor: approvedBy });

  const before = clone.madeBy === 'us' ? card : await context.cards.read(card.channel, card.ts);
  const isDone = before.ok && hasClone(before.record);
  const tracked: TrackedClone = {
    distribution: distribution.id,
    distribution_domain: distribution.domainName,
    decided_by: approvedBy,
    decider_name: approvedBy === card.record.decided_by ? card.record.decider_name : undefined,
    created_at: card.record.created_at ?? Math.floor(context.clock.now().getTime() / 1_000),
    grants: listGrantKinds(distribution.config).join(',') || undefined,
  };
  const written = isDone
    ? undefined
    : await context.cards.write(card, { ...card.record, ...tracked, state: 'cloned', outcome: 'cloned' });
  if (clone.madeBy === 'earlier' && before.ok) {
    await correctThread(context, { ...before, record: { ...before.record, ...tracked, state: 'cloned' } });
  }
  trackLater(context, card, tracked);

  const slackError = written && !written.ok ? written.error : undefined;
  const isComplete = posted !== 'failed' && slackError === undefined;
  context.auditLog.record({
    event: 'report',
    outcome: isComplete ? 'reported' : 'slack_failed',
    ...facts,
    approver: approvedBy,
    slackError,
    milliseconds: watch.read(),
  });
  if (!isComplete) {
    await respond(`${line.text} Slack did not take all of the report, so keep this message.`);
  } else if (clone.madeBy === 'earlier' && approvedBy !== clone.approvedBy) {
    await respond(
      `${mention(approvedBy)} approved this card at the same moment; there is one distribution, ${distribution.id}.`,
    );
  }
}

/** The approver whose create AWS took, as its tags say; the clicker where they cannot be read. */
async function readApprover(context: TrackingContext, { distribution, approvedBy }: ApprovedClone): Promise<string> {
  const tags = await context.aws.distributions.readTags(distribution.arn);
  const value = tags.ok ? readTag(tags.value, tagKeys.approvedBy) : undefined;
  return value && /^[UW][A-Z0-9]+$/.test(value) ? value : approvedBy;
}
