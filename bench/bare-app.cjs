// What the bot is compared with: Bolt with a listener that only acknowledges. Plain JavaScript, so that no loader counts.
const { App, HTTPReceiver, SocketModeReceiver } = require('@slack/bolt');

const { SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret, SLACK_API_URL: slackApiUrl } = process.env;
const clientOptions = { slackApiUrl };
const receiver = appToken
  ? new SocketModeReceiver({ appToken, installerOptions: { clientOptions } })
  : new HTTPReceiver({ signingSecret, endpoints: '/slack/events' });
const app = new App({
  receiver,
  clientOptions,
  authorize: async () => ({ botToken: 'xoxb-1', botId: 'B1', botUserId: 'U1', teamId: 'T1' }),
});
app.command('/cf-clone', async ({ ack }) => ack());
app.action(/.*/, async ({ ack }) => ack());

async function main() {
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  const port = appToken ? 0 : server.address().port;
  // The line that the bot says too, so that both are waited for in the same way.
  process.stdout.write(`${JSON.stringify({ msg: 'cf-clone is ready', port })}\n`);
}

main();
