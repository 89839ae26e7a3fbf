// Follows an approved undo until the clone is deleted or restored: looks at the distribution, lets the use case do what is
// next, and shows it. Every replica may do so. The tags of the distribution say what to do, so a card that Slack does not
// give changes nothing.
import type { UndoProgress } from '../../clone/undo/advance-undo.js';
import { readCardPlace } from '../../clone/undo/own-clone.js';
import { stopReasons } from '../../messages/refusals/undo.js';
import { keyOf, type Place } from '../card/place.js';
import { postOnce } from '../card/post-once.js';
import { isApiClient } from '../card/record.js';
import { stuckMs } from '../workflow/recover.js';
import { announceUndo } from './announce-undo.js';
import { toUndoFacts } from './expire-undo.js';
import { markClone } from './mark-clone.js';
import { renderUndoLine, toNextRecord } from './show-progress.js';
import type { UndoCard } from './undo-cards.js';
import type { UndoContext } from './undo-context.js';
import { isUnderWay, readUndoMarks, type UndoRecord } from './undo-record.js';

/** Milliseconds between two looks at a deployment, which takes minutes. */
const deployWaitMs = 15_000;
/** The same while AWS refuses, or Slack does not answer. */
const blockedWaitMs = 60_000;

const followKey = (id: string) => `undo:${id}`;

export function isFollowed({ concurrency }: UndoContext, id: string): boolean {
  return concurrency.scheduler.count(followKey(id)) > 0 || concurrency.cardMutex.isLocked(followKey(id));
}

/** Looks in the background. `place`: the card, where it is known. */
export function followUndoLater(context: UndoContext, id: string, place: Place | undefined, waitMs = 0): void {
  const { scheduler, backgroundTasks } = context.concurrency;
  scheduler.schedule(followKey(id), new Date(context.clock.now().getTime() + waitMs), () =>
    backgroundTasks.start(
      'undo',
      () => followUndo(context, id, place),
      async () => followUndoLater(context, id, place, blockedWaitMs),
    ),
  );
}

/** Looks once, shows what is new, and schedules the next look. */
export async function followUndo(context: UndoContext, id: string, place: Place | undefined): Promise<void> {
  const { cardMutex } = context.concurrency;
  const progress = await cardMutex.runExclusive(followKey(id), () => context.undo.advance(id));
  const announced = await announceUndo(context, id, progress);
  const { progress: shown } = announced;
  const known = 'state' in shown ? readCardPlace(shown.state.where) : undefined;
  // The tags name the card whose approval counts, whichever card led here.
  const shownAt = known ?? place;
  const isDrawn = shownAt
    ? await cardMutex.runExclusive(keyOf(shownAt), () => showProgress(context, shownAt, shown))
    : true;
  const isShown = isDrawn && announced.isSettled;
  const waitMs = readWaitMs(progress, isShown, context.clock.now());
  if (waitMs !== undefined) followUndoLater(context, id, shownAt, waitMs);
}

/** Undefined where nothing is left to do. */
function readWaitMs(progress: UndoProgress, isShown: boolean, now: Date): number | undefined {
  switch (progress.kind) {
    case 'disabling':
      return deployWaitMs;
    case 'disabled':
      return isShown ? Math.max(progress.until.getTime() - now.getTime(), 0) : blockedWaitMs;
    case 'blocked':
      return blockedWaitMs;
    case 'none':
    case 'gone':
    case 'restored':
    case 'stopped':
      return isShown ? undefined : blockedWaitMs;
    default:
      return progress satisfies never;
  }
}

/** False where Slack does not take it, or the card is not settled yet: another look is needed. */
async function showProgress(context: UndoContext, place: Place, progress: UndoProgress): Promise<boolean> {
  const card = await context.undo.cards.read(place.channel, place.ts);
  if (!card.ok) return card.outcome !== 'slack_failed';
  const { approvals } = readUndoMarks(card.thread);
  const isMine = 'state' in progress && progress.state.where === card.permalink;
  // A card says "pending" although it is approved where a process died before it wrote, or wrote over another one.
  const isLeft = card.record.state === 'pending' && (isMine || approvals.length > 0);
  const isUntouched = progress.kind === 'none' && progress.distribution.etag === card.record.etag;
  if (isUntouched && (card.record.state === 'disabling' || isLeft)) return reopen(context, card);
  const base = isLeft ? asApproved(card) : card;
  if (!isUnderWay(base.record)) return true;
  const next = toNextRecord(base.record, progress, card.permalink);
  return next === undefined ? true : show(context, base, next);
}

/** The tags say that it was approved, whatever another replica wrote over the card. */
function asApproved(card: UndoCard): UndoCard {
  const by = readUndoMarks(card.thread).approvals[0]?.by;
  return { ...card, record: { ...card.record, state: 'disabling', ...(by ? { decided_by: by } : {}) } };
}

/** The card comes last: as long as it says that the undo is under way, the next look repeats what is missing. */
async function show(context: UndoContext, card: UndoCard, found: UndoRecord): Promise<boolean> {
  const line = renderUndoLine(found);
  const said = line ? await postOnce(context.undo.cards, card, line, 'after a look', context.clock.pause) : 'said';
  const isMarked = found.marked === found.state || (await markClone(context, found, card.permalink));
  if (said === 'failed' || !isMarked) return false;
  const next: UndoRecord = { ...found, marked: found.state };
  if (JSON.stringify(next) === JSON.stringify(card.record)) return true;
  const written = await context.undo.cards.write(card, next);
  if (!written.ok) return false;
  const outcome = next.state === card.record.state ? undefined : outcomes[next.state];
  if (outcome) context.auditLog.record({ event: 'undo', outcome, ...toUndoFacts({ ...card, record: next }) });
  return true;
}

const outcomes = {
  pending: undefined,
  disabling: undefined,
  disabled: 'clone_disabled',
  deleted: 'clone_deleted',
  restored: 'clone_restored',
  cancelled: undefined,
  expired: undefined,
  failed: 'clone_changed',
} as const;

/** Nothing was written to the distribution: its process died, or is still at it. */
async function reopen(context: UndoContext, card: UndoCard): Promise<boolean> {
  const { approvals, cancels } = readUndoMarks(card.thread);
  const since = card.record.approved_at ?? Number(approvals[0]?.ts ?? 0);
  if (context.clock.now().getTime() - since * 1_000 < stuckMs) return false;
  if (isApiClient(card.record.requested_by)) {
    // Nobody approves it again on the card: the client asks again.
    const problem = stopReasons.tags_changed;
    return show(context, card, { ...card.record, state: 'failed', outcome: 'clone_changed', problem });
  }
  const { approved_at: _at, decided_by: _by, ...rest } = card.record;
  const canceller = cancels[0]?.by;
  const next: UndoRecord = canceller
    ? { ...rest, state: 'cancelled', decided_by: canceller, outcome: 'cancelled' }
    : {
        ...rest,
        state: 'pending',
        problem: 'The approval was not recorded before the bot stopped. Nothing was changed.',
      };
  for (const { ts } of approvals) await context.undo.cards.deleteLine(card, ts);
  const written = await context.undo.cards.write(card, next);
  return written.ok;
}
