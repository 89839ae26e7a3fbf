// Where a card is in Slack.

export interface Place {
  readonly channel: string;
  readonly ts: string;
}

/** Names a card within the process: the key of its mutex and part of its keys in the scheduler. */
export function keyOf({ channel, ts }: Place): string {
  return `${channel}:${ts}`;
}
