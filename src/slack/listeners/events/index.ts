// Registers the events that Slack sends to the bot.
import type { App } from '@slack/bolt';
import type { SlackContext } from '../../context.js';
import { type HomeContext, publishHome } from './app-home-opened.js';

export function register(app: App, context: HomeContext & Pick<SlackContext, 'concurrency'>): void {
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'messages') return;
    context.concurrency.backgroundTasks.start(
      'home',
      () => publishHome(context, event.user),
      async () => undefined,
    );
  });
}
