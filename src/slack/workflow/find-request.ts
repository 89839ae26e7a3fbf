// Finds the card of a request whose post Slack did not answer, or that was delivered twice.
import { isOurs, readRecord } from '../card/record.js';
import type { SlackContext } from '../context.js';

/** Milliseconds by which the clocks of Slack and of this machine may differ. */
const clockSkewMs = 60_000;

/** The timestamp of the request's card among the channel's latest messages. */
export async function findInChannel(
  context: Pick<SlackContext, 'bot' | 'slack'>,
  channel: string,
  request: string,
  since: Date,
): Promise<string | undefined> {
  const recent = await context.slack.readRecent(channel, new Date(since.getTime() - clockSkewMs));
  return recent.ok
    ? recent.value.find((message) => isOurs(message, context.bot) && readRecord(message)?.request === request)?.ts
    : undefined;
}
