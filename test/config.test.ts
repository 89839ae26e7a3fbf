// The environment: each variable, every problem at once with its remedy, and no secret in what is said.
import { type Config, readConfig } from '../src/config.js';
import { readLambdaConfig } from '../src/lambda-config.js';

const least = {
  SLACK_BOT_TOKEN: 'xoxb-1-2-abc',
  SLACK_SIGNING_SECRET: '0123456789abcdef',
  COGNITO_USER_POOL_ID: 'eu-west-1_AbCdEfGhI',
  COGNITO_ALLOWED_GROUPS: 'cdn-operators',
};

function read(env: Record<string, string | undefined> = {}): Config {
  const result = readConfig({ ...least, ...env });
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.config;
}

function problems(env: Record<string, string | undefined>): readonly string[] {
  const result = readConfig(env);
  return result.ok ? [] : result.problems;
}

test('the least that is needed gives the documented defaults', () => {
  expect(read()).toMatchObject({
    slack: { mode: { kind: 'http' }, apiUrl: undefined, allowedChannels: [], maxReplicas: 2 },
    cognito: { region: 'eu-west-1', allowedGroups: ['cdn-operators'], approverGroups: ['cdn-operators'] },
    approval: { requireSecondPerson: false, ttl: 8 * 3_600_000 },
    verifyPath: '/',
    http: { port: 3_000, host: '0.0.0.0' },
    logLevel: 'info',
  });
});

test.each<[string, string, (config: Config) => unknown, unknown]>([
  ['SLACK_BOT_TOKEN', 'xoxb-other', (c) => c.slack.botToken, 'xoxb-other'],
  ['SLACK_SIGNING_SECRET', 'abcdefgh12', (c) => c.slack.mode, { kind: 'http', signingSecret: 'abcdefgh12' }],
  ['SLACK_APP_TOKEN', 'xapp-1-a', (c) => c.slack.mode, { kind: 'socket', appToken: 'xapp-1-a' }],
  ['SLACK_API_URL', 'https://slack-gov.com/api', (c) => c.slack.apiUrl, 'https://slack-gov.com/api/'],
  ['SLACK_API_URL', 'http://127.0.0.1:8080/api/', (c) => c.slack.apiUrl, 'http://127.0.0.1:8080/api/'],
  ['SLACK_ALLOWED_CHANNELS', 'C0AAA, G0BBB ,', (c) => c.slack.allowedChannels, ['C0AAA', 'G0BBB']],
  ['SLACK_MAX_REPLICAS', '5', (c) => c.slack.maxReplicas, 5],
  ['COGNITO_USER_POOL_ID', 'us-gov-west-1_Abc123', (c) => c.cognito.region, 'us-gov-west-1'],
  ['COGNITO_ALLOWED_GROUPS', ' a , b ', (c) => c.cognito.allowedGroups, ['a', 'b']],
  ['COGNITO_ALLOWED_GROUPS', 'a,b', (c) => c.cognito.approverGroups, ['a', 'b']],
  ['COGNITO_APPROVER_GROUPS', 'c', (c) => c.cognito.approverGroups, ['c']],
  ['REQUIRE_SECOND_PERSON', 'true', (c) => c.approval.requireSecondPerson, true],
  ['REQUIRE_SECOND_PERSON', 'TRUE', (c) => c.approval.requireSecondPerson, true],
  ['REQUIRE_SECOND_PERSON', '1', (c) => c.approval.requireSecondPerson, true],
  ['REQUIRE_SECOND_PERSON', 'no', (c) => c.approval.requireSecondPerson, false],
  ['AUTOMATE', 'access', (c) => c.automate, ['access']],
  ['VERIFY_PATH', '/health?full=1', (c) => c.verifyPath, '/health?full=1'],
  ['VERIFY_PATH', 'off', (c) => c.verifyPath, undefined],
  ['AUTOMATE', 'metrics, logs', (c) => c.automate, ['metrics', 'logs']],
  ['APPROVAL_TTL', '90s', (c) => c.approval.ttl, 90_000],
  ['APPROVAL_TTL', '30m', (c) => c.approval.ttl, 1_800_000],
  ['APPROVAL_TTL', '2d', (c) => c.approval.ttl, 2 * 86_400_000],
  ['SLACK_APPROVER_MENTION', 'S0APPROVERS, U0ANA', (c) => c.slack.approverMentions, ['S0APPROVERS', 'U0ANA']],
  ['REMIND_AFTER', '30m', (c) => c.approval.remindAfterMs, 1_800_000],
  ['REMIND_AFTER', 'off', (c) => c.approval.remindAfterMs, undefined],
  ['PORT', '0', (c) => c.http.port, 0],
  ['PORT', '65535', (c) => c.http.port, 65_535],
  ['HOST', '127.0.0.1', (c) => c.http.host, '127.0.0.1'],
  ['LOG_LEVEL', 'debug', (c) => c.logLevel, 'debug'],
  ['HTTPS_PROXY', 'http://u:p@proxy:3128', (c) => c.proxy?.httpsProxy, 'http://u:p@proxy:3128'],
  ['https_proxy', 'proxy:3128', (c) => c.proxy?.httpsProxy, 'http://proxy:3128'],
  ['http_proxy', 'https://proxy', (c) => c.proxy, { httpsProxy: undefined, httpProxy: 'https://proxy', noProxy: '' }],
  ['NO_PROXY', 'example.com', (c) => c.proxy, undefined],
])('%s=%s is understood', (name, value, look, expected) => {
  expect(look(read({ [name]: value }))).toEqual(expected);
});

test.each([
  ['SLACK_BOT_TOKEN', 'xoxp-user-token-value', 'xoxb-'],
  ['SLACK_SIGNING_SECRET', 'short', 'Basic Information'],
  ['SLACK_APP_TOKEN', 'xoxb-not-an-app-token', 'xapp-'],
  ['SLACK_API_URL', 'slack.com', 'https://'],
  ['SLACK_API_URL', 'ftp://slack.com/api/', 'https://'],
  ['SLACK_ALLOWED_CHANNELS', '#general', 'channel IDs'],
  ['SLACK_ALLOWED_CHANNELS', 'C0AAA general', 'channel IDs'],
  ['SLACK_MAX_REPLICAS', '6', 'ten connections'],
  ['SLACK_MAX_REPLICAS', '0', 'from 1 to 5'],
  ['COGNITO_USER_POOL_ID', 'AbCdEfGhI', 'us-east-1_'],
  ['COGNITO_ALLOWED_GROUPS', ' , ', 'at least one'],
  ['COGNITO_APPROVER_GROUPS', ',', 'at least one'],
  ['REQUIRE_SECOND_PERSON', 'maybe', 'true or false'],
  ['AUTOMATE', 'access,everything', 'steps that the bot can do: access'],
  ['VERIFY_PATH', 'health', 'path'],
  ['VERIFY_PATH', '/a b', 'path'],
  ['VERIFY_PATH', '/a\r\nHost: x', 'path'],
  ['VERIFY_PATH', '/a#b', 'fragment'],
  ['APPROVAL_TTL', '8', 'unit'],
  ['APPROVAL_TTL', '0h', 'unit'],
  ['APPROVAL_TTL', '-1h', 'unit'],
  ['APPROVAL_TTL', '31d', '30d'],
  ['SLACK_APPROVER_MENTION', '@cdn-approvers', 'names do not work'],
  ['SLACK_APPROVER_MENTION', 'C0CHANNEL', 'IDs of user groups'],
  ['SLACK_APPROVER_MENTION', Array.from({ length: 11 }, () => 'U0ANA').join(','), 'list at most 10'],
  ['REMIND_AFTER', 'never', 'or off'],
  ['REMIND_AFTER', '0h', 'or off'],
  ['REMIND_AFTER', '31d', '30d'],
  ['PORT', '70000', '65535'],
  ['PORT', 'http', '65535'],
  ['LOG_LEVEL', 'loud', 'info'],
])('%s=%s is refused, by name and with the remedy', (name, value, remedy) => {
  const found = problems({ ...least, [name]: value });
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(new RegExp(`^${name}: `));
  expect(found[0]).toContain(remedy);
});

test.each(['SLACK_BOT_TOKEN', 'COGNITO_USER_POOL_ID', 'COGNITO_ALLOWED_GROUPS'] as const)(
  '%s is required, and empty counts as not set',
  (name) => {
    for (const value of [undefined, '', '  ']) {
      const found = problems({ ...least, [name]: value });
      expect(found).toEqual([expect.stringMatching(new RegExp(`^${name}: set it to `))]);
    }
  },
);

test('without a way to hear from Slack both ways are named', () => {
  const [problem, ...more] = problems({ ...least, SLACK_SIGNING_SECRET: '' });
  expect(more).toEqual([]);
  expect(problem).toContain('SLACK_APP_TOKEN');
  expect(problem).toContain('SLACK_SIGNING_SECRET');
});

test('with both ways Socket Mode is taken: every app has a signing secret', () => {
  expect(read({ SLACK_APP_TOKEN: 'xapp-1' }).slack.mode.kind).toBe('socket');
});

test('every problem is reported at once', () => {
  const found = problems({ PORT: 'x', LOG_LEVEL: 'x', APPROVAL_TTL: 'x', REQUIRE_SECOND_PERSON: 'x' });
  expect(found.map((problem) => problem.split(':')[0]).sort()).toEqual([
    'APPROVAL_TTL',
    'COGNITO_ALLOWED_GROUPS',
    'COGNITO_USER_POOL_ID',
    'LOG_LEVEL',
    'PORT',
    'REQUIRE_SECOND_PERSON',
    'SLACK_APP_TOKEN',
    'SLACK_BOT_TOKEN',
  ]);
});

test('what is said of a wrong secret does not hold it', () => {
  const said = problems({
    ...least,
    SLACK_BOT_TOKEN: 'xoxp-hush',
    SLACK_SIGNING_SECRET: 'hush',
    SLACK_APP_TOKEN: 'hush',
  });
  expect(said).toHaveLength(3);
  expect(said.join('\n')).not.toContain('hush');
});

test('variables of others are left alone', () => {
  expect(read({ AWS_REGION: 'eu-west-1', PATH: '/bin' })).toEqual(read());
});

describe('the REST API', () => {
  const api = { COGNITO_API_CLIENT_IDS: 'one, two', COGNITO_API_SCOPES: 'cfclone/write,cfclone/read' };

  test('is off unless its clients and scopes are named', () => {
    expect(read({}).api).toBeUndefined();
    expect(read(api).api).toEqual({
      clientIds: ['one', 'two'],
      scopes: ['cfclone/write', 'cfclone/read'],
      undoScopes: [],
      jwksUri: undefined,
    });
    const elsewhere = { ...api, COGNITO_JWKS_URI: 'http://127.0.0.1:9/keys' };
    expect(read(elsewhere).api?.jwksUri).toBe('http://127.0.0.1:9/keys');
    expect(read({ SLACK_ANNOUNCE_CHANNEL: 'C0123456789' }).announceChannel).toBe('C0123456789');
  });

  test.each([
    ['COGNITO_API_SCOPES', { COGNITO_API_CLIENT_IDS: 'one' }],
    ['COGNITO_API_CLIENT_IDS', { COGNITO_API_SCOPES: 'cfclone/write' }],
    ['COGNITO_JWKS_URI', { ...api, COGNITO_JWKS_URI: 'ftp://keys' }],
    ['SLACK_ANNOUNCE_CHANNEL', { SLACK_ANNOUNCE_CHANNEL: '#cdn' }],
  ])('%s is named when it is the problem', (name, env) => {
    expect(problems({ ...least, ...env })).toEqual([expect.stringMatching(new RegExp(`^${name}: `))]);
  });
});

describe('the Lambda', () => {
  const alone = {
    COGNITO_USER_POOL_ID: 'us-east-1_AbCdEfGhI',
    COGNITO_ALLOWED_GROUPS: 'cdn-operators',
    COGNITO_API_CLIENT_IDS: 'one',
    COGNITO_API_SCOPES: 'cfclone/write',
  };

  test('needs no Slack', () => {
    const found = readLambdaConfig(alone);
    expect(found).toMatchObject({ ok: true, config: { announce: undefined, requireSecondPerson: false } });
  });

  test('tells Slack where there is a token and a channel', () => {
    const told = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_ANNOUNCE_CHANNEL: 'C0123456789' };
    expect(readLambdaConfig({ ...alone, ...told })).toMatchObject({
      config: { announce: { botToken: 'xoxb-1', channel: 'C0123456789', apiUrl: undefined } },
    });
  });

  test.each([
    ['SLACK_BOT_TOKEN', { ...alone, SLACK_ANNOUNCE_CHANNEL: 'C0123456789' }],
    ['COGNITO_API_SCOPES', { ...alone, COGNITO_API_SCOPES: '' }],
    ['COGNITO_USER_POOL_ID', { ...alone, COGNITO_USER_POOL_ID: undefined }],
  ])('%s is named when it is the problem', (name, env) => {
    const found = readLambdaConfig(env);
    expect(found.ok ? [] : found.problems).toEqual([expect.stringMatching(new RegExp(`^${name}: `))]);
  });

  test('the Lambda is refused steps that nobody would follow to their end', () => {
    expect(readLambdaConfig({ ...alone, AUTOMATE: 'access' })).toMatchObject({ ok: true });
    expect(readLambdaConfig({ ...alone, AUTOMATE: 'access,logs' })).toEqual({
      ok: false,
      problems: [expect.stringMatching(/^AUTOMATE: list only access: /)],
    });
  });

  test('names both variables that switch the API on', () => {
    const found = readLambdaConfig({ ...alone, COGNITO_API_CLIENT_IDS: '', COGNITO_API_SCOPES: '' });
    expect(found.ok ? [] : found.problems.map((problem) => problem.split(':')[0])).toEqual([
      'COGNITO_API_CLIENT_IDS',
      'COGNITO_API_SCOPES',
    ]);
  });
});

describe('a proxy', () => {
  const secret = 'p4ss-7431';
  const given = { HTTPS_PROXY: 'http://upper:1', https_proxy: 'http://lower:1', NO_PROXY: 'upper', no_proxy: 'lower' };

  test('is written in either case, and the lower one comes first', () => {
    expect(read(given).proxy).toMatchObject({ httpsProxy: 'http://lower:1', noProxy: 'lower' });
    expect(read({ ...given, https_proxy: '', no_proxy: ' ' }).proxy).toMatchObject({
      httpsProxy: 'http://upper:1',
      noProxy: 'upper',
    });
  });

  test.each(['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy'])('in %s has an address that is usable', (name) => {
    for (const value of [`socks5://bot:${secret}@proxy`, `http://bot:${secret}@`, `http://bot:${secret}%@proxy:3128`]) {
      const said = problems({ ...least, [name]: value });
      expect(said).toEqual([expect.stringMatching(`^${name.toUpperCase()}: give the address of a proxy`)]);
      expect(said.join()).not.toContain(secret);
    }
  });
});
