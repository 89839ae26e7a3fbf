// Socket Mode renews its connections every few hours; a command typed meanwhile must not get lost. Slack may deliver an
// envelope again, and a message that makes no sense must not end the process.

import { createAccountSeed } from '../../sandbox/account-seed.js';
import { startAws } from '../../sandbox/fakes/aws/server.js';
import { type FakeSlack, startSlack } from '../../sandbox/fakes/slack/server.js';
import { type Bot, type Effects, realEffects, startBot } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { createLog } from '../../src/observability/log.js';
import { channel, cloneCommand, people, stateOf, until } from '../support/program.js';
import { botEnvironment } from '../support/program-process.js';

let slack: FakeSlack;
let bot: Bot | undefined;
let end: () => Promise<void>;
const logged: string[] = [];

beforeEach(async () => {
  slack = await startSlack({ mode: 'socket' });
  const aws = await startAws({ seed: createAccountSeed(new Date()) });
  const env = botEnvironment(slack, aws, 'socket');
  const before = { ...process.env };
  Object.assign(process.env, env);
  const config = readConfig(env);
  if (!config.ok) throw new Error(config.problems.join());
  end = async () => {
    await bot?.stop();
    bot = undefined;
    process.env = before;
    await Promise.all([slack.close(), aws.close()]);
  };
  logged.length = 0;
  const log = createLog('info', { write: (line) => void logged.push(line) });
  // The second connection opens without its wait; nothing else here pauses.
  const { createOriginCheck: _, ...effects }: Effects = realEffects;
  bot = await startBot(config.config, log, { ...effects, pause: async () => undefined });
  await until('both connections', () => slack.connections() === 2);
});
afterEach(() => end());

it('takes commands on its second connection while Slack renews the first', async () => {
  expect(slack.disconnectSockets({ count: 1, graceMs: 0 })).toBe(1);
  const outcome = await slack.command({ user: people.ana, channel, text: cloneCommand });
  expect(outcome).toMatchObject({ via: 'socket', ok: true });
  await until('the card', () => slack.store.messages(channel).length === 1);
});

it('exports how many connections Slack counts, and warns of none while they are its own', async () => {
  const read = async () => (await fetch(`http://127.0.0.1:${bot?.port}/metrics`)).text();
  // Slack's word about the second connection may still be on its way.
  let metrics = await read();
  for (let tries = 0; tries < 200 && !metrics.includes('cf_clone_slack_sockets 2'); tries++) metrics = await read();
  expect(metrics.split('\n')).toContain('cf_clone_slack_sockets 2');
  expect(logged.filter((line) => line.includes('"expected"'))).toEqual([]);
});

it('warns when Slack counts more than the expected replicas hold', async () => {
  slack.sendSocketText(JSON.stringify({ type: 'hello', num_connections: 5 }));
  await until('the warning', () => logged.some((line) => line.includes('"sockets":5,"expected":4')));
});

describe('an envelope that is delivered three times, over both connections', () => {
  it('is acknowledged three times and gets one card, and one decision', async () => {
    slack.settings.envelopeDeliveries = 3;
    await slack.command({ user: people.ana, channel, text: cloneCommand });
    await until('all acknowledgements', () => slack.acknowledgements() === 3);
    const card = await until('the card', () => slack.store.messages(channel)[0]);
    await slack.click({ user: people.bo, channel, ts: card.ts, action_id: 'cf_clone_approve' });
    await until('all acknowledgements', () => slack.acknowledgements() === 6);
    await until('the card to say cloned', () => stateOf(slack.store.find(channel, card.ts) ?? {}) === 'cloned');

    // Whatever the other deliveries had started would be done by now: the bot waits for it when it stops.
    await bot?.stop();
    bot = undefined;
    const cards = slack.store.messages(channel).filter(({ metadata }) => metadata?.event_type === 'cf_clone');
    expect(cards).toHaveLength(1);
    expect(slack.store.ephemerals(people.bo)).toHaveLength(0);
    expect(logged.filter((line) => line.includes('"event":"approval"'))).toHaveLength(1);
  });
});

describe('a message that makes no sense', () => {
  const envelope = { envelope_id: 'e-1', accepts_response_payload: false };
  const rejections: unknown[] = [];
  const note = (error: unknown) => void rejections.push(error);
  beforeAll(() => process.on('unhandledRejection', note));
  afterAll(() => process.off('unhandledRejection', note));

  it.each([
    ['null', null],
    ['a list', []],
    ['a text', 'x'],
    ['an envelope of no type', envelope],
    ['an envelope of a type that there is not', { ...envelope, type: 'slack_event', payload: {} }],
    ['an envelope that names a state of the client', { ...envelope, type: 'disconnected', payload: {} }],
    ['an event without payload', { ...envelope, type: 'events_api' }],
    ['an event that is null', { ...envelope, type: 'events_api', payload: { event: null } }],
    ['a command without payload', { ...envelope, type: 'slash_commands' }],
    ['a click that is null', { ...envelope, type: 'interactive', payload: null }],
  ])('such as %s is left out, and the next command gets its card', async (_, message) => {
    rejections.length = 0;
    slack.sendSocketText('no JSON');
    slack.sendSocketText(JSON.stringify(message));
    await slack.command({ user: people.ana, channel, text: cloneCommand });
    await until('the card', () => slack.store.messages(channel).length === 1);
    expect(rejections).toEqual([]);
    expect(slack.connections()).toBe(2);
  });

  it('such as a click without any of its members is acknowledged or logged, and does no harm', async () => {
    rejections.length = 0;
    slack.sendSocketText(JSON.stringify({ ...envelope, type: 'interactive', payload: {} }));
    slack.sendSocketText(JSON.stringify({ ...envelope, type: 'interactive', payload: { actions: [], user: null } }));
    slack.sendSocketText(JSON.stringify({ ...envelope, type: 'slash_commands', payload: { command: '/cf-clone' } }));
    await slack.command({ user: people.ana, channel, text: cloneCommand });
    await until('the card', () => slack.store.messages(channel).length === 1);
    expect(rejections).toEqual([]);
  });
});
