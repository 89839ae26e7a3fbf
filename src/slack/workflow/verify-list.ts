// Verifies all clones of a card that lists several, once they are deployed, and says in one reply which of them answer as
// they should. It looks again for a week and corrects the reply. The card knows what the reply says, so a reply that is
// missing because a process died is made up for by whoever looks at the channel. No such card becomes `serving`.
import type { CheckSite } from '../../clone/check-site.js';
import { mapConcurrently } from '../../concurrency/map-concurrently.js';
import type { Facts } from '../../observability/audit-log.js';
import { isUndone } from '../card/batch-lines.js';
import type { ListedClone } from '../card/clone-list.js';
import { type CheckedClone, hashListVerification, renderListVerification } from '../card/list-verification.js';
import type { Place } from '../card/place.js';
import { postOnceSettled } from '../card/post-once.js';
import type { CardRecord } from '../card/record.js';
import { type Card, listMarks, type ThreadStore } from '../card/repository.js';
import type { Concurrency, SlackContext } from '../context.js';
import { editLine } from './edit-line.js';
import { nextWaitMs, verificationKey, verificationPeriodMs } from './verify-clone.js';

export interface ListVerificationContext extends Pick<SlackContext, 'slack' | 'clock' | 'auditLog' | 'checkSite'> {
  readonly concurrency: Pick<Concurrency, 'cardMutex' | 'backgroundTasks' | 'scheduler'>;
}

/** What the card knows of its verification. */
export type ListVerification = Pick<CardRecord, 'verification' | 'deployed_at'>;

export interface ListToVerify extends ListVerification {
  readonly clones: readonly ListedClone[];
  readonly thread: Card['thread'];
  readonly facts: Facts;
  readonly by: string;
}

/** A kind of card that lists several clones. */
export interface VerifiedList {
  readonly store: ThreadStore;
  /** The event type of the reply. */
  readonly eventType: string;
  /** `over`: the card is gone, or not all is deployed. `unavailable`: Slack does not say now. */
  read(place: Place): Promise<ListToVerify | 'over' | 'unavailable'>;
  /** Keeps on the card what the reply says. */
  write(place: Place, found: { readonly verification: string; readonly isPassed: boolean }): Promise<boolean>;
}

/** Each of them asks for two answers of a clone and one of a reference. */
const maxConcurrentChecks = 3;
/** Milliseconds between two looks: each asks for many answers. */
const minWaitMs = 600_000;
/** Milliseconds that the replica that followed the deployment has for the first look. */
const firstWaitMs = 60_000;
const retryWaitMs = 60_000;
/** Replicas that look at the same card do so at different moments. */
const maxJitterMs = 30_000;

/** For a card that is found in the channel: nobody of this process looks at it yet. */
export function watchList(
  context: ListVerificationContext,
  place: Place,
  list: VerifiedList,
  known: ListVerification,
): void {
  if (context.concurrency.scheduler.count(verificationKey(place)) > 0) return;
  const waitMs = known.verification === undefined ? firstWaitMs : toWaitMs(known, context.clock.now());
  verifyListLater(context, place, list, known, waitMs + Math.random() * maxJitterMs);
}

function toWaitMs(known: ListVerification, now: Date): number {
  return Math.max(nextWaitMs(known, now), minWaitMs);
}

export function verifyListLater(
  context: ListVerificationContext,
  { channel, ts }: Place,
  list: VerifiedList,
  known: ListVerification,
  waitMs: number,
): void {
  const { clock, concurrency, checkSite } = context;
  const now = clock.now().getTime();
  if (!checkSite || known.deployed_at === undefined || now - known.deployed_at * 1_000 >= verificationPeriodMs) return;
  const place = { channel, ts };
  concurrency.scheduler.schedule(verificationKey(place), new Date(now + waitMs), () =>
    concurrency.backgroundTasks.start(
      'verify',
      () => verifyList(context, place, list),
      async () => verifyListLater(context, place, list, known, minWaitMs),
    ),
  );
}

/** Looks once, corrects what the thread says, and schedules the next look. */
export async function verifyList(context: ListVerificationContext, place: Place, list: VerifiedList): Promise<void> {
  const { checkSite, clock, slack } = context;
  if (!checkSite) return;
  const found = await list.read(place);
  if (found === 'over') return;
  if (found === 'unavailable') {
    const deployed_at = Math.floor(clock.now().getTime() / 1_000);
    return verifyListLater(context, place, list, { deployed_at }, retryWaitMs);
  }
  const later = (waitMs = toWaitMs(found, clock.now())) => verifyListLater(context, place, list, found, waitMs);
  const checked = await checkAll(checkSite, found.clones);
  if (checked.length === 0) return;
  const verification = hashListVerification(checked);
  const isTrouble = found.verification !== undefined && checked.every(isOurOwnTrouble);
  if (verification === found.verification || isTrouble) return later();
  const metadata = { event_type: list.eventType, event_payload: { by: found.by, result: verification } };
  const line = { ...renderListVerification(checked, clock.now()), metadata };
  const [posted] = listMarks(found, list.eventType);
  const isSaid = posted
    ? posted.result === verification || (await editLine(slack, place.channel, posted.ts, line))
    : (await postOnceSettled(list.store, place, line, 'after a look', clock.pause)) !== 'failed';
  if (!isSaid) return later(retryWaitMs);
  const isPassed = checked.every(({ check }) => check.verification.isPassed);
  const isWritten = await list.write(place, { verification, isPassed });
  for (const one of checked) audit(context, found.facts, one);
  return isWritten ? later() : later(retryWaitMs);
}

async function checkAll(checkSite: CheckSite, clones: readonly ListedClone[]): Promise<CheckedClone[]> {
  const check = async (clone: ListedClone): Promise<CheckedClone> => ({
    clone,
    check: await checkSite({
      domain: clone.domain,
      distributionId: clone.distribution ?? '',
      distributionDomain: clone.distribution_domain ?? '',
      referenceId: clone.reference,
    }),
  });
  const standing = clones.filter(
    (clone) => clone.state === 'deployed' && clone.undone !== 'disabling' && !isUndone(clone),
  );
  const checked = new Map<string, CheckedClone>();
  for await (const one of mapConcurrently(standing, maxConcurrentChecks, check)) checked.set(one.clone.domain, one);
  return standing.flatMap(({ domain }) => checked.get(domain) ?? []).filter(({ check: { isGone } }) => !isGone);
}

/** The bot reaches nothing, such as while its proxy is down. That says nothing against the clones. */
function isOurOwnTrouble({ check: { clone } }: CheckedClone): boolean {
  return clone.kind === 'failure' && (clone.reason === 'dns_unavailable' || clone.reason === 'not_connected');
}

function audit({ auditLog }: ListVerificationContext, facts: Facts, { clone, check }: CheckedClone): void {
  const { domain, origin, reference, distribution } = clone;
  const outcome = check.verification.isPassed ? 'verified' : 'verification_failed';
  auditLog.record({ ...facts, event: 'verify', outcome, domain, origin, reference, distribution });
}
