// What the card tag of a program's clone says while there is no card: when it was asked for, and in which channel it is
// still to be announced. The tag is the only record of that, so it survives a crash and a Slack that is down.

export interface PendingAnnouncement {
  /** Undefined where nobody is to be told. */
  readonly channel: string | undefined;
  readonly askedAt: Date;
  /** The request's ID, the same as in the answer and the log. */
  readonly request: string;
}

/** Only characters that a tag's value may have (CreateDistributionWithTags, Tag). */
export function writePendingAnnouncement({ channel, askedAt, request }: PendingAnnouncement): string {
  return [...(channel ? ['announce', channel] : ['program']), askedAt.toISOString(), request].join('/');
}

export function readPendingAnnouncement(value: string): PendingAnnouncement | undefined {
  const parts = /^(?:announce\/([A-Z0-9]+)|program)\/(\d{4}-\d\d-\d\dT[\d:.]+Z)\/(.+)$/.exec(value);
  if (!parts?.[2] || !parts[3]) return undefined;
  const askedAt = new Date(parts[2]);
  return Number.isNaN(askedAt.getTime()) ? undefined : { channel: parts[1], askedAt, request: parts[3] };
}
