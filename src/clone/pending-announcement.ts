// What the card tag of an API client's clone says while there is no card: when it was asked for, and in which channel it is
// still to be announced. The tag is the only record of that, so it survives a crash and a Slack that is down.

export interface PendingAnnouncement {
  /** Undefined where nobody is to be told. */
  readonly channel: string | undefined;
  readonly askedAt: Date;
  /** The request's ID, the same as in the answer and the log. */
  readonly request: string;
  /** The request asked for several clones, which are announced together. */
  readonly isBulk: boolean;
}

const bulkSuffix = '/bulk';

/** Only characters that a tag's value may have (CreateDistributionWithTags, Tag). */
export function writePendingAnnouncement({ channel, askedAt, request, isBulk }: PendingAnnouncement): string {
  const parts = [...(channel ? ['announce', channel] : ['program']), askedAt.toISOString(), request];
  return `${parts.join('/')}${isBulk ? bulkSuffix : ''}`;
}

export function readPendingAnnouncement(value: string): PendingAnnouncement | undefined {
  const isBulk = value.endsWith(bulkSuffix);
  const base = isBulk ? value.slice(0, -bulkSuffix.length) : value;
  const parts = /^(?:announce\/([A-Z0-9]+)|program)\/(\d{4}-\d\d-\d\dT[\d:.]+Z)\/(.+)$/.exec(base);
  if (!parts?.[2] || !parts[3]) return undefined;
  const askedAt = new Date(parts[2]);
  return Number.isNaN(askedAt.getTime()) ? undefined : { channel: parts[1], askedAt, request: parts[3], isBulk };
}
