// Creates the distribution of one line of a card of several clones. What AWS answers becomes the line's new state.
import { toLineReference } from '../../../clone/batch.js';
import { listGrants } from '../../../clone/grants.js';
import type { ClonePlan } from '../../../clone/plan.js';
import type { CreatedClone } from '../../../clone/ports.js';
import type { PrepareClone } from '../../../clone/prepare-clone.js';
import type { Result } from '../../../clone/result.js';
import { planDnsRecord } from '../../../clone/steps.js';
import { retry } from '../../../concurrency/retry.js';
import { describeRefusal } from '../../../messages/refusal.js';
import { type BatchLine, cutReason, maxGrantsChars } from '../../card/batch-lines.js';
import { toCardFacts } from '../../card/log-facts.js';
import type { Card } from '../../card/repository.js';
import { slackTexts } from '../../messages.js';
import { type Refusal, refuse } from '../../outcomes.js';
import type { CloningContext } from '../create-clone.js';
import { areListsSettled } from '../look-later.js';
import { passingOutcomes } from '../passing-outcomes.js';
import { prepareAgain } from '../prepare-again.js';

export interface LineWork {
  readonly approver: string;
  /** The plan that was approved a moment ago; without one it is made again. */
  readonly plan: ClonePlan | undefined;
  readonly prepare: PrepareClone;
  /** The create may have been sent before. */
  readonly wasSentBefore: boolean;
  /** Whether another process may have sent it at the same moment. */
  readonly mayBeSentElsewhere: () => Promise<boolean>;
}

/** CloudFront limits creates; its figure is not published. Milliseconds before each further try. */
const throttlePausesMs = [2_000, 4_000, 8_000, 16_000, 30_000, 30_000];

export async function createLine(
  context: CloningContext,
  card: Card,
  line: BatchLine,
  work: LineWork,
): Promise<BatchLine> {
  const askedZone = context.dns.isZoneTop(line.domain).catch(() => false);
  const result = await retry(() => send(context, card, line, work), {
    delaysMs: throttlePausesMs,
    isRetryable: (answer) => !answer.ok && answer.outcome === 'throttled' && answer.created === 'nothing',
    pause: context.clock.pause,
  });
  const facts = { ...toCardFacts(card), domain: line.domain, origin: line.origin, approver: work.approver };
  if (!result.ok) {
    const { outcome, created, awsRequestId } = result;
    context.auditLog.record({ event: 'create', outcome, ...facts, awsRequestId });
    const why = cutReason(describeRefusal(result, slackTexts, 'read').what);
    return { ...toOpen(line), state: created === 'nothing' ? 'failed' : 'unknown', outcome, why };
  }
  const { distribution, madeBy, awsRequestId } = result.value;
  const about = { ...facts, distribution: distribution.id, madeBy, awsRequestId };
  context.auditLog.record({ event: 'create', outcome: 'cloned', ...about });
  return toCreated(line, result.value, await askedZone, context.clock.now());
}

/** What was known of an earlier try does not count any more. */
export function toOpen({ domain, origin, certificate, digest, state }: BatchLine): BatchLine {
  return { domain, origin, certificate, digest, state };
}

function toCreated(line: BatchLine, { distribution }: CreatedClone, isZoneTop: boolean, now: Date): BatchLine {
  const { isApex, types } = planDnsRecord(line.domain, distribution, isZoneTop);
  const hosts = [...new Set(listGrants(distribution.config, distribution.arn).map(({ host }) => host))];
  const grants = hosts.filter((_host, index) => hosts.slice(0, index + 1).join(' ').length <= maxGrantsChars).join(' ');
  return {
    ...toOpen(line),
    state: 'created',
    distribution: distribution.id,
    distribution_domain: distribution.domainName,
    dns: !isApex ? 'CNAME' : types.length > 1 ? 'A AAAA' : 'A',
    ...(grants === '' ? {} : { grants }),
    created_at: Math.floor(now.getTime() / 1_000),
  };
}

async function send(
  context: CloningContext,
  card: Card,
  line: BatchLine,
  { approver, plan: approved, prepare, wasSentBefore, mayBeSentElsewhere }: LineWork,
): Promise<Result<CreatedClone, Refusal['outcome']>> {
  const plan = approved
    ? { ok: true as const, value: approved }
    : await prepareAgain(
        context,
        { ...card.record, domain: line.domain, origin: line.origin },
        { mayHoldAlias: wasSentBefore, prepare },
      );
  if (plan.ok && plan.value.digest === line.digest) {
    return context.cloning.execute(plan.value, {
      callerReference: toLineReference(card.callerReference, line.domain),
      approvedBy: approver,
      card: card.permalink,
      reason: card.record.reason,
      wasSentBefore,
      mayBeSentElsewhere,
    });
  }
  const refusal = plan.ok
    ? refuse('stale_plan', {
        what: 'The plan has changed since the approval.',
        next: 'Ask for this domain again, on a new card.',
      })
    : plan;
  return wasSentBefore ? findEarlier(context, card, line, refusal) : refusal;
}

/** The same create cannot be sent again, so the lists of AWS have to tell. They are believed after some minutes. */
async function findEarlier(
  { cloning, clock }: CloningContext,
  card: Card,
  { domain }: BatchLine,
  refusal: Refusal,
): Promise<Result<CreatedClone, Refusal['outcome']>> {
  const found = await cloning.findClone(domain, toLineReference(card.callerReference, domain));
  if (found.ok && found.value) return { ok: true, value: { distribution: found.value, madeBy: 'earlier' } };
  const isPassing = passingOutcomes.has(refusal.outcome);
  if (found.ok && !isPassing && areListsSettled(card, clock.now())) return refusal;
  return { ...refusal, outcome: 'unknown_result', created: 'unknown' };
}
