// Where the command works: in a channel of our own workspace that the bot is in.

import type { SlackApi } from './client/web-api.js';
import { type Refusal, refuse } from './outcomes.js';

export type CheckChannel = (channel: string) => Promise<{ readonly ok: true } | Refusal>;

/** Asks Slack about a channel whose ID is not refused already. */
export function createChannelCheck(slack: SlackApi): CheckChannel {
  return async (channel) => {
    const found = await slack.readChannel(channel);
    if (!found.ok) {
      if (found.error === 'channel_not_found' || found.error === 'not_in_channel') return refuse('not_in_channel');
      return refuse('slack_failed', { what: `Slack did not say what kind of channel this is (\`${found.error}\`).` });
    }
    const { isDirect, isShared, isMember } = found.value;
    if (isDirect) return refuse('wrong_channel', { what: 'You cannot ask for a clone in a direct message.' });
    if (isShared) {
      return refuse('wrong_channel', {
        what: 'This channel is shared with another organisation, which would see the configuration.',
      });
    }
    if (isMember === false) return refuse('not_in_channel');
    return { ok: true };
  };
}

/** What the ID alone says: direct messages start with D, and a list of allowed channels leaves the others out. */
export function refuseChannelId(channel: string, allowed: readonly string[]): Refusal | undefined {
  if (channel.startsWith('D')) {
    return refuse('wrong_channel', { what: 'You cannot ask for a clone in a direct message.' });
  }
  if (allowed.length > 0 && !allowed.includes(channel)) {
    return refuse('wrong_channel', {
      what: 'The command is switched off in this channel.',
      next: 'Run it in a channel that the people who run the bot have allowed.',
    });
  }
  return undefined;
}

/** What chat.postMessage's refusals mean for the person who asked. */
export function explainPostError(error: string): Refusal {
  switch (error) {
    case 'not_in_channel':
    case 'channel_not_found':
      return refuse('not_in_channel');
    case 'is_archived':
      return refuse('wrong_channel', { what: 'This channel is archived.' });
    case 'restricted_action':
    case 'restricted_action_read_only_channel':
    case 'restricted_action_thread_only_channel':
    case 'restricted_action_non_threadable_channel':
      return refuse('wrong_channel', {
        what: 'The bot may not post cards and threads in this channel.',
        next: 'Ask an administrator of the workspace, or use another channel.',
      });
    default:
      return refuse('slack_failed', { what: `Slack did not take the message (\`${error}\`).` });
  }
}
