// Registers what the selects of the form offer while somebody types. Slack waits three seconds for it.
import type { App } from '@slack/bolt';
import { createExpiringCache } from '../../../concurrency/expiring-cache.js';
import type { SlackContext } from '../../context.js';
import { suggestChannels } from '../../form/channel-options.js';
import type { Choice } from '../../form/form-fields.js';
import { offerTyped, suggestReferences } from '../../form/reference-options.js';
import { listMemberGroups } from '../../policy.js';

export type OptionsContext = Pick<SlackContext, 'access' | 'aws' | 'clock' | 'log' | 'policy' | 'slack'>;

/** People type a letter at a time. Who they are is asked once for so long, and only for what they may read here. */
const readerTtlMs = 30_000;

export function register(app: App, context: OptionsContext): void {
  const suggest = createSuggest(context);
  app.options<'block_suggestion'>(
    { action_id: /^(?:reference|channel)$/, type: 'block_suggestion' },
    async ({ options, ack }) => {
      const choices = await suggest(options.action_id, options.user.id, options.value);
      await ack({ options: choices.map(({ text, value }) => ({ text: { type: 'plain_text', text }, value })) });
    },
  );
}

export function createSuggest(context: OptionsContext) {
  const { access, aws, clock, log, policy, slack } = context;
  const now = () => clock.now().getTime();
  const isReader = createExpiringCache(async (userId) => (await access.identify(userId, listMemberGroups(policy))).ok, {
    ttlMs: readerTtlMs,
    now,
    isCacheable: () => true,
  });
  const readChannels = createExpiringCache((userId) => slack.listNamedChannels(userId), {
    ttlMs: readerTtlMs,
    now,
    isCacheable: ({ ok }) => ok,
  });

  return async (field: string, userId: string, typed: string): Promise<Choice[]> => {
    if (field === 'channel') {
      const channels = await readChannels(userId);
      if (channels.ok) return suggestChannels(channels.value, policy.allowedChannels, typed);
      log.info({ slackError: channels.error }, 'the channels of a person could not be read');
      return [];
    }
    // The names of an account are for its operators.
    if (await isReader(userId)) return suggestReferences(aws.index, typed);
    const own = offerTyped(typed);
    return own ? [own] : [];
  };
}
