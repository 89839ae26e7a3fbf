// Approve and Retry: the guard order of the design, then one distribution and one post.
import { explain, type Refusal, refuse } from '../clone/outcome.js';
import type { ClonePlan } from '../clone/plan.js';
import type { Distribution } from '../clone/ports.js';
import { renderMoves, renderPlan } from './card.js';
import { type Desk, nameRequester, recordPlan } from './desk.js';
import { type Click, describeDecision, isForeign, judgeCard } from './judgement.js';
import { code, escapeText, explainInSlack, mention } from './mrkdwn.js';
import type { CardRecord } from './record.js';
import { reportClone } from './report.js';
import { listMoves } from './snapshot.js';
import { type Card, findCancel } from './store.js';
import { type Whisper, whisperRefusal } from './whisper.js';

/**
 * Own workspace → card read afresh → still pending → in time → operator, asked now → not the own request → plan made
 * again, digest equal → card says cloning → nobody cancelled meanwhile → create → thread → card says cloned.
 */
export async function approve(desk: Desk, click: Click, wanted: 'pending' | 'failed', whisper: Whisper): Promise<void> {
  const log = desk.log.child({ channel: click.channel, card: click.ts, approver: click.userId });
  const stop = (refusal: Refusal) => {
    log.info({ outcome: refusal.outcome, awsRequestId: refusal.awsRequestId }, 'approval refused');
    return whisperRefusal(whisper, refusal);
  };
  if (isForeign(click, desk.bot)) return stop(refuse('not_our_workspace'));

  const asking = desk.identify(click.userId, desk.policy.approverGroups);
  // Not awaited when the card alone refuses: a fault of it must not bring the process down.
  asking.catch(() => undefined);
  const card = await desk.store.read(click.channel, click.ts);
  if (!card.ok) return stop(card);
  const { record } = card;
  const now = desk.now();
  const undecidable = judgeCard(record, click, { state: wanted, now });
  if (undecidable?.outcome === 'already_decided') return whisper(describeDecision(record));
  const canceller = findCancel(card);
  if (canceller) return keepCancelled(desk, card, record, canceller, whisper);
  if (undecidable?.outcome === 'expired' && record.state === 'pending') {
    await desk.store.write(card, { ...record, state: 'expired', outcome: 'expired' });
  }
  if (undecidable) return stop(undecidable);

  // What the plan needs is asked while the person is being checked; nothing is done before both have answered.
  const planning = desk.prepare({
    request: { domain: record.domain, origin: record.origin, reference: { by: 'id', id: record.reference } },
    requestedBy: nameRequester(record),
    now,
  });
  const [person, plan] = await Promise.all([asking, planning]);
  if (!person.ok) return stop(person);
  if (desk.policy.requireSecondPerson && click.userId === record.requested_by) return stop(refuse('own_request'));
  if (!plan.ok) {
    const own = plan.outcome === 'alias_in_use' ? await findOwn(desk, card) : undefined;
    return own
      ? reportClone(desk, card, { distribution: own, approvedBy: click.userId, madeBy: 'earlier' }, whisper)
      : stop(plan);
  }
  if (plan.digest !== record.digest) return redraw(desk, card, plan, click, whisper);
  await create(desk, card, plan, click, whisper);
}

/** The alias may be taken by this very card: by another replica, or by a try whose answer was lost. */
async function findOwn(desk: Desk, card: Card): Promise<Distribution | undefined> {
  const found = await desk.findClone(card.record.domain, card.callerReference);
  return found.ok ? found.value : undefined;
}

/** The mark in the thread stands, whatever the card was written over with at the same moment. */
async function keepCancelled(
  desk: Desk,
  card: Card,
  record: CardRecord,
  canceller: string,
  whisper: Whisper,
): Promise<void> {
  await desk.store.write(card, { ...record, state: 'cancelled', decided_by: canceller, outcome: 'cancelled' });
  await whisper(`:no_entry: ${mention(canceller)} cancelled this card, and a cancel is final. Nothing was created.`);
}

async function redraw(desk: Desk, card: Card, plan: ClonePlan, click: Click, whisper: Whisper): Promise<void> {
  const current = await desk.store.read(card.channel, card.ts);
  if (!current.ok) return whisperRefusal(whisper, current);
  if (current.record.state !== card.record.state) return whisper(describeDecision(current.record));
  const canceller = findCancel(current);
  if (canceller) return keepCancelled(desk, card, card.record, canceller, whisper);
  const moves = listMoves(card.record.fields, plan);
  const { decided_by: _approval, outcome: _earlier, ...asked } = card.record;
  const now = desk.now();
  const written = await desk.store.write(
    card,
    { ...asked, ...recordPlan(plan), state: 'pending' },
    { lasting: (style) => [...renderMoves(moves), ...renderPlan(plan, now, style)] },
  );
  desk.log.info({ outcome: 'stale_plan', card: card.ts, digest: plan.digest }, 'card redrawn');
  if (!written.ok)
    return whisperRefusal(
      whisper,
      refuse('slack_failed', { what: 'The plan has changed, and Slack did not take the redrawn card.' }),
    );
  const fields = moves?.map(({ path }) => code(path)) ?? [];
  const what = fields.length > 0 ? `: ${fields.slice(0, 10).join(', ')}${fields.length > 10 ? ' and more' : ''}` : '';
  await desk.store.say(card, {
    text: `The plan moved before ${mention(click.userId)} approved it${what}. The card shows the new plan and waits for a fresh decision; nothing was created.`,
  });
  await whisperRefusal(whisper, refuse('stale_plan'));
}

async function create(desk: Desk, card: Card, plan: ClonePlan, click: Click, whisper: Whisper): Promise<void> {
  const { outcome: _earlier, ...asked } = card.record;
  const cloning = { ...asked, state: 'cloning', decided_by: click.userId } as const;
  const written = await desk.store.write(card, cloning);
  // Between replicas this look decides: a cancel leaves its mark in the thread before it touches the card, and an
  // approval writes the card before it looks for marks, so at least one of two at once sees the other.
  const current = await desk.store.read(card.channel, card.ts);
  if (!current.ok || (!written.ok && current.record.state !== 'cloning')) {
    const refusal = refuse('slack_failed', {
      what: 'Slack did not record the approval.',
      next: 'Press the button again in a minute.',
    });
    if (!current.ok) await fail(desk, card, cloning, refusal);
    return whisperRefusal(whisper, refusal);
  }
  const canceller = findCancel(current);
  if (canceller) return keepCancelled(desk, card, cloning, canceller, whisper);

  const started = Date.now();
  const execution = await desk.execute(plan, {
    callerReference: card.callerReference,
    approvedBy: click.userId,
    card: card.permalink,
  });
  const log = desk.log.child({
    request: card.record.request,
    card: card.ts,
    approver: click.userId,
    milliseconds: Date.now() - started,
  });
  if (!execution.ok) {
    log.warn({ outcome: execution.outcome, awsRequestId: execution.awsRequestId }, 'distribution not created');
    return fail(desk, card, cloning, execution);
  }
  const { distribution, madeBy } = execution;
  log.info({ outcome: 'cloned', distribution: distribution.id, madeBy }, 'distribution created');
  await reportClone(desk, current, { distribution, approvedBy: click.userId, madeBy }, whisper);
}

async function fail(desk: Desk, card: Card, record: CardRecord, refusal: Refusal): Promise<void> {
  await desk.store.write(
    card,
    { ...record, state: 'failed', outcome: refusal.outcome },
    { note: explainInSlack(refusal) },
  );
  const head = refusal.created === 'nothing' ? 'Not created' : 'Not known whether created';
  await desk.store.say(card, {
    text: `${head}: ${code(record.domain)}. ${escapeText(explain(refusal))} (${code(refusal.outcome)})`,
  });
}
