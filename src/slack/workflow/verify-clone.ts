// Verifies a deployed clone in the background until it serves its domain: what it answers beside its reference, and where DNS
// leads. The waits grow, and a week after the deployment the looks end. Everything that is known stands on the card, so that
// any replica goes on after a restart, and the thread is read only when there is something to say.
import type { SiteCheck } from '../../clone/check-site.js';
import { recordDns } from '../card/describe-dns.js';
import { toCardFacts } from '../card/log-facts.js';
import { keyOf, type Place } from '../card/place.js';
import { deleteRepeats, postLine } from '../card/post-once.js';
import { type CardRecord, verificationEventType } from '../card/record.js';
import { type Card, listMarks } from '../card/repository.js';
import { hashVerification, renderVerification } from '../card/verification-message.js';
import type { Concurrency, SlackContext } from '../context.js';
import { decideDnsCorrection } from './correct-dns.js';
import { editLine } from './edit-line.js';
import { readSettled } from './read-settled.js';

export interface VerificationContext
  extends Pick<SlackContext, 'slack' | 'cards' | 'clock' | 'auditLog' | 'checkSite'> {
  readonly concurrency: Pick<Concurrency, 'cardMutex' | 'backgroundTasks' | 'scheduler'>;
}

const minWaitMs = 60_000;
const maxWaitMs = 6 * 3_600_000;
/** How long after its deployment a clone is looked at. */
export const verificationPeriodMs = 7 * 86_400_000;

/** Keys of the scheduler that start with this are clones that are verified again. */
export const verificationPrefix = 'verify:';

export function verificationKey(place: Place): string {
  return `${verificationPrefix}${keyOf(place)}`;
}

/** An undone clone is not looked at any more. */
function isDeployed({ state, undone }: CardRecord): boolean {
  return undone === undefined && (state === 'deployed' || state === 'serving');
}

/** Whether a card is still looked at: its clone is deployed, and that was less than a week ago. */
export function isVerified(record: CardRecord, now: Date): boolean {
  return isDeployed(record) && now.getTime() - (record.deployed_at ?? 0) * 1_000 < verificationPeriodMs;
}

/** The longer ago the deployment was, the longer the wait: a third of that time. It follows from the card alone. */
export function nextWaitMs({ deployed_at = 0 }: Pick<CardRecord, 'deployed_at'>, now: Date): number {
  const elapsedMs = now.getTime() - deployed_at * 1_000;
  return Math.min(Math.max(elapsedMs / 3, minWaitMs), maxWaitMs);
}

/** Schedules the next look. `record` is what the card was last known to say. */
export function verifyLater(
  context: VerificationContext,
  { channel, ts }: Place,
  record: CardRecord,
  waitMs = nextWaitMs(record, context.clock.now()),
): void {
  const now = context.clock.now();
  if (!context.checkSite || !isVerified(record, now)) return;
  const place = { channel, ts };
  context.concurrency.scheduler.schedule(verificationKey(place), new Date(now.getTime() + waitMs), () =>
    context.concurrency.backgroundTasks.start(
      'verify',
      () => verifyClone(context, place, record).then(() => undefined),
      async () => verifyLater(context, place, record),
    ),
  );
}

export interface VerifiedClone {
  readonly check: SiteCheck;
  /** What the card says now. */
  readonly record: CardRecord;
}

/** Looks once, says what is new, and schedules the next look. Undefined if there is nothing to look at any more. */
export async function verifyClone(
  context: VerificationContext,
  place: Place,
  known: CardRecord,
): Promise<VerifiedClone | undefined> {
  const { checkSite, clock } = context;
  const { domain, distribution, distribution_domain, reference } = known;
  if (!checkSite || distribution === undefined || distribution_domain === undefined) return undefined;
  const check = await checkSite({
    domain,
    distributionId: distribution,
    distributionDomain: distribution_domain,
    referenceId: reference,
  });
  if (check.isGone) return undefined;
  const wanted = toRecord(known, check, clock.now());
  const record = isSameRecord(known, wanted)
    ? known
    : await context.concurrency.cardMutex.runExclusive(keyOf(place), () => tell(context, place, { check, known }));
  if (!record) return undefined;
  verifyLater(context, place, record);
  return { check, record };
}

/** What the card has to say after a look. */
function toRecord(record: CardRecord, check: SiteCheck, now: Date): CardRecord {
  if (record.verified === 'passed' && isOurOwnTrouble(check)) return record;
  const seconds = Math.floor(now.getTime() / 1_000);
  const { verification, dns, isServing } = check;
  // DNS that could not be asked says nothing against a clone that serves.
  const isUnclear = dns.points === 'unknown' && record.state === 'serving' && verification.isPassed;
  const serves = isServing || isUnclear;
  const next: CardRecord = {
    ...recordDns(record, dns, now),
    state: serves ? 'serving' : 'deployed',
    verified: verification.isPassed ? 'passed' : 'failed',
    serving_at: serves ? (record.serving_at ?? seconds) : undefined,
  };
  return { ...next, verification: hashVerification(next, check) };
}

/** The bot reaches nothing, such as while its proxy is down. That says nothing against a clone that passed. */
function isOurOwnTrouble({ clone }: SiteCheck): boolean {
  return clone.kind === 'failure' && (clone.reason === 'dns_unavailable' || clone.reason === 'not_connected');
}

const verifiedFields = ['state', 'verified', 'verification', 'dns_at', 'serving_at'] as const;

function isSameRecord(one: CardRecord, other: CardRecord): boolean {
  return verifiedFields.every((name) => one[name] === other[name]);
}

interface Seen {
  readonly check: SiteCheck;
  /** What the card was known to say before the look. */
  readonly known: CardRecord;
}

/** Corrects the thread and the card where they say something else. What the card says in the end is returned. */
async function tell(
  context: VerificationContext,
  place: Place,
  { check, known }: Seen,
): Promise<CardRecord | undefined> {
  const { cards, clock, slack } = context;
  const card = await cards.read(place.channel, place.ts);
  // Slack says nothing now, so the next look tries again.
  if (!card.ok) return card.outcome === 'slack_failed' ? known : undefined;
  const now = clock.now();
  if (!isDeployed(card.record)) return undefined;
  const wanted = toRecord(card.record, check, now);
  const { edits } = decideDnsCorrection(card, check.dns, now);
  for (const edit of edits) await slack.update({ channel: card.channel, ...edit });
  const isSaid = await sayVerification(context, card, { record: wanted, check });
  if (!isSaid) return card.record;
  if (isSameRecord(card.record, wanted)) return card.record;
  const written = await cards.write(card, wanted);
  if (!written.ok) return card.record;
  audit(context, card, wanted);
  return wanted;
}

/** Posts the comparison, or edits the one that stands there. False if Slack did not take it. */
async function sayVerification(
  context: VerificationContext,
  card: Card,
  { record, check }: { readonly record: CardRecord; readonly check: SiteCheck },
): Promise<boolean> {
  const { cards, clock, slack } = context;
  const line = renderVerification(record, check, clock.now());
  const [posted] = listMarks(card, verificationEventType);
  if (posted) return posted.result === record.verification || editLine(slack, card.channel, posted.ts, line);
  const result = await postLine(cards, card, line, clock.pause);
  if (result === 'failed') return false;
  // Another replica may have posted at the same moment; by now its line can be read.
  const settled = await readSettled(context, card);
  if (settled.ok) await deleteRepeats(cards, settled, verificationEventType);
  return true;
}

function audit({ auditLog }: VerificationContext, card: Card, record: CardRecord): void {
  const facts = { ...toCardFacts({ ...card, record }), approver: record.decided_by };
  if (card.record.verified !== record.verified) {
    auditLog.record({
      event: 'verify',
      outcome: record.verified === 'passed' ? 'verified' : 'verification_failed',
      ...facts,
    });
  }
  if (card.record.state !== record.state) {
    const outcome = record.state === 'serving' ? 'serving' : 'not_serving';
    auditLog.record({ event: 'serve', outcome, ...facts });
  }
}
