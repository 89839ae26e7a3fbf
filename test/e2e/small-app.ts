// A small Slack app in the place of the bot, for what the page has to draw whether or not the bot uses it.
import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { Sandbox } from '../../sandbox/run/sandbox.js';
import { act, runningBots, until } from './support.js';

const plain = (text: string) => ({ type: 'plain_text' as const, text });

const distributions = ['www.example.com', 'shop.example.com', 'www.example.org'];

export const form = {
  type: 'modal' as const,
  callback_id: 'form',
  title: plain('Clone'),
  submit: plain('Send'),
  blocks: [
    {
      type: 'input' as const,
      block_id: 'reference',
      label: plain('Reference'),
      element: { type: 'external_select' as const, action_id: 'pick', min_query_length: 1 },
    },
    {
      type: 'input' as const,
      block_id: 'domain',
      label: plain('Domain'),
      hint: plain('The new one'),
      element: { type: 'plain_text_input' as const, action_id: 'name' },
    },
  ],
};

export interface SmallApp {
  close(): Promise<void>;
}

/** Ends the bot and answers shortcuts, mentions and the form instead; a sent form becomes a direct message. */
export async function startSmallApp(sandbox: Sandbox): Promise<SmallApp> {
  const { slack } = sandbox;
  await Promise.all(runningBots(sandbox).map(({ id }) => act(sandbox, 'bots/end', { id, signal: 'SIGKILL' })));
  await until('a sandbox without a bot', () => slack.connections() === 0);
  Object.assign(slack.settings, {
    shortcuts: [
      { type: 'global', name: 'New clone', callback_id: 'new', description: 'Opens a form' },
      { type: 'message', name: 'Clone like this one', callback_id: 'like_this', description: '' },
    ],
    scopes: [...new Set([...slack.settings.scopes, 'app_mentions:read'])],
    botEvents: [...new Set([...slack.settings.botEvents, 'app_mention'])],
    isMessagesTabEnabled: true,
    isMessagesTabReadOnly: true,
  });
  const receiver = new SocketModeReceiver({
    appToken: slack.settings.appToken,
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
  });
  const app = new App({
    token: slack.settings.botToken,
    receiver,
    clientOptions: { slackApiUrl: slack.apiUrl },
    convoStore: false,
    logLevel: LogLevel.ERROR,
    deferInitialization: true,
  });
  app.shortcut(/.*/, async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: form });
  });
  app.event('app_mention', async ({ event, client }) => {
    const text = `Hello <@${event.user}>, ask <!subteam^S0APPROVER1>`;
    await client.chat.postMessage({ channel: event.channel, thread_ts: event.thread_ts ?? event.ts, text });
  });
  app.options('pick', async ({ ack, options }) => {
    const found = distributions.filter((name) => name.includes(options.value));
    await ack({ options: found.map((name) => ({ text: plain(name), value: name })) });
  });
  app.view('form', async ({ ack, view, body, client }) => {
    const domain = view.state.values.domain?.name?.value ?? '';
    if (!domain.includes('.')) {
      await ack({ response_action: 'errors', errors: { domain: `${domain} is no domain` } });
      return;
    }
    await ack();
    const reference = view.state.values.reference?.pick?.selected_option?.value;
    await client.chat.postMessage({ channel: body.user.id, text: `You asked for ${domain} like ${reference}` });
  });
  await app.init();
  await app.start();
  await until('the small app', () => slack.connections() > 0);
  return {
    close: async () => {
      await app.stop();
      await until('the small app to leave', () => slack.connections() === 0);
    },
  };
}
