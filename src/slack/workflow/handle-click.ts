// The steps of a click on Approve, Retry, or Cancel: own workspace → card → person, plan, and channel → decide → carry
// out.

import type { ClonePlan } from '../../clone/plan.js';
import type { Result } from '../../clone/result.js';
import { toPlanFacts } from '../card/log-facts.js';
import { isBatch } from '../card/record.js';
import type { Card } from '../card/repository.js';
import type { Respond } from '../client/respond.js';
import type { Operator } from '../identity.js';
import { refuse, type SlackOutcome } from '../outcomes.js';
import { listMemberGroups } from '../policy.js';
import { approveCard } from './approve-card.js';
import { createBatchWork } from './batch/approve-batch.js';
import { stopBatch } from './batch/stop-batch.js';
import { cancelCard, finishEarlierCancel } from './cancel.js';
import { type Click, isFromAnotherWorkspace } from './click.js';
import {
  type ClickContext,
  type ClickKind,
  type ClickWork,
  type PlannedWork,
  refuseClick,
  toFacts,
} from './click-work.js';
import { createClone } from './create-clone.js';
import { type Decision, type Digested, decide } from './decide.js';
import { readDecisionMarks } from './decision-marks.js';
import { describeCardNow } from './describe-decision.js';
import { expireCard } from './expire.js';
import { checkAliasHolder, findEarlierClone } from './find-earlier-clone.js';
import { lookForDuplicatesLater } from './note-duplicates.js';
import { prepareAgain } from './prepare-again.js';
import { readClicked } from './read-settled.js';
import { redrawCard } from './redraw.js';

export async function handleClick(
  context: ClickContext,
  kind: ClickKind,
  click: Click,
  respond: Respond,
): Promise<void> {
  const work = { context, kind, click, respond, watch: context.auditLog.startWatch() };
  if (isFromAnotherWorkspace(click, context.bot)) return refuseClick(work, refuse('not_our_workspace'));
  // The person is checked while the card is read.
  const identifying = identifyPerson(work);
  const card = await readClicked(context, click);
  if (!card.ok) return refuseClick(work, card);
  const decideAs = <Plan extends Digested>(planned: PlannedWork<Plan>) =>
    decideAndCarryOut(work, card, identifying, planned);
  return isBatch(card.record) ? decideAs(createBatchWork(work, card)) : decideAs(createSingleWork(work, card));
}

function createSingleWork(work: ClickWork, card: Card): PlannedWork<ClonePlan> {
  const { context, click, watch, respond } = work;
  const { userId: approver, userName: approverName, comment } = click;
  const approval = { approver, toFacts: () => toFacts(work, card) };
  return {
    plan: (isRepeat) => prepareAgain(context, card.record, { mayHoldAlias: isRepeat }),
    redraw: (plan) => redrawCard(context, card, { plan, approver }, respond),
    checkAlias: (refusal) => checkAliasHolder(context, card, refusal, approval, respond),
    find: (reason) => findEarlierClone(context, card, reason, approval, respond),
    async create(plan, isRepeat) {
      const create = (current: Card, mark: string) =>
        createClone(context, current, { plan, approver, marks: [mark], isRepeat }, respond);
      const approved = { digest: plan.digest, isRepeat, facts: toPlanFacts(plan), create };
      await approveCard(context, card, approved, { approver, approverName, comment, watch }, respond);
      return lookForDuplicatesLater(context, card.channel);
    },
  };
}

async function decideAndCarryOut<Plan extends Digested>(
  work: ClickWork,
  card: Card,
  identifying: Promise<Result<Operator, SlackOutcome>>,
  planned: PlannedWork<Plan>,
): Promise<void> {
  return carryOut(work, card, await decideClick(work, card, identifying, planned), planned);
}

function identifyPerson({ context, kind, click, watch }: ClickWork): Promise<Result<Operator, SlackOutcome>> {
  const groups = kind === 'cancel' ? listMemberGroups(context.policy) : context.policy.approverGroups;
  const identifying = watch.time('identity', context.access.identify(click.userId, groups));
  // Not awaited when the card alone decides: a fault of it must not end the process.
  identifying.catch(() => undefined);
  return identifying;
}

/** The card alone decides, or the card together with the person, the channel, and the plan as they are now. */
async function decideClick<Plan extends Digested>(
  { context, kind, click, watch }: ClickWork,
  card: Card,
  identifying: Promise<Result<Operator, SlackOutcome>>,
  planned: Pick<PlannedWork<Plan>, 'plan'>,
): Promise<Decision<Plan>> {
  const { userId, value: digest } = click;
  const decideWith = (more: { person?: Result<Operator, SlackOutcome>; plan?: Result<Plan> }): Decision<Plan> =>
    decide<Plan>({
      trigger: kind === 'cancel' ? { kind, userId } : { kind, userId, digest },
      record: card.record,
      marks: readDecisionMarks(card),
      now: context.clock.now(),
      requireSecondPerson: context.policy.requireSecondPerson,
      ...more,
    });
  const decision = decideWith({});
  if (decision.kind !== 'ask') return decision;
  if (kind === 'cancel') return decideWith({ person: await identifying });
  // The plan is made while the person is checked. Nothing is done before both have answered.
  const planning = planned.plan(decision.isRepeat);
  // The channel may have become shared with another organisation, which would see the result.
  const checking = context.access.checkChannel(click.channel);
  const [person, plan, channel] = await Promise.all([
    identifying,
    watch.time('plan', planning),
    watch.time('channel', checking),
  ]);
  if (person.ok && !channel.ok) return { kind: 'refuse', refusal: channel };
  return decideWith({ person, plan });
}

/** One line for each decision. The file of each subject does the work. */
async function carryOut<Plan extends Digested>(
  work: ClickWork,
  card: Card,
  decision: Decision<Plan>,
  planned: PlannedWork<Plan>,
): Promise<void> {
  const { context, click, watch, respond } = work;
  const { userId, userName, comment } = click;
  switch (decision.kind) {
    case 'describe':
      return describeCard(work, card);
    case 'refuse':
      return refuseClick(work, decision.refusal, card);
    case 'expire': {
      const current = await expireCard(context, card);
      return current.record.state === 'expired'
        ? refuseClick(work, refuse('expired'), card)
        : describeCard(work, current);
    }
    case 'cancel':
      return cancelCard(context, card, { canceller: userId, cancellerName: userName, comment, watch }, respond);
    case 'finish-cancel':
      return finishEarlierCancel(context, card, { approver: userId }, respond);
    case 'stop':
      return stopBatch(context, card, { by: userId, comment, watch }, respond);
    case 'redraw':
      return planned.redraw(decision.plan);
    case 'check-alias':
      return planned.checkAlias(decision.refusal);
    case 'create':
      return planned.create(decision.plan, decision.isRepeat);
    case 'find':
      return planned.find(decision.reason);
    case 'ask':
    case 'reopen':
    case 'none':
      throw new Error(`a click cannot end with ${decision.kind}`);
    default:
      decision satisfies never;
  }
}

/** Somebody decided earlier: the answer says what became of the card. */
function describeCard(work: ClickWork, card: Card): Promise<void> {
  work.context.auditLog.record({ ...toFacts(work, card), outcome: 'already_decided' });
  return work.respond(describeCardNow(card));
}
