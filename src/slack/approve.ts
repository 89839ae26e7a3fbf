// Approve and Retry: the guard order of the design, then one distribution and one post.
import { quote, type Refusal, refuse } from '../clone/outcome.js';
import type { ClonePlan } from '../clone/plan.js';
import type { Distribution } from '../clone/ports.js';
import { renderMoves, renderPlan } from './card.js';
import { create, keepCancelled } from './create.js';
import { type Desk, describeCard, describePlace, describePlan, prepareAgain, recordPlan } from './desk.js';
import { writeExpired } from './expiry.js';
import { type Click, describeDecision, isForeign, judgeCard } from './judgement.js';
import { code, mention } from './mrkdwn.js';
import { turnDown } from './refusal.js';
import { reportClone } from './report.js';
import { listMoves } from './snapshot.js';
import { type Card, findCancel } from './store.js';
import { type Whisper, whisperRefusal } from './whisper.js';

/**
 * Own workspace → card read afresh → still pending → in time → operator, asked now → not the own request → plan made
 * again, digest equal → card says cloning → nobody cancelled meanwhile → create → thread → card says cloned.
 */
export async function approve(desk: Desk, click: Click, wanted: 'pending' | 'failed', whisper: Whisper): Promise<void> {
  const watch = desk.journal.startWatch();
  const approver = click.userId;
  let facts = describePlace(desk, click);
  const describe = () => ({ event: 'approval', ...facts, approver, milliseconds: watch.read() }) as const;
  const stop = (refusal: Refusal) => turnDown(desk, describe(), refusal, whisper);
  if (isForeign(click, desk.bot)) return stop(refuse('not_our_workspace'));

  const asking = watch.time('identity', desk.identify(approver, desk.policy.approverGroups));
  // Not awaited when the card alone refuses: a fault of it must not bring the process down.
  asking.catch(() => undefined);
  const card = await desk.store.read(click.channel, click.ts);
  if (!card.ok) return stop(card);
  const { record } = card;
  facts = describeCard(card);
  const now = desk.now();
  const undecidable = judgeCard(record, click, { state: wanted, now });
  if (undecidable?.outcome === 'already_decided') {
    desk.journal.record({ ...describe(), outcome: 'already_decided' });
    return whisper(describeDecision(record));
  }
  const canceller = findCancel(card);
  if (canceller) return keepCancelled(desk, card, { canceller, approver }, whisper);
  if (undecidable?.outcome === 'expired' && record.state === 'pending') await writeExpired(desk, card);
  if (undecidable) return stop(undecidable);

  // What the plan needs is asked while the person is being checked; nothing is done before both have answered.
  const planning = watch.time('plan', prepareAgain(desk, record, now));
  const [person, plan] = await Promise.all([asking, planning]);
  if (!person.ok) return stop(person);
  if (desk.policy.requireSecondPerson && approver === record.requested_by) return stop(refuse('own_request'));
  if (!plan.ok) {
    const own = plan.outcome === 'alias_in_use' ? await findOwn(desk, card) : undefined;
    if (plan.outcome === 'no_certificate') return stop(refuse('certificate_gone', { also: plan.what }));
    if (!own) return stop(plan);
    desk.journal.record({ ...describe(), outcome: 'approved' });
    return reportClone(desk, card, { distribution: own, approvedBy: approver, madeBy: 'earlier' }, whisper);
  }
  if (plan.digest !== record.digest) return redraw(desk, card, plan, approver, whisper);
  await create(desk, card, plan, { approver, approverName: click.userName, watch }, whisper);
}

/** The alias may be taken by this very card: by another replica, or by a try whose answer was lost. */
async function findOwn(desk: Desk, card: Card): Promise<Distribution | undefined> {
  const found = await desk.findClone(card.record.domain, card.callerReference);
  return found.ok ? found.value : undefined;
}

/** Shows the new plan, says what moved, and waits for a fresh decision: the approval was for another plan. */
export async function redraw(
  desk: Desk,
  card: Card,
  plan: ClonePlan,
  approver: string,
  whisper: Whisper,
): Promise<void> {
  const about = { event: 'redraw', ...describeCard(card), ...describePlan(plan), approver } as const;
  const current = await desk.store.read(card.channel, card.ts);
  if (!current.ok) return turnDown(desk, about, current, whisper);
  if (current.record.state !== card.record.state) {
    desk.journal.record({ ...about, outcome: 'already_decided' });
    return whisper(describeDecision(current.record));
  }
  const canceller = findCancel(current);
  if (canceller) return keepCancelled(desk, card, { canceller, approver }, whisper);
  const moves = listMoves(card.record.fields, plan);
  const { decided_by: _approval, decider_name: _name, outcome: _earlier, ...asked } = card.record;
  const now = desk.now();
  const written = await desk.store.write(
    card,
    { ...asked, ...recordPlan(plan), state: 'pending' },
    { lasting: (style) => [...renderMoves(moves), ...renderPlan(plan, now, style)] },
  );
  if (!written.ok) {
    const what = 'The plan has changed, and Slack did not take the redrawn card.';
    return turnDown(desk, { ...about, slackError: written.error }, refuse('slack_failed', { what }), whisper);
  }
  const isReplaced = plan.certificate.certificate.arn !== card.record.certificate;
  const refusal = isReplaced
    ? refuse('certificate_gone', { also: `The card now shows another one, ${quote(plan.certificate.coveringName)}.` })
    : refuse('stale_plan');
  desk.journal.record({ ...about, outcome: refusal.outcome });
  const fields = moves?.map(({ path }) => code(path)) ?? [];
  const what = fields.length > 0 ? `: ${fields.slice(0, 10).join(', ')}${fields.length > 10 ? ' and more' : ''}` : '';
  await desk.store.say(card, {
    text: `The plan for ${code(plan.domain)} from reference ${code(plan.reference.id)} moved before the approval of ${mention(approver)} was carried out${what}. The card shows the new plan and waits for a fresh decision; nothing was created.`,
  });
  await whisperRefusal(whisper, refusal);
}
