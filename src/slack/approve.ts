// Approve and Retry: the guard order of the design, then one distribution and one post.
import { quote, type Refusal, refuse } from '../clone/outcome.js';
import type { ClonePlan } from '../clone/plan.js';
import type { Distribution } from '../clone/ports.js';
import { renderMoves, renderPlan } from './card.js';
import { create, keepCancelled } from './create.js';
import { type Desk, nameRequester, recordPlan } from './desk.js';
import { type Click, describeDecision, isForeign, judgeCard } from './judgement.js';
import { code, mention } from './mrkdwn.js';
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
    if (plan.outcome === 'no_certificate') return stop(refuse('certificate_gone', { also: plan.what }));
    return own
      ? reportClone(desk, card, { distribution: own, approvedBy: click.userId, madeBy: 'earlier' }, whisper)
      : stop(plan);
  }
  if (plan.digest !== record.digest) return redraw(desk, card, plan, click.userId, whisper);
  await create(desk, card, plan, click.userId, whisper);
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
    text: `The plan moved before the approval of ${mention(approver)} was carried out${what}. The card shows the new plan and waits for a fresh decision; nothing was created.`,
  });
  const isReplaced = plan.certificate.certificate.arn !== card.record.certificate;
  await whisperRefusal(
    whisper,
    isReplaced
      ? refuse('certificate_gone', { also: `The card now shows another one, ${quote(plan.certificate.coveringName)}.` })
      : refuse('stale_plan'),
  );
}
