// Registers the slash command. It is acknowledged at once, and the work goes on in the background.
import type { App } from '@slack/bolt';
import { createRespond } from '../../client/respond.js';
import type { SlackContext } from '../../context.js';
import { reportInternalError } from '../../reply-with-refusal.js';
import { answerCommand } from './cf-clone.js';

export function register(app: App, context: SlackContext): void {
  const { concurrency, clock, log } = context;
  app.command('/cf-clone', async ({ command, ack }) => {
    await ack();
    const respond = createRespond(command.response_url, log, clock.pause);
    const typed = {
      text: command.text ?? '',
      channel: command.channel_id,
      userId: command.user_id,
      userName: command.user_name ?? '',
      triggerId: command.trigger_id,
    };
    concurrency.backgroundTasks.start(
      'command',
      () => answerCommand(context, typed, respond),
      () =>
        reportInternalError(context, { event: 'request', channel: typed.channel, requester: typed.userId }, respond),
    );
  });
}
