// The environment as a Config. Every problem is reported at once, each naming its variable and the remedy.
import * as z from 'zod';
import type { ProxySettings } from './network/proxy.js';

export type SlackMode =
  | { readonly kind: 'http'; readonly signingSecret: string }
  | { readonly kind: 'socket'; readonly appToken: string };

/** The REST API: whose tokens count, and for what. */
export interface ApiConfig {
  readonly clientIds: readonly string[];
  /** An API client's token needs one of them. */
  readonly scopes: readonly string[];
  /** It needs one of these too to undo clones. Empty where the API undoes none. */
  readonly undoScopes: readonly string[];
  /** Where the pool's keys are read; undefined means the pool's own address. */
  readonly jwksUri: string | undefined;
}

/** Who may ask and approve, in Slack and through the REST API alike. */
export interface PoolConfig {
  readonly userPoolId: string;
  readonly region: string;
  readonly allowedGroups: readonly string[];
  readonly approverGroups: readonly string[];
}

/** Steps that the bot does itself with the approval. Each needs permissions of its own. */
const automatedSteps = ['access', 'logs', 'metrics'] as const;
export type AutomatedStep = (typeof automatedSteps)[number];

/** Other addresses of the services for which the SDK has no client here. The SDK reads those of its clients itself. */
export interface AwsEndpoints {
  readonly shield: string | undefined;
  readonly pricingPlans: string | undefined;
}

export interface Config {
  readonly slack: {
    readonly botToken: string;
    readonly mode: SlackMode;
    /** Ends in a slash; undefined means Slack's own. */
    readonly apiUrl: string | undefined;
    /** Empty means every channel that the bot is in. */
    readonly allowedChannels: readonly string[];
    /** IDs of the people and user groups that a pending card mentions. */
    readonly approverMentions: readonly string[];
    /** Socket Mode: how many replicas run at the same time at the most. */
    readonly maxReplicas: number;
  };
  readonly cognito: PoolConfig;
  /** Undefined where the REST API is off. */
  readonly api: ApiConfig | undefined;
  /** The channel that sees what is cloned through the REST API. */
  readonly announceChannel: string | undefined;
  readonly approval: {
    readonly requireSecondPerson: boolean;
    /** How long a card can be approved, in milliseconds. */
    readonly ttl: number;
    /** Milliseconds until people are reminded of a pending card; undefined where nobody is. */
    readonly remindAfterMs: number | undefined;
  };
  readonly automate: readonly AutomatedStep[];
  /** How long a disabled clone can be restored before it is deleted, in milliseconds. */
  readonly undoGraceMs: number;
  readonly awsEndpoints: AwsEndpoints;
  /** Whether the bot finds out at its start what its role may read. */
  readonly checksPermissions: boolean;
  /** What is fetched through a clone after its deployment; undefined where nobody looks. */
  readonly verifyPath: string | undefined;
  readonly http: { readonly port: number; readonly host: string };
  /** Undefined where everything is reached directly. */
  readonly proxy: ProxySettings | undefined;
  readonly logLevel: LogLevel;
}

/** The REST API alone, as a Lambda: Slack is only told, and only where there is a token and a channel. */
export interface LambdaConfig {
  readonly cognito: PoolConfig;
  readonly requireSecondPerson: boolean;
  readonly automate: readonly AutomatedStep[];
  readonly undoGraceMs: number;
  readonly awsEndpoints: AwsEndpoints;
  readonly api: ApiConfig;
  readonly announce:
    | { readonly botToken: string; readonly channel: string; readonly apiUrl: string | undefined }
    | undefined;
  readonly proxy: ProxySettings | undefined;
  readonly logLevel: LogLevel;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export type ConfigResult<T = Config> =
  | { readonly ok: true; readonly config: T }
  | { readonly ok: false; readonly problems: readonly string[] };

const units: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const maxTtlMs = 30 * 86_400_000;

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);
const channelId = /^[CG][A-Z0-9]{2,}$/;
const channels = list.pipe(
  z.array(z.string().regex(channelId, 'list channel IDs such as C0123456789, separated by commas; names do not work')),
);
const some = (what: string) =>
  list.pipe(z.array(z.string()).min(1, `name at least one ${what}, several separated by commas`));
const groups = some('Cognito group');
const flag = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['true', 'false', '1', '0', 'yes', 'no'], 'set it to true or false'))
  .transform((word) => word === 'true' || word === '1' || word === 'yes');
const duration = z
  .string()
  .regex(/^[1-9]\d*(s|m|h|d)$/, 'give a number and a unit, such as 30m, 8h or 2d')
  .transform((text) => Number.parseInt(text, 10) * (units[text.at(-1) ?? ''] ?? 0))
  .refine((ttl) => ttl <= maxTtlMs, 'give 30d at the most');
/** `off`, or a duration. */
const remindAfter = z.union([z.literal('off'), duration], {
  error: 'give a number and a unit, such as 30m or 1h, or off',
});
const maxMentions = 10;
/** User groups have IDs that start with S, people with U or W: https://docs.slack.dev/reference/objects/usergroup-object */
const mentions = list.pipe(
  z
    .array(
      z
        .string()
        .regex(
          /^[SUW][A-Z0-9]{2,}$/,
          'list IDs of user groups (S0123456789) and people (U0123456789), separated by commas; names do not work',
        ),
    )
    .max(maxMentions, `list ${maxMentions} at the most; a user group can hold more people`),
);
/** As a request line takes it (RFC 9112, 3.2.1), so that nothing else can come in with it. */
const verifyPath = z
  .string()
  .regex(/^(?:off|\/[!-~]*)$/, 'give a path such as /health, or off')
  .refine(
    (path) => path.length <= 1_024 && !path.includes('#'),
    'give a path without a fragment, 1,024 characters at the most',
  );
const port = z
  .string()
  .regex(/^\d{1,5}$/, 'give a port number from 0 to 65535')
  .transform(Number)
  .refine((number) => number <= 65_535, 'give a port number from 0 to 65535');
const apiUrl = z
  .url({ protocol: /^https?$/, error: 'give the address of the Web API, such as https://slack-gov.com/api/' })
  .transform((url) => (url.endsWith('/') ? url : `${url}/`));

/** The error never repeats the value, because it may hold a password. Without a scheme it means `http:`, as in curl. */
const proxyUrl = z
  .string()
  .transform((text) => (text.includes('://') ? text : `http://${text}`))
  .refine(isProxyUrl, 'give the address of a proxy, such as http://proxy.example.com:3128');

const endpoint = z
  .url({ protocol: /^https?$/, error: 'give the address of an endpoint of AWS, or leave it out' })
  .optional();

const botToken = z
  .string({ error: 'set it to the bot token, which starts with xoxb-' })
  .regex(/^xoxb-/, 'a bot token starts with xoxb-');

/** What the process and the Lambda both read. */
const shared = {
  SLACK_API_URL: apiUrl.optional(),
  SLACK_ANNOUNCE_CHANNEL: z
    .string()
    .regex(channelId, 'give the ID of a channel, such as C0123456789; a name does not work')
    .optional(),
  COGNITO_USER_POOL_ID: z
    .string({ error: 'set it to the ID of the user pool, such as us-east-1_AbCdEfGhI' })
    .regex(/^[\w-]+_[0-9A-Za-z]+$/, 'a user pool ID looks like us-east-1_AbCdEfGhI'),
  COGNITO_ALLOWED_GROUPS: z
    .string({ error: 'set it to the Cognito groups whose members may clone, separated by commas' })
    .pipe(groups),
  COGNITO_APPROVER_GROUPS: groups.optional(),
  COGNITO_API_CLIENT_IDS: some('app client ID').optional(),
  COGNITO_API_SCOPES: some('scope').optional(),
  COGNITO_API_UNDO_SCOPES: some('scope').optional(),
  UNDO_GRACE: duration.default(3_600_000),
  COGNITO_JWKS_URI: z
    .url({ protocol: /^https?$/, error: 'give the address of a JSON Web Key Set, or leave it out for the pool’s own' })
    .optional(),
  REQUIRE_SECOND_PERSON: flag.default(false),
  AUTOMATE: list
    .pipe(z.array(z.enum(automatedSteps, `list steps that the bot can do: ${automatedSteps.join(', ')}`)))
    .default([]),
  AWS_ENDPOINT_URL: endpoint,
  AWS_ENDPOINT_URL_SHIELD: endpoint,
  AWS_ENDPOINT_URL_PRICING_PLAN_MANAGER: endpoint,
  HTTPS_PROXY: proxyUrl.optional(),
  HTTP_PROXY: proxyUrl.optional(),
  NO_PROXY: z.string().default(''),
  LOG_LEVEL: z.enum(logLevels, `use one of ${logLevels.join(', ')}`).default('info'),
};

const schema = z.object({
  SLACK_BOT_TOKEN: botToken,
  SLACK_SIGNING_SECRET: z.string().min(6, 'copy it whole from the app’s Basic Information page').optional(),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-/, 'an app-level token starts with xapp-')
    .optional(),
  SLACK_ALLOWED_CHANNELS: channels.default([]),
  SLACK_APPROVER_MENTION: mentions.default([]),
  /** One replica, and the next one beside it during a rollout. */
  SLACK_MAX_REPLICAS: z
    .string()
    .regex(/^[1-5]$/, 'give a number from 1 to 5: Slack takes ten connections, and a replica holds two')
    .transform(Number)
    .default(2),
  ...shared,
  APPROVAL_TTL: duration.default(28_800_000),
  CHECK_PERMISSIONS: flag.default(true),
  REMIND_AFTER: remindAfter.default(3_600_000),
  VERIFY_PATH: verifyPath.default('/'),
  PORT: port.default(3000),
  HOST: z.string().default('0.0.0.0'),
});

/** Nobody follows a clone of the Lambda until its access log and its metrics are there. */
const lambdaSteps = ['access'] as const satisfies readonly AutomatedStep[];
const lambdaSchema = z.object({
  ...shared,
  SLACK_BOT_TOKEN: botToken.optional(),
  AUTOMATE: list.pipe(z.array(z.enum(lambdaSteps, 'the REST API alone can do this step: access'))).default([]),
});

/** Reads the environment. An empty variable counts as not set, as docker and shells leave them. */
export function readConfig(env: Env): ConfigResult {
  const set = dropEmpty(env);
  const parsed = schema.safeParse(set);
  const mode = chooseMode(set);
  const problems = [
    ...listIssues(parsed.error),
    ...explainHalfApi(set),
    ...(mode ? [] : ['SLACK_APP_TOKEN: set it for Socket Mode (xapp-…), or set SLACK_SIGNING_SECRET for HTTP mode']),
  ];
  if (!parsed.success || !mode || problems.length > 0) return { ok: false, problems };
  const read = parsed.data;
  return {
    ok: true,
    config: {
      slack: {
        botToken: read.SLACK_BOT_TOKEN,
        mode,
        apiUrl: read.SLACK_API_URL,
        allowedChannels: read.SLACK_ALLOWED_CHANNELS,
        approverMentions: read.SLACK_APPROVER_MENTION,
        maxReplicas: read.SLACK_MAX_REPLICAS,
      },
      cognito: toPool(read),
      api: toApi(read),
      announceChannel: read.SLACK_ANNOUNCE_CHANNEL,
      approval: {
        requireSecondPerson: read.REQUIRE_SECOND_PERSON,
        ttl: read.APPROVAL_TTL,
        remindAfterMs: read.REMIND_AFTER === 'off' ? undefined : read.REMIND_AFTER,
      },
      automate: read.AUTOMATE,
      undoGraceMs: read.UNDO_GRACE,
      awsEndpoints: toEndpoints(read),
      checksPermissions: read.CHECK_PERMISSIONS,
      verifyPath: read.VERIFY_PATH === 'off' ? undefined : read.VERIFY_PATH,
      http: { port: read.PORT, host: read.HOST },
      proxy: toProxy(read),
      logLevel: read.LOG_LEVEL,
    },
  };
}

/** Reads what the Lambda needs: the REST API has to be on, Slack need not be. */
export function readLambdaConfig(env: Env): ConfigResult<LambdaConfig> {
  const set = dropEmpty(env);
  const parsed = lambdaSchema.safeParse(set);
  const api = parsed.success ? toApi(parsed.data) : undefined;
  const half = explainHalfApi(set);
  const off = ['COGNITO_API_CLIENT_IDS', 'COGNITO_API_SCOPES'].map(
    (name) => `${name}: set it; without it the REST API is off, and a Lambda has nothing else`,
  );
  const isOff = set.COGNITO_API_CLIENT_IDS === undefined && set.COGNITO_API_SCOPES === undefined;
  const isMute = set.SLACK_ANNOUNCE_CHANNEL !== undefined && set.SLACK_BOT_TOKEN === undefined;
  const problems = [
    ...listIssues(parsed.error),
    ...half,
    ...(isOff ? off : []),
    ...(isMute ? ['SLACK_BOT_TOKEN: set it too, or leave SLACK_ANNOUNCE_CHANNEL out'] : []),
  ];
  if (!parsed.success || !api || problems.length > 0) return { ok: false, problems };
  const read = parsed.data;
  const channel = read.SLACK_ANNOUNCE_CHANNEL;
  const botToken = read.SLACK_BOT_TOKEN;
  return {
    ok: true,
    config: {
      cognito: toPool(read),
      requireSecondPerson: read.REQUIRE_SECOND_PERSON,
      automate: read.AUTOMATE,
      undoGraceMs: read.UNDO_GRACE,
      awsEndpoints: toEndpoints(read),
      api,
      announce: channel && botToken ? { botToken, channel, apiUrl: read.SLACK_API_URL } : undefined,
      proxy: toProxy(read),
      logLevel: read.LOG_LEVEL,
    },
  };
}

type Env = Readonly<Record<string, string | undefined>>;
type Shared = z.infer<z.ZodObject<typeof shared>>;

function dropEmpty(env: Env): Env {
  const isSet = ([, value]: readonly [string, string | undefined]) => value !== undefined && value.trim() !== '';
  const set = Object.fromEntries(Object.entries(env).filter(isSet));
  // The variables of proxies are written in either case; the lower case comes first, as in curl.
  const { https_proxy = set.HTTPS_PROXY, http_proxy = set.HTTP_PROXY, no_proxy = set.NO_PROXY } = set;
  const proxies = { HTTPS_PROXY: https_proxy, HTTP_PROXY: http_proxy, NO_PROXY: no_proxy };
  return { ...set, ...Object.fromEntries(Object.entries(proxies).filter(isSet)) };
}

function listIssues(error: z.ZodError | undefined): string[] {
  return (error?.issues ?? []).map((issue) => `${String(issue.path[0])}: ${issue.message}`);
}

/** One of the two without the other is a mistake: it would leave the API off although somebody wants it. */
function explainHalfApi(set: Env): string[] {
  const names = ['COGNITO_API_CLIENT_IDS', 'COGNITO_API_SCOPES'] as const;
  const missing = names.filter((name) => set[name] === undefined);
  return missing.length === 1 ? [`${missing[0]}: set it too, or leave both out, which leaves the REST API off`] : [];
}

function toPool(read: Shared): PoolConfig {
  return {
    userPoolId: read.COGNITO_USER_POOL_ID,
    region: read.COGNITO_USER_POOL_ID.split('_')[0] ?? '',
    allowedGroups: read.COGNITO_ALLOWED_GROUPS,
    approverGroups: read.COGNITO_APPROVER_GROUPS ?? read.COGNITO_ALLOWED_GROUPS,
  };
}

function toApi(read: Shared): ApiConfig | undefined {
  const { COGNITO_API_CLIENT_IDS: clientIds, COGNITO_API_SCOPES: scopes, COGNITO_JWKS_URI: jwksUri } = read;
  const undoScopes = read.COGNITO_API_UNDO_SCOPES ?? [];
  return clientIds && scopes ? { clientIds, scopes, undoScopes, jwksUri } : undefined;
}

function toEndpoints(read: Shared): AwsEndpoints {
  return {
    shield: read.AWS_ENDPOINT_URL_SHIELD ?? read.AWS_ENDPOINT_URL,
    pricingPlans: read.AWS_ENDPOINT_URL_PRICING_PLAN_MANAGER ?? read.AWS_ENDPOINT_URL,
  };
}

function toProxy({ HTTPS_PROXY, HTTP_PROXY, NO_PROXY }: Shared): ProxySettings | undefined {
  if (!HTTPS_PROXY && !HTTP_PROXY) return undefined;
  return { httpsProxy: HTTPS_PROXY, httpProxy: HTTP_PROXY, noProxy: NO_PROXY };
}

function isProxyUrl(text: string): boolean {
  try {
    const { protocol, username, password } = new URL(text);
    // The agents decode both; they would throw at each request.
    decodeURIComponent(username + password);
    return protocol === 'http:' || protocol === 'https:';
  } catch {
    return false;
  }
}

/** Socket Mode where an app token is set: every app has a signing secret, only some have an app token. */
function chooseMode(set: Env): SlackMode | undefined {
  const appToken = set.SLACK_APP_TOKEN;
  if (appToken) return { kind: 'socket', appToken };
  const signingSecret = set.SLACK_SIGNING_SECRET;
  return signingSecret ? { kind: 'http', signingSecret } : undefined;
}
