// Newer, Older, and Share on a page of the history. The search runs again, so that the page shows what is true now.

import { explainPostError } from '../../channel.js';
import type { Respond } from '../../client/respond.js';
import type { SlackContext } from '../../context.js';
import { type Refusal, refuse } from '../../outcomes.js';
import { replyWithRefusal } from '../../reply-with-refusal.js';
import { type Click, isFromAnotherWorkspace, toClickFacts } from '../../workflow/click.js';
import { type HistoryContext, readPlace, renderShared, searchHistory } from '../../workflow/search-history.js';

export type ListContext = HistoryContext & Pick<SlackContext, 'bot' | 'slack' | 'auditLog'>;

export function showPage({ isShared }: { readonly isShared: boolean }) {
  return async (context: ListContext, click: Click, respond: Respond): Promise<void> => {
    const { bot, slack } = context;
    const { channel, userId } = click;
    const refuseClick = (refusal: Refusal) =>
      replyWithRefusal(context, toClickFacts(bot, click), refusal, respond, 'read');
    if (isFromAnotherWorkspace(click, bot)) return refuseClick(refuse('not_our_workspace'));
    const place = readPlace(click.value);
    if (!place) return;
    const page = await searchHistory(context, { channel, userId, place }, async () => undefined);
    if ('ok' in page) return refuseClick(page);
    if (!isShared) return respond({ ...page, isReplacing: true });
    // The page may show the whole account, and the channel may have become shared with another organisation.
    const allowed = await context.access.checkChannel(channel);
    if (!allowed.ok) return refuseClick(allowed);
    const posted = await slack.post({ channel, ...renderShared(page, userId) });
    if (!posted.ok) await refuseClick(explainPostError(posted.error));
  };
}
