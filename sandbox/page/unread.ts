// What somebody has not read yet: by person and conversation, the newest message that was on the screen.
import { useEffect, useState } from 'react';
import type { MessageView, PersonView } from '../run/views.js';

export type LastRead = Readonly<Record<string, string>>;

/** Replies count where they are shown in the channel, as in Slack's sidebar. */
export function countUnread(messages: readonly MessageView[], me: PersonView, channel: string, read: LastRead): number {
  const last = Number(read[`${me.id}/${channel}`] ?? 0);
  return messages.filter(
    (message) =>
      message.channel === channel &&
      message.user !== me.id &&
      message.onlyFor === undefined &&
      (message.threadTs === undefined || message.isBroadcast) &&
      Number(message.ts) > last,
  ).length;
}

/** What is on the screen counts as read. */
export function useLastRead(messages: readonly MessageView[], me: PersonView, open: string | undefined): LastRead {
  const [read, setRead] = useState<LastRead>({});
  const newest = messages.filter(({ channel }) => channel === open).at(-1)?.ts;
  useEffect(() => {
    if (newest !== undefined) setRead((before) => ({ ...before, [`${me.id}/${open}`]: newest }));
  }, [newest, me.id, open]);
  return read;
}
