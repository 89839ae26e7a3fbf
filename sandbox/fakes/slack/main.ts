// Starts the fake as a process of its own and prints where it listens, as one line of JSON.
import { parseArgs } from 'node:util';
import { settingsSchema } from './requests.js';
import { startSlack } from './server.js';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      'bot-url': { type: 'string' },
      mode: { type: 'string' },
    },
  });
  const given = settingsSchema.parse({ botUrl: values['bot-url'], mode: values.mode });
  const settings = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const slack = await startSlack({ port: Number(values.port), ...settings });
  process.stdout.write(`${JSON.stringify({ url: slack.url, apiUrl: slack.apiUrl, port: slack.port })}\n`);
  const stop = (): void => {
    slack.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
