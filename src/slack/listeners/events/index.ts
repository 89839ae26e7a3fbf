// Registers the events that Slack sends to the bot.
import type { App } from '@slack/bolt';
import type { SlackContext } from '../../context.js';
import { type HomeContext, publishHome } from './app-home-opened.js';
import { answerMention, type MentionContext } from './app-mention.js';

export function register(app: App, context: HomeContext & MentionContext & Pick<SlackContext, 'concurrency'>): void {
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'messages') return;
    context.concurrency.backgroundTasks.start(
      'home',
      () => publishHome(context, event.user),
      async () => undefined,
    );
  });
  app.event('app_mention', async ({ event }) => {
    context.concurrency.backgroundTasks.start(
      'mention',
      () => answerMention(context, event),
      async () => undefined,
    );
  });
}
