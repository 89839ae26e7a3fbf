// What the bot and the Lambda function both read from the environment. Every problem names its variable and the remedy.
import * as z from 'zod';
import type { ProxySettings } from './network/proxy.js';

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

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export type LogLevel = (typeof logLevels)[number];

export type ConfigResult<T> =
  | { readonly ok: true; readonly config: T }
  | { readonly ok: false; readonly problems: readonly string[] };

const units: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const maxTtlMs = 30 * 86_400_000;

export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

export const channelId = /^[CG][A-Z0-9]{2,}$/;

export const some = (what: string) =>
  list.pipe(z.array(z.string()).min(1, `name at least one ${what}, several separated by commas`));

export const groups = some('Cognito group');

export const flag = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['true', 'false', '1', '0', 'yes', 'no'], 'set it to true or false'))
  .transform((word) => word === 'true' || word === '1' || word === 'yes');

export const duration = z
  .string()
  .regex(/^[1-9]\d*(s|m|h|d)$/, 'give a number and a unit, such as 30m, 8h or 2d')
  .transform((text) => Number.parseInt(text, 10) * (units[text.at(-1) ?? ''] ?? 0))
  .refine((ttl) => ttl <= maxTtlMs, 'give at most 30d');

export const apiUrl = z
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

export const botToken = z
  .string({ error: 'set it to the bot token, which starts with xoxb-' })
  .regex(/^xoxb-/, 'a bot token starts with xoxb-');

/** What the process and the Lambda both read. */
export const shared = {
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

export type Env = Readonly<Record<string, string | undefined>>;

type Shared = z.infer<z.ZodObject<typeof shared>>;

export function dropEmpty(env: Env): Env {
  const isSet = ([, value]: readonly [string, string | undefined]) => value !== undefined && value.trim() !== '';
  const set = Object.fromEntries(Object.entries(env).filter(isSet));
  // The variables of proxies are written in either case; the lower case comes first, as in curl.
  const { https_proxy = set.HTTPS_PROXY, http_proxy = set.HTTP_PROXY, no_proxy = set.NO_PROXY } = set;
  const proxies = { HTTPS_PROXY: https_proxy, HTTP_PROXY: http_proxy, NO_PROXY: no_proxy };
  return { ...set, ...Object.fromEntries(Object.entries(proxies).filter(isSet)) };
}

export function listIssues(error: z.ZodError | undefined): string[] {
  return (error?.issues ?? []).map((issue) => `${String(issue.path[0])}: ${issue.message}`);
}

/** One of the two without the other is a mistake: it would leave the API off although somebody wants it. */
export function explainHalfApi(set: Env): string[] {
  const names = ['COGNITO_API_CLIENT_IDS', 'COGNITO_API_SCOPES'] as const;
  const missing = names.filter((name) => set[name] === undefined);
  return missing.length === 1 ? [`${missing[0]}: set it too, or leave both out, which leaves the REST API off`] : [];
}

export function toPool(read: Shared): PoolConfig {
  return {
    userPoolId: read.COGNITO_USER_POOL_ID,
    region: read.COGNITO_USER_POOL_ID.split('_')[0] ?? '',
    allowedGroups: read.COGNITO_ALLOWED_GROUPS,
    approverGroups: read.COGNITO_APPROVER_GROUPS ?? read.COGNITO_ALLOWED_GROUPS,
  };
}

export function toApi(read: Shared): ApiConfig | undefined {
  const { COGNITO_API_CLIENT_IDS: clientIds, COGNITO_API_SCOPES: scopes, COGNITO_JWKS_URI: jwksUri } = read;
  const undoScopes = read.COGNITO_API_UNDO_SCOPES ?? [];
  return clientIds && scopes ? { clientIds, scopes, undoScopes, jwksUri } : undefined;
}

export function toEndpoints(read: Shared): AwsEndpoints {
  return {
    shield: read.AWS_ENDPOINT_URL_SHIELD ?? read.AWS_ENDPOINT_URL,
    pricingPlans: read.AWS_ENDPOINT_URL_PRICING_PLAN_MANAGER ?? read.AWS_ENDPOINT_URL,
  };
}

export function toProxy({ HTTPS_PROXY, HTTP_PROXY, NO_PROXY }: Shared): ProxySettings | undefined {
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
