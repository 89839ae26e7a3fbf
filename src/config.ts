// The environment as the configuration of the bot. Every problem is reported at once.
import * as z from 'zod';
import type { ProxySettings } from './network/proxy.js';
import {
  type ApiConfig,
  type AutomatedStep,
  type AwsEndpoints,
  botToken,
  type ConfigResult,
  channelId,
  dropEmpty,
  duration,
  type Env,
  explainHalfApi,
  flag,
  type LogLevel,
  list,
  listIssues,
  type PoolConfig,
  shared,
  toApi,
  toEndpoints,
  toPool,
  toProxy,
} from './shared-config.js';

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

const channels = list.pipe(
  z.array(z.string().regex(channelId, 'list channel IDs such as C0123456789, separated by commas; names do not work')),
);

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
    .max(maxMentions, `list at most ${maxMentions}; a user group can hold more people`),
);

/** As a request line takes it (RFC 9112, 3.2.1), so that nothing else can come in with it. */
const verifyPath = z
  .string()
  .regex(/^(?:off|\/[!-~]*)$/, 'give a path such as /health, or off')
  .refine(
    (path) => path.length <= 1_024 && !path.includes('#'),
    'give a path without a fragment, with at most 1,024 characters',
  );

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'give a port number from 0 to 65535')
  .transform(Number)
  .refine((number) => number <= 65_535, 'give a port number from 0 to 65535');

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

/** Reads the environment. An empty variable counts as not set, as docker and shells leave them. */
export function readConfig(env: Env): ConfigResult<Config> {
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

/** Socket Mode where an app token is set: every app has a signing secret, only some have an app token. */
function chooseMode(set: Env): SlackMode | undefined {
  const appToken = set.SLACK_APP_TOKEN;
  if (appToken) return { kind: 'socket', appToken };
  const signingSecret = set.SLACK_SIGNING_SECRET;
  return signingSecret ? { kind: 'http', signingSecret } : undefined;
}
