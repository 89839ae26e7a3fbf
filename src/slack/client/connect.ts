// Connects to Slack at the start: finds out who the bot is and opens the connection. If Slack does not answer, the bot waits.
// If Slack refuses, the start ends, because trying again does not help.
import type { Pause } from '../../clone/ports.js';
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

/** Who the bot is; waits for Slack as long as it takes, gives up at once when Slack says no. */
export async function identifyBot(slack: SlackApi, log: Log, pause: Pause): Promise<BotIdentity> {
  for (let wait = 1_000; ; wait = Math.min(wait * 2, 30_000)) {
    const who = await slack.identifyBot();
    if (who.ok) return who.value;
    if (fatalErrors.has(who.error)) {
      throw new SlackRefusal(
        `Slack does not accept SLACK_BOT_TOKEN (${who.error}): copy the Bot User OAuth Token from the app’s page, after installing the app.`,
      );
    }
    log.warn({ slackError: who.error }, 'Slack could not be reached; trying again');
    await pause(wait);
  }
}

/** Opens the connection to Slack; waits for Slack as long as it takes, gives up at once when Slack says no. */
export async function connectToSlack(door: Pick<SlackApp, 'start'>, log: Log, pause: Pause): Promise<void> {
  for (let wait = 1_000; ; wait = Math.min(wait * 2, 30_000)) {
    try {
      await door.start();
      return;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if ([...fatalErrors].some((code) => message.includes(code))) {
        throw new SlackRefusal(
          `Slack does not accept SLACK_APP_TOKEN (${message}): make an app-level token with the scope connections:write, and switch Socket Mode on.`,
        );
      }
      log.warn({ err: error }, 'Slack did not open a connection; trying again');
      await pause(wait);
    }
  }
}
