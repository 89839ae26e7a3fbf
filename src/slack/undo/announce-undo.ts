// An undo that an API client asked for gets a card in the announce channel. It shows the same steps as one that people
// approved, and offers Restore. From then on the tag of the undo names the card, so whoever follows the undo finds it.
import { randomUUID } from 'node:crypto';
import type { UndoProgress } from '../../clone/undo/advance-undo.js';
import type { UndoPlan } from '../../clone/undo/prepare-undo.js';
import { type UndoState, undoTagKeys } from '../../clone/undo/undo-tags.js';
import { hashAccount, isApiClient, isOurs, toPermalink } from '../card/record.js';
import { readStory } from './read-story.js';
import { recordUndoPlan } from './request-undo.js';
import { renderUndoPlan } from './undo-blocks.js';
import type { UndoContext } from './undo-context.js';
import { isUnderWay, readUndoRecord, type UndoRecord } from './undo-record.js';

/** An undo whose card is to be found began less than this ago: a process died after the post. */
const maxAgeMs = 86_400_000;

export interface AnnouncedUndo {
  /** Its state names the card, where there is one. */
  readonly progress: UndoProgress;
  /** False where Slack or AWS did not take it: another look is needed. */
  readonly isSettled: boolean;
}

/** Posts the card of an undo by REST, unless there is one. Other undos stay as they are. */
export async function announceUndo(context: UndoContext, id: string, progress: UndoProgress): Promise<AnnouncedUndo> {
  const { announceChannel: channel } = context.policy;
  if (channel === undefined || !('state' in progress) || !isApiClient(progress.state.where)) {
    return { progress, isSettled: true };
  }
  const allowed = await context.access.checkChannel(channel);
  // A channel that is shared with another organisation is told nothing.
  if (!allowed.ok) return { progress, isSettled: allowed.outcome !== 'slack_failed' };
  const found = await context.undo.readApproved(id);
  if (!found.ok) return { progress, isSettled: false };
  // Somebody restored it a moment ago, and its tags are gone.
  if (!found.value) return { progress, isSettled: true };
  const ts = await findOrPost(context, channel, { plan: found.value, state: progress.state });
  if (ts === undefined) return { progress, isSettled: false };
  const where = toPermalink(context.bot.url, channel, ts);
  const { arn } = found.value.distribution;
  const tagged = await context.aws.distributions.tag(arn, [{ Key: undoTagKeys.where, Value: where }]);
  return { progress: { ...progress, state: { ...progress.state, where } }, isSettled: tagged.ok };
}

interface ApprovedUndo {
  readonly plan: UndoPlan;
  readonly state: UndoState;
}

/** The timestamp of the card. Of several, which replicas posted at the same moment, the first one stays. */
async function findOrPost(context: UndoContext, channel: string, undo: ApprovedUndo): Promise<string | undefined> {
  const before = await listCards(context, channel, undo);
  if (before === undefined || before[0] !== undefined) return before?.[0];
  const { plan } = undo;
  const lasting = renderUndoPlan(plan, await readStory(context, plan));
  const posted = await context.undo.cards.post(channel, toRecord(context, undo), lasting);
  // The card may be there all the same; the next look looks for it.
  if (!posted.ok) return undefined;
  const { ts } = posted.value;
  const first = (await listCards(context, channel, undo))?.[0] ?? ts;
  if (first < ts) await context.undo.cards.deleteLine({ channel }, ts);
  return first < ts ? first : ts;
}

/** The cards of this undo, oldest first; undefined where Slack does not say. */
async function listCards(
  { slack, bot, clock }: UndoContext,
  channel: string,
  { plan, state }: ApprovedUndo,
): Promise<string[] | undefined> {
  const recent = await slack.readRecent(channel, new Date(clock.now().getTime() - maxAgeMs));
  if (!recent.ok) return undefined;
  const stamps = recent.value.flatMap((message) => {
    const record = isOurs(message, bot) ? readUndoRecord(message) : undefined;
    const isSame = record?.distribution === plan.distribution.id && record.etag === state.etag && isUnderWay(record);
    return isSame && isApiClient(record.requested_by) && message.ts ? [message.ts] : [];
  });
  return stamps.sort();
}

function toRecord({ clock }: UndoContext, { plan, state }: ApprovedUndo): UndoRecord {
  const { distribution, before, card } = plan;
  const request = randomUUID();
  return {
    v: 1,
    state: 'disabling',
    request,
    ...recordUndoPlan(plan),
    etag: state.etag,
    leads_here: state.isDnsAccepted,
    domain: before.aliases[0] ?? distribution.domainName,
    distribution: distribution.id,
    distribution_domain: distribution.domainName,
    clone_card: card,
    requested_by: state.by,
    requester_name: '',
    requester_account: hashAccount(request, state.by),
    decided_by: state.by,
    expires_at: Math.floor(clock.now().getTime() / 1_000),
  };
}
