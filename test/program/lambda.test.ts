// The bundle as it is deployed, alone in a process: it clones by both kinds of events, tells Slack at once or by its
// schedule, and never a second time.
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { createAccountSeed } from '../../sandbox/account-seed.js';
import { type FakeAws, startAws } from '../../sandbox/fakes/aws/server.js';
import { type FakeSlack, startSlack } from '../../sandbox/fakes/slack/server.js';
import { makeHttpEvent, makeRestEvent, type Sent } from '../http/api-gateway-events.js';
import { asFields as asTemplate, readTemplate, resourceOf } from '../support/cloudformation.js';
import { bundle, type Lambda, runtimeEnvironment, startLambda, templateEnvironment } from '../support/lambda.js';
import { countDependentCalls } from '../support/large-account.js';
import { channel, stateOf, until } from '../support/program.js';
import { cloneRequest, listMade, machineToken, pipelineClient } from '../support/rest.js';
import { asFields, type Fields } from '../support/slack-wire.js';

jest.setTimeout(60_000);

let aws: FakeAws;
let slack: FakeSlack;
let lambda: Lambda | undefined;
beforeEach(async () => {
  aws = await startAws({ seed: createAccountSeed(new Date()), deploySeconds: 600 });
  slack = await startSlack();
});
afterEach(async () => {
  await lambda?.stop();
  lambda = undefined;
  await Promise.all([aws.close(), slack.close()]);
});

const open = (withSlack: boolean): Lambda => {
  const told = withSlack ? slack : undefined;
  lambda = startLambda({ ...runtimeEnvironment(aws, told), ...templateEnvironment(told) });
  return lambda;
};

const rest = makeRestEvent({ resource: 'literal' });
const http = makeHttpEvent({ route: 'literal', stage: '$default' });
const claims = () => aws.tokens.machineClaims({ clientId: pipelineClient.id, scopes: ['cfclone/write'] });
const clone = (change: Partial<typeof cloneRequest> = {}): Sent => ({
  method: 'POST',
  path: '/clone_distribution',
  query: Object.entries({ ...cloneRequest, ...change }),
});
const list = (): Sent => ({ method: 'GET', path: '/clones', claims: claims() });
const schedule = {
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '123456789012',
  time: '2026-03-13T12:05:00Z',
  region: 'us-east-1',
  resources: ['arn:aws:events:us-east-1:123456789012:rule/cf-clone-AnnounceSchedule'],
  detail: {},
};
/** Longer than what the schedule leaves to whoever made the clone. */
const later = 180_000;

const bodyOf = (answer: Fields) => asFields(JSON.parse(String(answer.body)));
const cards = () => slack.store.messages(channel).filter(({ metadata }) => metadata?.event_type === 'cf_clone');
const threadOf = (ts: string) => slack.store.replies(channel, ts).map(({ text }) => text ?? '');
const cardTag = () => listMade({ aws })[0]?.tags.find(({ Key }) => Key === 'cf-clone:card')?.Value;
const created = (ts: string) => threadOf(ts).filter((text) => text.startsWith('Created '));

describe('the bundle', () => {
  test('has all that it needs in it, and nothing of the chat bot’s that it does not', () => {
    const { sources }: { readonly sources: readonly string[] } = JSON.parse(readFileSync(`${bundle}.map`, 'utf8'));
    const packages = new Set(sources.flatMap((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []));
    expect([...packages]).toEqual(expect.arrayContaining(['@slack/web-api', '@aws-sdk/client-cloudfront']));
    const unwanted = ['@slack/bolt', '@slack/socket-mode', 'ws', 'express', 'prom-client'];
    unwanted.push('@aws-sdk/client-cognito-identity-provider');
    expect(unwanted.filter((name) => packages.has(name))).toEqual([]);

    const required = [...readFileSync(bundle, 'utf8').matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = '']) => name);
    const known = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);
    expect(required.length).toBeGreaterThan(0);
    // The SDK asks for it where it has to sign for several regions at once, which nothing here does.
    known.add('@aws-sdk/signature-v4-crt');
    // undici asks for it where a cache is kept in a database, which nothing here does.
    known.add('node:sqlite');
    expect([...new Set(required)].filter((name) => !known.has(name))).toEqual([]);
  });

  test('clones alone in its folder, by claims of a REST API and by a token of an HTTP API', async () => {
    const { invoke, lines } = open(false);
    const first = await invoke(rest({ ...clone(), claims: claims() }));
    expect([first.statusCode, first.isBase64Encoded]).toEqual([201, false]);
    const headers = [['Authorization', `Bearer ${machineToken(aws)}`]] as const;
    const second = await invoke(http({ ...clone({ domain: 'b.example.com' }), headers }));
    expect(second.statusCode).toBe(201);

    const made = listMade({ aws });
    expect(made.map(({ id }) => id)).toEqual([bodyOf(first).distributionId, bodyOf(second).distributionId]);
    expect(cardTag()).toMatch(/^program\//);
    const recorded = () => lines.filter(({ event }) => event === 'create').map(({ request }) => request);
    await until('both lines', () => recorded().length === 2);
    expect(recorded()).toEqual([bodyOf(first).requestId, bodyOf(second).requestId]);
    expect(slack.calls.all()).toEqual([]);
    expect((await invoke(http({ method: 'GET', path: '/openapi.json' }))).statusCode).toBe(200);
    expect((await invoke(http(clone()))).statusCode).toBe(401);
    // The tables of IDNA are part of the bundle.
    const named = await invoke(rest({ ...clone({ domain: 'b\u00fccher.xn--a.example.com' }), claims: claims() }));
    expect([named.statusCode, bodyOf(named).outcome]).toEqual([400, 'invalid_request']);
    const covered = await invoke(rest({ ...clone({ domain: 'b\u00fccher.example.com' }), claims: claims() }));
    expect([covered.statusCode, bodyOf(covered).domain]).toEqual([201, 'xn--bcher-kva.example.com']);
    // Where nobody is told there is nothing to do by the schedule either.
    expect(await invoke(schedule)).toEqual({});
  });

  test('clones in two dependent calls, the first time too, and never reads the account', async () => {
    // ACM shows a hundred names of a certificate, and the rest take a call of their own, the first time.
    for (const [arn, { names }] of aws.store.certificates) if (names.length > 100) aws.store.certificates.delete(arn);
    // Long enough to tell calls apart on a busy machine.
    aws.faults.latencyMs = 500;
    const { invoke } = open(false);
    expect((await invoke(rest({ ...clone(), claims: claims() }))).statusCode).toBe(201);
    expect(countDependentCalls(aws)).toBe(2);
    expect(aws.calls.list('ListDistributions')).toEqual([]);
  });

  test('takes references by their IDs and ARNs alone, and says so', async () => {
    const { invoke } = open(false);
    const named = await invoke(rest({ ...clone({ ref_dist: 'ref.example.com' }), claims: claims() }));
    expect([named.statusCode, bodyOf(named).outcome]).toEqual([400, 'invalid_request']);
    expect(bodyOf(named).next).toContain('ARN');
    expect(aws.calls.list('ListDistributions')).toEqual([]);
  });

  test('is given what the template gives it', () => {
    const work = resourceOf(readTemplate('template.yml'), 'CloneFunction').properties;
    const names = Object.keys(asTemplate(asTemplate(work.Environment).Variables));
    const given = Object.keys(templateEnvironment(slack));
    expect(names.filter((name) => !given.includes(name))).toEqual(['COGNITO_APPROVER_GROUPS', 'AUTOMATE']);
    expect(given.filter((name) => !names.includes(name))).toEqual([]);
  });

  test('names every variable that is missing, in one error, at every event', async () => {
    lambda = startLambda({ ...runtimeEnvironment(aws), SLACK_ANNOUNCE_CHANNEL: channel, LOG_LEVEL: 'loud' });
    for (const event of [rest({ ...clone(), claims: claims() }), schedule]) {
      const said = await lambda.invoke(event).then(String, (error: Error) => error.message);
      for (const name of [
        'COGNITO_USER_POOL_ID',
        'COGNITO_ALLOWED_GROUPS',
        'COGNITO_API_CLIENT_IDS',
        'COGNITO_API_SCOPES',
        'SLACK_BOT_TOKEN',
        'LOG_LEVEL',
      ]) {
        expect(said).toContain(`${name}: `);
      }
    }
  });

  test('has no answer for an event of somebody else', async () => {
    await expect(open(false).invoke({ Records: [] })).rejects.toThrow(/REST API or an HTTP API/);
  });
});

describe('with a channel', () => {
  test('the card is there with the answer, its thread says what was created', async () => {
    const { invoke } = open(true);
    const answer = await invoke(rest({ ...clone(), claims: claims() }));
    expect(answer.statusCode).toBe(201);
    const [card] = cards();
    expect(cards()).toHaveLength(1);
    expect(stateOf(card ?? {})).toBe('cloned');
    expect(JSON.stringify(card)).toContain(pipelineClient.id);
    expect(created(card?.ts ?? '')).toEqual([expect.stringContaining(String(bodyOf(answer).distributionId))]);
    expect(cardTag()).toMatch(/^https:\/\/example-cdn\.slack\.com\/archives\//);
  });

  test('a dry run and a refusal tell nobody', async () => {
    const { invoke } = open(true);
    const planned = clone();
    await invoke(rest({ ...planned, query: [...(planned.query ?? []), ['dry_run', 'true']], claims: claims() }));
    await invoke(rest({ ...clone({ domain: 'www.nowhere.test' }), claims: claims() }));
    expect(slack.calls.all()).toEqual([]);
  });

  test('the schedule finishes the card when the clone is deployed', async () => {
    aws.store.deploySeconds = 1;
    const { invoke } = open(true);
    await invoke(rest({ ...clone(), claims: claims() }));
    await until('the deployment', () => listMade({ aws }).every((made) => aws.store.statusOf(made) === 'Deployed'));
    await invoke(schedule);
    const [card] = cards();
    expect(stateOf(card ?? {})).toBe('deployed');
    await invoke(schedule);
    expect(threadOf(card?.ts ?? '').filter((text) => text.startsWith('Deployed '))).toHaveLength(1);
    expect(created(card?.ts ?? '')).toHaveLength(1);
  });
});

test('a bulk request has one card in the end, with every clone in its thread', async () => {
  const { invoke, setClock } = open(true);
  const domains = Array.from({ length: 7 }, (_, index) => `n${index}.example.com`);
  const body = JSON.stringify({ items: domains.map((domain) => ({ ...cloneRequest, domain })) });
  const headers = [['Content-Type', 'application/json']] as const;
  const answer = await invoke(rest({ method: 'POST', path: '/clone_distributions', headers, body, claims: claims() }));
  expect(bodyOf(answer).summary).toMatchObject({ cloned: 7 });
  setClock(later);
  await invoke(schedule);
  const bulks = slack.store.messages(channel).filter(({ metadata }) => metadata?.event_type === 'cf_clone_bulk');
  expect(bulks.map(({ metadata }) => asFields(metadata?.event_payload).items)).toEqual([7]);
  const thread = threadOf(bulks[0]?.ts ?? '').join('\n');
  for (const domain of domains) expect(thread.split(domain).length).toBeGreaterThan(1);
  expect(cards()).toEqual([]);
});

describe('while Slack is down', () => {
  test.each(['unavailable', 'error'] as const)('(%s) the clone is made, and told once, later', async (kind) => {
    const { invoke, setClock, lines } = open(true);
    slack.faults.add({ method: '*', kind, times: 'always', ...(kind === 'error' ? { error: 'internal_error' } : {}) });
    const answer = await invoke(rest({ ...clone(), claims: claims() }));
    expect(answer.statusCode).toBe(201);
    expect(cardTag()).toMatch(new RegExp(`^announce/${channel}/.*/${bodyOf(answer).requestId}$`));
    expect(cards()).toEqual([]);
    slack.faults.clear();

    // Whoever made it may still be at it.
    await invoke(schedule);
    expect(cards()).toEqual([]);
    setClock(later);
    await invoke(schedule);
    expect(cards()).toHaveLength(1);
    const [card] = cards();
    expect(created(card?.ts ?? '')).toHaveLength(1);
    expect(cardTag()).toMatch(/^https:\/\/example-cdn\.slack\.com\/archives\//);

    // Nor does what this process could not tell come up again.
    expect((await invoke(rest(list()))).statusCode).toBe(200);
    await invoke(rest({ ...clone({ domain: 'b.example.com' }), claims: claims() }));
    await invoke(schedule);
    expect(cards().map((message) => stateOf(message))).toEqual(['cloned', 'cloned']);
    expect(cards().every(({ ts }) => created(ts).length === 1)).toBe(true);
    expect(JSON.stringify(lines)).not.toContain(slack.settings.botToken);
  });
});
