// What the check is told on its command line and by the environment.
import { parseArgs } from 'node:util';
import * as z from 'zod';

export interface CheckOptions {
  /** Undefined where nobody has a workspace: then drawings are validated, and nothing is posted. */
  readonly workspace: { readonly botToken: string; readonly channel: string } | undefined;
  readonly apiUrl: string | undefined;
  /** How often the lag of each read is measured. */
  readonly rounds: number;
}

export type ReadOptions =
  | { readonly ok: true; readonly options: CheckOptions }
  | { readonly ok: false; readonly problem: string };

export const usage = 'SLACK_BOT_TOKEN=xoxb-… npm run check:slack -- --channel C0123456789 [--rounds 10]';
const defaultRounds = 10;
const maxRounds = 100;

const filled = z.string().trim().min(1).optional();
const environmentSchema = z.object({
  SLACK_BOT_TOKEN: filled,
  SLACK_CHECK_CHANNEL: filled,
  SLACK_API_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => (url.endsWith('/') ? url : `${url}/`))
    .optional(),
});
const channelSchema = z.string().regex(/^[CG][A-Z0-9]+$/);
const roundsSchema = z.coerce.number().int().min(1).max(maxRounds);

export function readOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>): ReadOptions {
  const given = readArguments(args);
  if (given === undefined) return refuse('The arguments are not known.');
  const names = Object.keys(environmentSchema.shape);
  // A variable that is set to nothing is not set.
  const set = Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
  const environment = environmentSchema.safeParse(set);
  if (!environment.success)
    return refuse('SLACK_API_URL has to be the address of an API, such as https://slack.com/api/.');
  const { SLACK_BOT_TOKEN: botToken, SLACK_CHECK_CHANNEL, SLACK_API_URL: apiUrl } = environment.data;
  const rounds = roundsSchema.safeParse(given.rounds ?? defaultRounds);
  if (!rounds.success) return refuse(`The number of rounds is from 1 to ${maxRounds}.`);
  const shared = { apiUrl, rounds: rounds.data };
  if (botToken === undefined) return { ok: true, options: { ...shared, workspace: undefined } };
  const channel = channelSchema.safeParse(given.channel ?? SLACK_CHECK_CHANNEL);
  if (!channel.success) return refuse('With a token, name a channel by its ID, such as C0123456789.');
  return { ok: true, options: { ...shared, workspace: { botToken, channel: channel.data } } };
}

function readArguments(args: readonly string[]): { channel?: string; rounds?: string } | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { channel: { type: 'string' }, rounds: { type: 'string' } },
    });
    return values;
  } catch {
    return undefined;
  }
}

function refuse(problem: string): ReadOptions {
  return { ok: false, problem: `${problem}\nUsage: ${usage}\nWithout a token, drawings are sent to blocks.validate.` };
}
