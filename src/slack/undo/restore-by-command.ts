// `/cf-clone restore <ID>`: restores a clone that is undone and not deleted yet, also where the undo has no card, because an
// API client began it.
import { refuseChannelId } from '../channel.js';
import type { Respond } from '../client/respond.js';
import { code } from '../mrkdwn.js';
import { type Refusal, refuse } from '../outcomes.js';
import { listMemberGroups } from '../policy.js';
import { replyWithRefusal } from '../reply-with-refusal.js';
import { followUndoLater } from './follow-undo.js';
import type { UndoContext } from './undo-context.js';

export interface RestoreCommand {
  readonly distribution: string;
  readonly channel: string;
  readonly userId: string;
}

export async function restoreByCommand(context: UndoContext, ask: RestoreCommand, respond: Respond): Promise<void> {
  const { distribution, channel, userId } = ask;
  const facts = { event: 'restore', command: 'restore', channel, approver: userId, distribution } as const;
  const refuseWith = (refusal: Refusal) => replyWithRefusal(context, facts, refusal, respond, 'undo');
  const misplaced = refuseChannelId(channel, context.policy.allowedChannels);
  if (misplaced) return refuseWith(misplaced);
  const person = await context.access.identify(userId, listMemberGroups(context.policy));
  if (!person.ok) return refuseWith(person);
  const asked = await context.undo.askRestore(distribution, userId);
  // Without an answer the tag may be there. The next look tells.
  followUndoLater(context, distribution, undefined);
  if (!asked.ok) return refuseWith(asked);
  if (asked.value === 'not_disabled') {
    return refuseWith(
      refuse('already_decided', {
        what: `There is nothing to restore: ${code(distribution)} is not disabled by an undo.`,
        next: `Type \`/cf-clone status ${distribution}\` to see where it stands.`,
      }),
    );
  }
  context.auditLog.record({ ...facts, outcome: 'approved' });
  return respond(
    `${code(distribution)} gets its alias back and is enabled as before. CloudFront deploys it within minutes.`,
  );
}
