// Left: who one is, and the conversations that this person sees.
import type { ReactNode } from 'react';
import type { ChannelView } from '../run/views.js';
import { titleOf } from './display-names.js';
import { DotIcon, HomeIcon, LockIcon } from './icons.js';
import { usePageState } from './page-state.js';
import { homeChannel } from './place.js';
import { countUnread, useLastRead } from './unread.js';

interface SidebarProps {
  readonly channels: readonly ChannelView[];
  readonly current: string | undefined;
}

export function Sidebar({ channels, current }: SidebarProps) {
  const { slack, me, go } = usePageState();
  const rooms = channels.filter(({ kind }) => kind !== 'im');
  // Slack hides the conversation with an app whose Messages tab is off.
  const direct = channels.filter(({ kind, hasBot }) => kind === 'im' && !(hasBot && slack.messagesTab === 'off'));
  const read = useLastRead(slack.messages, me, current);
  const item = (id: string, sign: ReactNode, title: string) => {
    const unread = countUnread(slack.messages, me, id, read);
    return (
      <li key={id}>
        <button
          type="button"
          className={`channel-link${unread > 0 ? ' is-unread' : ''}`}
          aria-current={current === id ? 'page' : undefined}
          data-testid={`channel-${id}`}
          onClick={() => go({ channel: id, screen: 'channel', target: undefined })}
        >
          <span className="channel-sign" aria-hidden="true">
            {sign}
          </span>
          {title}
          {unread > 0 && (
            <span className="unread" data-testid={`unread-${id}`}>
              {unread}
              <span className="visually-hidden"> unread</span>
            </span>
          )}
        </button>
      </li>
    );
  };
  return (
    <nav className="sidebar" aria-label="Conversations">
      <p className="workspace">{slack.team.name}</p>
      <PersonSwitch />
      <h2>Channels</h2>
      <ul>{rooms.map((channel) => item(channel.id, signOf(channel), labelOf(channel)))}</ul>
      {direct.length > 0 && <h2>Direct messages</h2>}
      <ul>{direct.map((channel) => item(channel.id, <DotIcon />, titleOf(slack, channel, me)))}</ul>
      {me.teamId === slack.team.id && (
        <>
          <h2>Apps</h2>
          <ul>{item(homeChannel, <HomeIcon />, `${slack.bot.name} Home`)}</ul>
        </>
      )}
    </nav>
  );
}

function signOf({ kind }: ChannelView): ReactNode {
  return kind === 'private' ? <LockIcon /> : '#';
}

function labelOf({ name, isShared }: ChannelView): string {
  return isShared ? `${name} (shared)` : name;
}

function PersonSwitch() {
  const { slack, me, go } = usePageState();
  return (
    <div className="person-switch">
      <label htmlFor="person">You are</label>
      <select
        id="person"
        value={me.id}
        aria-describedby="person-part"
        data-testid="person"
        onChange={({ target }) => go({ person: target.value, thread: undefined, target: undefined })}
      >
        {slack.people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <p id="person-part" data-testid="person-part">
        {me.part}
      </p>
    </div>
  );
}
