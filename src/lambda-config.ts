// The environment as the configuration of the Lambda function: the REST API alone.
import * as z from 'zod';
import type { ProxySettings } from './network/proxy.js';
import {
  type ApiConfig,
  type AutomatedStep,
  type AwsEndpoints,
  botToken,
  type ConfigResult,
  dropEmpty,
  type Env,
  explainHalfApi,
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

/** Nobody follows a clone of the Lambda until its access log and its metrics are there. */
const lambdaSteps = ['access'] as const satisfies readonly AutomatedStep[];

const lambdaSchema = z.object({
  ...shared,
  SLACK_BOT_TOKEN: botToken.optional(),
  AUTOMATE: list
    .pipe(z.array(z.enum(lambdaSteps, 'list only access: the Lambda function can do no other step')))
    .default([]),
});

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
