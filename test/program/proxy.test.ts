// The built programs behind a company's proxy. Connections past the proxy fail, so what works has gone through it.
import { join } from 'node:path';
import { createAccountSeed } from '../../sandbox/account-seed.js';
import { type FakeAws, startAws } from '../../sandbox/fakes/aws/server.js';
import { type FakeSlack, startSlack } from '../../sandbox/fakes/slack/server.js';
import { makeHttpEvent } from '../http/api-gateway-events.js';
import { type ConnectProxy, startConnectProxy } from '../support/connect-proxy.js';
import { runtimeEnvironment, startLambda, templateEnvironment } from '../support/lambda.js';
import {
  channel,
  findCard,
  listClones,
  listEphemerals,
  type Program,
  people,
  requestCard,
  startProgram,
  until,
} from '../support/program.js';
import { botEnvironment, spawnProcess } from '../support/program-process.js';
import { cloneRequest, postClone } from '../support/program-rest.js';
import { listMade, machineToken } from '../support/rest.js';

jest.setTimeout(60_000);

const password = 'pa55-7431';
const onlyWay = join(__dirname, '..', 'support', 'one-way-out.cjs');

let proxy: ConnectProxy;
beforeEach(async () => {
  proxy = await startConnectProxy({ credentials: `bot:${password}` });
});
afterEach(() => proxy.close());

/** NODE_USE_ENV_PROXY makes Node.js 24 read the same variables by itself, which must not get in the way. */
const behindProxy = (isLowerCase = false): Record<string, string> => {
  const url = proxy.url.replace('//', `//bot:${password}@`);
  const variables = { HTTPS_PROXY: url, HTTP_PROXY: url, NO_PROXY: 'localhost,.internal' };
  const named = Object.entries(variables).map(([name, value]) => [isLowerCase ? name.toLowerCase() : name, value]);
  return {
    ...Object.fromEntries(named),
    NODE_USE_ENV_PROXY: '1',
    ONLY_PORT: String(proxy.port),
    NODE_OPTIONS: `--require ${onlyWay}`,
  };
};
const isPassedThrough = (part: { readonly port: number }): boolean => proxy.tunnels.includes(`127.0.0.1:${part.port}`);

/** Everything that the bot does with the outside: a card, a decision, a refusal for one person, a clone by REST. */
async function doEverything(program: Program): Promise<void> {
  const card = await requestCard(program);
  await program.slack.click({ user: people.bo, channel, ts: card.ts, action_id: 'cf_clone_approve' });
  await until('the card to say cloned', () => findCard(program, 'cloned') ?? findCard(program, 'deployed'));
  await program.slack.command({ user: people.dev, channel, text: 'c.example.com o.example.net EREFERENCE0001' });
  await until('the refusal', () => listEphemerals(program, people.dev).length > 0);
  expect((await postClone(program)).status).toBe(201);
  expect(listClones(program)).toHaveLength(2);
}

describe.each([
  ['socket', false],
  ['http', true],
] as const)('the bot in %s mode (lower case: %s)', (mode, isLowerCase) => {
  it('reaches Slack, AWS, and the keys of the user pool through the proxy alone', async () => {
    const program = await startProgram({ mode, rest: true, env: behindProxy(isLowerCase) });
    try {
      await doEverything(program);
      expect(isPassedThrough(program.slack)).toBe(true);
      expect(isPassedThrough(program.aws)).toBe(true);
      expect(new Set(proxy.statuses)).toEqual(new Set([200]));
      expect(JSON.stringify(program.replicas[0]?.lines)).not.toContain(password);
    } finally {
      await program.close();
    }
  });

  it('goes past the proxy to the hosts of NO_PROXY', async () => {
    const env: Record<string, string> = { ...behindProxy(isLowerCase), NODE_OPTIONS: '' };
    env[isLowerCase ? 'no_proxy' : 'NO_PROXY'] = '127.0.0.1';
    const program = await startProgram({ mode, rest: true, env });
    try {
      await doEverything(program);
      // The look at the new origin goes to another host, so it still takes the proxy.
      expect(isPassedThrough(program.slack)).toBe(false);
      expect(isPassedThrough(program.aws)).toBe(false);
    } finally {
      await program.close();
    }
  });
});

describe('between the fakes', () => {
  let slack: FakeSlack;
  let aws: FakeAws;
  beforeEach(async () => {
    slack = await startSlack({ mode: 'socket' });
    aws = await startAws({ seed: createAccountSeed(new Date()) });
  });
  afterEach(() => Promise.all([slack.close(), aws.close()]));

  it('names no credentials while the proxy refuses them', async () => {
    const guess = 'gue55-7431';
    const url = proxy.url.replace('//', `//bot:${guess}@`);
    const bot = spawnProcess({ ...botEnvironment(slack, aws, 'socket'), HTTP_PROXY: url, LOG_LEVEL: 'trace' });
    try {
      await until('two attempts', () => bot.lines.length > 1);
      expect(proxy.statuses).toContain(407);
      expect(proxy.tunnels).toEqual([]);
      expect(JSON.stringify(bot.lines)).not.toMatch(new RegExp(`${guess}|${btoa(`bot:${guess}`)}`));
    } finally {
      await bot.stop('SIGKILL');
    }
  });

  it('names the variable and not its value when the address is none', async () => {
    const bot = spawnProcess({ ...botEnvironment(slack, aws, 'socket'), HTTPS_PROXY: `ftp://bot:${password}@proxy` });
    const error = await bot.whenReady.catch(String);
    expect(error).toContain('HTTPS_PROXY: give the address of a proxy');
    expect(error).not.toContain(password);
  });

  it('lets the Lambda function clone and announce through the proxy alone', async () => {
    const { NODE_OPTIONS: _, ...variables } = behindProxy();
    const lambda = startLambda({ ...runtimeEnvironment(aws, slack), ...templateEnvironment(slack), ...variables }, [
      onlyWay,
    ]);
    try {
      const headers = [['Authorization', `Bearer ${machineToken(aws)}`]] as const;
      const query = Object.entries(cloneRequest);
      const event = makeHttpEvent({ route: 'literal', stage: '$default' });
      const answer = await lambda.invoke(event({ method: 'POST', path: '/clone_distribution', query, headers }));
      expect(answer.statusCode).toBe(201);
      expect(listMade({ aws })).toHaveLength(1);
      const cards = slack.store.messages(channel).filter(({ metadata }) => metadata?.event_type === 'cf_clone');
      expect(cards).toHaveLength(1);
      expect(isPassedThrough(slack) && isPassedThrough(aws)).toBe(true);
      expect(JSON.stringify(lambda.lines)).not.toContain(password);
    } finally {
      await lambda.stop();
    }
  });
});
