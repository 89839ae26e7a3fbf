// The environment as a Config. Every problem is reported at once, each naming its variable and the remedy.
import { z } from 'zod';

export type SlackMode =
  | { readonly kind: 'http'; readonly signingSecret: string }
  | { readonly kind: 'socket'; readonly appToken: string };

export interface Config {
  readonly slack: {
    readonly botToken: string;
    readonly mode: SlackMode;
    /** Ends in a slash; undefined means Slack's own. */
    readonly apiUrl: string | undefined;
    /** Empty means every channel that the bot is in. */
    readonly allowedChannels: readonly string[];
  };
  readonly cognito: {
    readonly userPoolId: string;
    readonly region: string;
    readonly allowedGroups: readonly string[];
    readonly approverGroups: readonly string[];
  };
  readonly approval: {
    readonly requireSecondPerson: boolean;
    /** How long a card can be approved, in milliseconds. */
    readonly ttl: number;
  };
  readonly http: { readonly port: number; readonly host: string };
  readonly logLevel: LogLevel;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

const units: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const longestTtl = 30 * 86_400_000;

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);
const channels = list.pipe(
  z.array(
    z
      .string()
      .regex(/^[CG][A-Z0-9]{2,}$/, 'list channel IDs such as C0123456789, separated by commas; names do not work'),
  ),
);
const groups = list.pipe(z.array(z.string()).min(1, 'name at least one Cognito group, several separated by commas'));
const flag = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['true', 'false', '1', '0', 'yes', 'no'], 'set it to true or false'))
  .transform((word) => word === 'true' || word === '1' || word === 'yes');
const duration = z
  .string()
  .regex(/^[1-9]\d*(s|m|h|d)$/, 'give a number and a unit, such as 30m, 8h or 2d')
  .transform((text) => Number.parseInt(text, 10) * (units[text.at(-1) ?? ''] ?? 0))
  .refine((ttl) => ttl <= longestTtl, 'give 30d at the most');
const port = z
  .string()
  .regex(/^\d{1,5}$/, 'give a port number from 0 to 65535')
  .transform(Number)
  .refine((number) => number <= 65_535, 'give a port number from 0 to 65535');
const apiUrl = z
  .url({ protocol: /^https?$/, error: 'give the address of the Web API, such as https://slack-gov.com/api/' })
  .transform((url) => (url.endsWith('/') ? url : `${url}/`));

const schema = z.object({
  SLACK_BOT_TOKEN: z
    .string({ error: 'set it to the bot token, which starts with xoxb-' })
    .regex(/^xoxb-/, 'a bot token starts with xoxb-'),
  SLACK_SIGNING_SECRET: z.string().min(6, 'copy it whole from the app’s Basic Information page').optional(),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-/, 'an app-level token starts with xapp-')
    .optional(),
  SLACK_API_URL: apiUrl.optional(),
  SLACK_ALLOWED_CHANNELS: channels.default([]),
  COGNITO_USER_POOL_ID: z
    .string({ error: 'set it to the ID of the user pool, such as us-east-1_AbCdEfGhI' })
    .regex(/^[\w-]+_[0-9A-Za-z]+$/, 'a user pool ID looks like us-east-1_AbCdEfGhI'),
  COGNITO_ALLOWED_GROUPS: z
    .string({ error: 'set it to the Cognito groups whose members may clone, separated by commas' })
    .pipe(groups),
  COGNITO_APPROVER_GROUPS: groups.optional(),
  REQUIRE_SECOND_PERSON: flag.default(false),
  APPROVAL_TTL: duration.default(28_800_000),
  PORT: port.default(3000),
  HOST: z.string().default('0.0.0.0'),
  LOG_LEVEL: z.enum(logLevels, `use one of ${logLevels.join(', ')}`).default('info'),
});

/** Reads the environment. An empty variable counts as not set, as docker and shells leave them. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = schema.safeParse(set);
  const problems = (parsed.error?.issues ?? []).map((issue) => `${String(issue.path[0])}: ${issue.message}`);
  const mode = chooseMode(set);
  if (!parsed.success || !mode) {
    const missing = 'SLACK_APP_TOKEN: set it for Socket Mode (xapp-…), or set SLACK_SIGNING_SECRET for HTTP mode';
    return { ok: false, problems: mode ? problems : [...problems, missing] };
  }
  const read = parsed.data;
  return {
    ok: true,
    config: {
      slack: {
        botToken: read.SLACK_BOT_TOKEN,
        mode,
        apiUrl: read.SLACK_API_URL,
        allowedChannels: read.SLACK_ALLOWED_CHANNELS,
      },
      cognito: {
        userPoolId: read.COGNITO_USER_POOL_ID,
        region: read.COGNITO_USER_POOL_ID.split('_')[0] ?? '',
        allowedGroups: read.COGNITO_ALLOWED_GROUPS,
        approverGroups: read.COGNITO_APPROVER_GROUPS ?? read.COGNITO_ALLOWED_GROUPS,
      },
      approval: { requireSecondPerson: read.REQUIRE_SECOND_PERSON, ttl: read.APPROVAL_TTL },
      http: { port: read.PORT, host: read.HOST },
      logLevel: read.LOG_LEVEL,
    },
  };
}

/** Socket Mode where an app token is set: every app has a signing secret, only some have an app token. */
function chooseMode(set: Readonly<Record<string, string | undefined>>): SlackMode | undefined {
  const appToken = set.SLACK_APP_TOKEN;
  if (appToken) return { kind: 'socket', appToken };
  const signingSecret = set.SLACK_SIGNING_SECRET;
  return signingSecret ? { kind: 'http', signingSecret } : undefined;
}
