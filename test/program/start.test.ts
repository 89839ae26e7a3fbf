// How the built program starts, and how it says that it cannot.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { startAws } from '../../sandbox/fakes/aws/server.js';
import { startSlack } from '../../sandbox/fakes/slack/server.js';
import { startProgram } from '../support/program.js';
import { botEnvironment, startProcess } from '../support/program-process.js';

describe('the program', () => {
  it('lists every problem of its configuration and leaves with a code', async () => {
    const start = startProcess({ PATH: process.env.PATH ?? '', PORT: 'x', APPROVAL_TTL: 'soon' });
    await expect(start).rejects.toThrow(/left with 1/);
    for (const name of [
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'COGNITO_USER_POOL_ID',
      'COGNITO_ALLOWED_GROUPS',
      'PORT',
      'APPROVAL_TTL',
    ]) {
      await expect(start).rejects.toThrow(name);
    }
  });

  it.each([
    ['bot token', 'http', { SLACK_BOT_TOKEN: 'xoxb-wrong' }, 'SLACK_BOT_TOKEN'],
    ['app token', 'socket', { SLACK_APP_TOKEN: 'xapp-wrong' }, 'SLACK_APP_TOKEN'],
  ] as const)('says in one line that Slack does not accept the %s', async (_, mode, env, name) => {
    const slack = await startSlack({ mode });
    const aws = await startAws();
    try {
      const start = startProcess({ ...botEnvironment(slack, aws, mode), LOG_LEVEL: 'fatal', ...env });
      await expect(start).rejects.toThrow(
        new RegExp(`left with 1:\ncf-clone cannot start: Slack does not accept ${name}[^\n]*$`),
      );
    } finally {
      await Promise.all([slack.close(), aws.close()]);
    }
  });

  it('answers health, and tells whether it is ready', async () => {
    const program = await startProgram({ mode: 'socket' });
    try {
      const port = program.replicas[0]?.port;
      expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
      expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
      expect((await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST' })).status).toBe(404);
    } finally {
      await program.close();
    }
  });

  it('starts with the variables of .env.example', async () => {
    const example = parseEnv(readFileSync(join(__dirname, '..', '..', '.env.example'), 'utf8'));
    const { SLACK_BOT_TOKEN: botToken = '', SLACK_APP_TOKEN: appToken = '' } = example;
    const slack = await startSlack({ mode: 'socket', botToken, appToken });
    const aws = await startAws();
    try {
      const { PATH = '', SLACK_API_URL = '', AWS_ENDPOINT_URL = '', ...rest } = botEnvironment(slack, aws, 'socket');
      const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = rest;
      // Where the fakes are, and what the machine gives otherwise.
      const place = { PATH, SLACK_API_URL, AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, PORT: '0' };
      const replica = await startProcess({ ...example, ...place, HOST: '127.0.0.1', LOG_LEVEL: 'info' });
      const answer = await fetch(`http://127.0.0.1:${replica.port}/readyz`).catch(() => undefined);
      expect(await replica.stop()).toBe(0);
      expect(answer?.status).toBe(200);
    } finally {
      await Promise.all([slack.close(), aws.close()]);
    }
  });
});
