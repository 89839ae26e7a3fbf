// Asks for an undo: checks the channel and the person, looks at the clone, and posts the card that asks for approval.
import { randomUUID } from 'node:crypto';
import { findByName } from '../../clone/find-distribution.js';
import { normalizeHostname } from '../../clone/hostname.js';
import type { Distribution } from '../../clone/ports.js';
import type { Result } from '../../clone/result.js';
import type { UndoPlan } from '../../clone/undo/prepare-undo.js';
import { refuseObstacle } from '../../clone/undo/refuse-obstacle.js';
import { hashAccount, toPermalink } from '../card/record.js';
import { explainPostError, refuseChannelId } from '../channel.js';
import type { Respond } from '../client/respond.js';
import { type Refusal, refuse } from '../outcomes.js';
import { replyWithRefusal } from '../reply-with-refusal.js';
import { expireUndoLater } from './expire-undo.js';
import { readStory } from './read-story.js';
import { renderUndoPlan } from './undo-blocks.js';
import type { UndoContext } from './undo-context.js';
import type { UndoRecord } from './undo-record.js';

export interface UndoRequest {
  /** An ID or a domain. */
  readonly wanted: string;
  readonly channel: string;
  readonly userId: string;
  readonly userName: string;
}

export async function requestUndo(context: UndoContext, ask: UndoRequest, respond: Respond): Promise<void> {
  const { wanted, channel, userId, userName } = ask;
  const request = randomUUID();
  const facts = { event: 'request', command: 'undo', request, channel, requester: userId } as const;
  const refuseWith = (refusal: Refusal) => replyWithRefusal(context, facts, refusal, respond, 'undo');
  const misplaced = refuseChannelId(channel, context.policy.allowedChannels);
  if (misplaced) return refuseWith(misplaced);
  const [place, person, found] = await Promise.all([
    context.access.checkChannel(channel),
    context.access.identify(userId, context.policy.allowedGroups),
    findClone(context, wanted),
  ]);
  if (!place.ok) return refuseWith(place);
  if (!person.ok) return refuseWith(person);
  if (!found.ok) return refuseWith(found);
  const plan = await prepareUndo(context, found.value.id);
  if (!('kind' in plan)) return refuseWith(plan);
  const now = context.clock.now();
  const { distribution, before } = plan;
  const record: UndoRecord = {
    v: 1,
    state: 'pending',
    request,
    ...recordUndoPlan(plan),
    domain: before.aliases[0] ?? distribution.domainName,
    distribution: distribution.id,
    distribution_domain: distribution.domainName,
    clone_card: plan.card,
    requested_by: userId,
    requester_name: userName,
    requester_account: hashAccount(request, person.value.username),
    expires_at: Math.floor((now.getTime() + context.policy.approvalTtlMs) / 1_000),
  };
  const posted = await context.undo.cards.post(channel, record, renderUndoPlan(plan, await readStory(context, plan)));
  if (!posted.ok) {
    // A second card of the same undo does no harm, so nobody looks for the one whose answer was lost.
    return refuseWith(
      posted.lost
        ? refuse('slack_failed', {
            what: 'Slack did not say whether it took the card.',
            next: 'If no card appears in the channel, ask for the undo again.',
          })
        : explainPostError(posted.error),
    );
  }
  const { ts } = posted.value;
  expireUndoLater(context, { channel, ts }, record);
  const { domain, etag, digest } = record;
  const card = toPermalink(context.bot.url, channel, ts);
  context.auditLog.record({
    ...facts,
    event: 'card',
    outcome: 'card_posted',
    card,
    domain,
    etag,
    digest,
    distribution: distribution.id,
  });
}

/** What the card says of the plan and may change with a redrawing. */
export function recordUndoPlan({ distribution, before, leadsHere, digest }: UndoPlan) {
  return { etag: distribution.etag, aliases: before.aliases.join(' '), leads_here: leadsHere, digest };
}

/** The plan, or why there can be none. */
export async function prepareUndo({ undo }: UndoContext, id: string): Promise<UndoPlan | Refusal> {
  const prepared = await undo.prepare(id);
  if (!prepared.ok) return prepared;
  return prepared.value.kind === 'plan' ? prepared.value : refuseObstacle(prepared.value);
}

async function findClone({ aws }: UndoContext, wanted: string): Promise<Result<Pick<Distribution, 'id'>>> {
  if (/^[A-Z0-9]{8,25}$/i.test(wanted)) return { ok: true, value: { id: wanted.toUpperCase() } };
  const found = await findByName(aws, normalizeHostname(wanted));
  if (found.ok || found.outcome !== 'reference_not_found' || found.next) return found;
  return { ...found, next: 'Type its ID or its domain, such as `/cf-clone undo www.example.com`.' };
}
