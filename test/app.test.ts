// The start of the bot: a Slack that says no ends it with one sentence; a Slack that does not answer is waited for.
import { createServer } from 'node:net';
import { startBot } from '../src/app.js';
import { createLog } from '../src/observability/log.js';
import { SlackRefusal } from '../src/slack/client/connect.js';
import { sendSigned, slashCommand } from './support/signed-request.js';
import { botToken, startSlackMock } from './support/slack-wire.js';
import { startTestBot, stopTestBots, testConfig } from './support/test-bot.js';
import { createClock, createLatch, until } from './support/time.js';

afterEach(stopTestBots);

const silent = createLog('silent');
const dns = { follow: async () => ({ points: 'unknown', found: undefined }) as const, isZoneTop: async () => false };
const start = (pause: (milliseconds: number) => Promise<void>, port = '0') =>
  startBot(testConfig({ PORT: port }), silent, { now: createClock().now, pause, dns });

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => jest.restoreAllMocks());

test.each(['invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive', 'missing_scope'])(
  'a bot token that Slack answers with %s ends the start in one sentence that names the variable',
  async (error) => {
    const slack = startSlackMock();
    slack.fail('auth.test', { kind: 'refused', error });
    const failed = await start(async () => undefined).catch((reason: unknown) => reason);
    expect(failed).toBeInstanceOf(SlackRefusal);
    const message = failed instanceof Error ? failed.message : '';
    expect(message).toContain('SLACK_BOT_TOKEN');
    expect(message).toContain(error);
    expect(message).not.toContain('\n');
    expect(message).not.toContain(botToken);
    expect(slack.countOf('auth.test')).toBe(1);
  },
);

describe('while Slack cannot be reached', () => {
  test('health answers, readiness and Slack’s requests do not, and the waits grow', async () => {
    const slack = startSlackMock();
    slack.fail('auth.test', { kind: 'unavailable' }, { times: 12 });
    const waits: number[] = [];
    const latch = createLatch();
    // The port has to be known before the start is over.
    const port = await new Promise<number>((resolve) => {
      const probe = createServer().listen(0, '127.0.0.1', () => {
        const address = probe.address();
        probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
      });
    });
    const starting = start(async (milliseconds) => {
      waits.push(milliseconds);
      if (waits.length === 4) await latch.opened;
    }, String(port));

    await until('the first real wait', () => waits.length === 4);
    const base = `http://127.0.0.1:${port}`;
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    expect((await fetch(`${base}/readyz`)).status).toBe(503);
    const command = slashCommand({ text: 'help', user: 'U0ANA', channel: 'C0CDN' });
    expect((await sendSigned(command, { port })).status).toBe(503);

    latch.open();
    const bot = await starting;
    expect((await fetch(`${base}/readyz`)).status).toBe(200);
    // Within a try the client waits 0.5, 1 and 1.5 seconds; between tries ever longer.
    expect(waits.filter((wait) => wait >= 1_000 && wait !== 1_500)).toEqual(
      expect.arrayContaining([1_000, 2_000, 4_000]),
    );
    await bot.stop();
  });
});

describe('stop', () => {
  test('finishes what is under way and says that nothing is left', async () => {
    const testBot = await startTestBot();
    await testBot.command('help');
    expect(await testBot.finish()).toBe(0);
    expect(testBot.slack.ephemerals).toHaveLength(1);
    await expect(fetch(`http://127.0.0.1:${testBot.port}/healthz`)).rejects.toThrow();
  });

  test('can be asked for twice', async () => {
    const testBot = await startTestBot();
    expect(await Promise.all([testBot.finish(), testBot.finish()])).toEqual([0, 0]);
  });
});

test('a port that is taken ends the start with the reason', async () => {
  const testBot = await startTestBot();
  await expect(start(async () => undefined, String(testBot.port))).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
