// How mentions, dates and links inside of blocks are drawn. They look things up themselves, so that the hooks never
// change and the renderer need not draw a block anew: it would take the focus away and close what is open.
import type { ReactNode } from 'react';
import type { MessageProps } from 'slack-blocks-to-jsx';
import { readCodeName } from './clean-block.js';
import { groupNameOf, nameOf } from './display-names.js';
import { drawSign } from './icons.js';
import { usePageState } from './page-state.js';
import { readPermalink } from './place.js';
import { useSandboxTime } from './time.js';

export const hooks: NonNullable<MessageProps['hooks']> = {
  user: ({ id }) => <UserMention id={id} />,
  usergroup: ({ id, name }) => <GroupMention id={id} or={name} />,
  channel: ({ id, name }) => <ChannelMention id={id} or={name} />,
  date: ({ timestamp, format, fallback }) => <Moment seconds={Number(timestamp)} format={format} or={fallback} />,
  emoji: (data, write) => drawCode(data.name) ?? drawSign(data.name) ?? write(data),
  link: ({ href, children }) => <Anchor href={href}>{children}</Anchor>,
};

/** As the renderer draws code by itself. */
function drawCode(name: string): ReactNode | undefined {
  const text = readCodeName(name);
  return text === undefined ? undefined : <code className="slack_code_inline">{text}</code>;
}

function UserMention({ id }: { readonly id: string }) {
  const { slack, me } = usePageState();
  return <span className={`mention${id === me.id ? ' is-me' : ''}`}>@{nameOf(slack, id)}</span>;
}

function GroupMention({ id, or }: { readonly id: string; readonly or: string }) {
  const { slack, me } = usePageState();
  const isMine = slack.userGroups.find((group) => group.id === id)?.users.includes(me.id) === true;
  const name = or.startsWith('@') ? or : `@${or}`;
  return <span className={`mention${isMine ? ' is-me' : ''}`}>{groupNameOf(slack, id) ?? name}</span>;
}

function ChannelMention({ id, or }: { readonly id: string; readonly or: string }) {
  const { slack } = usePageState();
  return <span className="mention">#{slack.channels.find((channel) => channel.id === id)?.name ?? or}</span>;
}

function Anchor({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  const { slack, jump } = usePageState();
  const target = readPermalink(href, slack.workspaceUrl);
  if (!target) {
    return (
      <a href={href} target="_blank" rel="noreferrer">
        {children}
      </a>
    );
  }
  return (
    <a
      href={href}
      onClick={(event) => {
        event.preventDefault();
        jump(target);
      }}
    >
      {children}
    </a>
  );
}

const minute = 60_000;

/** Slack's date tokens, in the reader's own time zone. */
function Moment({ seconds, format, or }: { readonly seconds: number; readonly format: string; readonly or: string }) {
  const now = useSandboxTime();
  const date = new Date(seconds * 1_000);
  if (Number.isNaN(date.getTime())) return <span>{or}</span>;
  const text = format.replace(/\{(\w+)\}/g, (all, token: string) => write(date, token, now) ?? all);
  return (
    <time dateTime={date.toISOString()} title={or}>
      {text}
    </time>
  );
}

function write(date: Date, token: string, now: Date): string | undefined {
  const day = (style: 'full' | 'long' | 'medium') => date.toLocaleDateString([], { dateStyle: style });
  switch (token) {
    case 'time':
      return date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    case 'time_secs':
      return date.toLocaleTimeString();
    case 'date_num':
      return date.toISOString().slice(0, 10);
    case 'date':
    case 'date_pretty':
      return relativeDay(date, token, now) ?? day('long');
    case 'date_short':
    case 'date_short_pretty':
      return relativeDay(date, token, now) ?? day('medium');
    case 'date_long':
    case 'date_long_pretty':
      return relativeDay(date, token, now) ?? day('full');
    case 'ago':
      return `${Math.round((now.getTime() - date.getTime()) / minute)} minutes ago`;
    default:
      return undefined;
  }
}

function relativeDay(date: Date, token: string, now: Date): string | undefined {
  if (!token.endsWith('_pretty')) return undefined;
  const startOf = (moment: Date) => new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
  const days = Math.round((startOf(date) - startOf(now)) / (24 * 60 * minute));
  return { [-1]: 'yesterday', 0: 'today', 1: 'tomorrow' }[days];
}
