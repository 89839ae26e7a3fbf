// Connects to Slack at the start: finds out who the bot is and opens the connection. If Slack does not answer, the bot waits.
// If Slack refuses, the start ends, because trying again does not help.
import type { Pause } from '../../clone/ports.js';
import { createExponentialDelays, retry } from '../../concurrency/retry.js';
import type { Log } from '../../observability/log.js';
import type { SlackApp } from '../app.js';
import type { BotIdentity, SlackApi } from './web-api.js';

/** Slack will never take this configuration: trying again is no use. */
export class SlackRefusal extends Error {
  override readonly name = 'SlackRefusal';
}

/** Answers of auth.test and apps.connections.open that only a change of configuration can mend. */
const fatalErrors = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'no_permission',
  'missing_scope',
  'org_login_required',
  'ekm_access_denied',
  'not_allowed_token_type',
  'invalid_token',
  'forbidden_team',
]);

/** Milliseconds between attempts to reach Slack. */
const firstDelayMs = 1_000;
const maxDelayMs = 30_000;

/** Who the bot is. Waits for Slack as long as it takes, and ends at once when Slack refuses. */
export async function identifyBot(slack: SlackApi, log: Log, pause: Pause): Promise<BotIdentity> {
  const who = await retry(slack.identifyBot, {
    delaysMs: createExponentialDelays(firstDelayMs, maxDelayMs),
    isRetryable: (answer) => {
      if (answer.ok || fatalErrors.has(answer.error)) return false;
      log.warn({ slackError: answer.error }, 'Slack could not be reached; trying again');
      return true;
    },
    pause,
  });
  if (who.ok) return who.value;
  throw new SlackRefusal(
    `Slack does not accept SLACK_BOT_TOKEN (${who.error}): copy the Bot User OAuth Token from the app’s page, after installing the app.`,
  );
}

/** Opens the connection to Slack. Waits for Slack as long as it takes, and ends at once when Slack refuses. */
export async function connectToSlack(app: Pick<SlackApp, 'start'>, log: Log, pause: Pause): Promise<void> {
  const result = await retry(() => start(app), {
    delaysMs: createExponentialDelays(firstDelayMs, maxDelayMs),
    isRetryable: (answer) => {
      if (answer.kind !== 'failed') return false;
      log.warn({ err: answer.error }, 'Slack did not open a connection; trying again');
      return true;
    },
    pause,
  });
  if (result.kind === 'refused') {
    throw new SlackRefusal(
      `Slack does not accept SLACK_APP_TOKEN (${result.message}): make an app-level token with the scope connections:write, and switch Socket Mode on.`,
    );
  }
}

type Start =
  | { readonly kind: 'started' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'failed'; readonly error: unknown };

async function start(app: Pick<SlackApp, 'start'>): Promise<Start> {
  try {
    await app.start();
    return { kind: 'started' };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const isFatal = [...fatalErrors].some((code) => message.includes(code));
    return isFatal ? { kind: 'refused', message } : { kind: 'failed', error };
  }
}
