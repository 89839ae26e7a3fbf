// Socket Mode renews its connections every few hours; a command typed meanwhile must not get lost.
import { startAws } from '../../sandbox/aws/server.js';
import { startSlack } from '../../sandbox/slack/server.js';
import { believableWorld } from '../../sandbox/world.js';
import { type Bot, realEffects, startBot } from '../../src/bot.js';
import { readConfig } from '../../src/config.js';
import { makeLog } from '../../src/log.js';
import { botEnvironment, channel, order, people, until } from '../support/stage.js';

it('takes commands on its second connection while Slack renews the first', async () => {
  const slack = await startSlack({ mode: 'socket' });
  const aws = await startAws({ world: believableWorld(new Date()) });
  const env = botEnvironment(slack, aws, 'socket');
  const before = { ...process.env };
  Object.assign(process.env, env);
  const config = readConfig(env);
  if (!config.ok) throw new Error(config.problems.join());
  let bot: Bot | undefined;
  try {
    // The second connection opens without its wait; nothing else here pauses.
    bot = await startBot(config.config, makeLog('silent'), { ...realEffects, pause: async () => undefined });
    await until('both connections', () => slack.connections() === 2);
    expect(slack.disconnectSockets({ count: 1, graceMs: 0 })).toBe(1);
    const outcome = await slack.command({ user: people.ana, channel, text: order });
    expect(outcome).toMatchObject({ via: 'socket', ok: true });
    await until('the card', () => slack.store.messages(channel).length === 1);
  } finally {
    await bot?.stop();
    process.env = before;
    await Promise.all([slack.close(), aws.close()]);
  }
});
