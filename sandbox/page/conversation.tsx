// The middle: one channel's messages and the composer.
import { useEffect, useRef } from 'react';
import type { ChannelView } from '../run/views.js';
import { Composer } from './composer.js';
import { titleOf } from './display-names.js';
import { EmptyChannel } from './empty-channel.js';
import { keyOf } from './feed.js';
import { MessageItem } from './message-item.js';
import { isVisible, usePageState } from './page-state.js';
import { mainId } from './skip-link.js';

/** So near to the end one wants to see what arrives. */
const nearEnd = 120;

export function Conversation({ channel }: { readonly channel: ChannelView }) {
  const { slack, me, place, go } = usePageState();
  const messages = slack.messages.filter(
    (message) =>
      message.channel === channel.id &&
      isVisible(message, me) &&
      (message.threadTs === undefined || message.isBroadcast || message.onlyFor !== undefined),
  );
  const scroller = useRef<HTMLDivElement>(null);
  const wasNearEnd = useRef(true);
  const count = messages.length;
  const hasTarget = place.target?.channel === channel.id;

  // biome-ignore lint/correctness/useExhaustiveDependencies: what arrives or changes moves the end.
  useEffect(() => {
    const box = scroller.current;
    if (box && wasNearEnd.current && !hasTarget) box.scrollTop = box.scrollHeight;
  }, [count, slack.messages, hasTarget]);

  /** Whoever sends something wants to see it, and what comes of it. */
  const showEnd = (): void => {
    wasNearEnd.current = true;
    go({ target: undefined });
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
  };

  const title = titleOf(slack, channel, me);
  const isMember = channel.members.includes(me.id);
  const isClosed = channel.kind === 'im' && channel.hasBot && slack.messagesTab !== 'open';
  return (
    <section
      className="conversation"
      aria-label={title}
      id={mainId}
      tabIndex={-1}
      data-testid="conversation"
      data-channel={channel.id}
    >
      <header className="conversation-head">
        <h2>
          {channel.kind === 'im' ? '' : '#'}
          {title}
        </h2>
        <p className="quiet">
          {channel.isShared && <span className="mark">shared with another organisation</span>}
          {channel.hasBot ? `${slack.bot.name} is in here` : `${slack.bot.name} is not in here`} ·{' '}
          {channel.members.length} members
        </p>
      </header>
      <div
        className="messages"
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard.
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={`Messages in ${title}`}
        data-testid="messages"
        onScroll={({ currentTarget: box }) => {
          wasNearEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd;
        }}
      >
        {count === 0 && <EmptyChannel channel={channel} />}
        {messages.map((message) => (
          <MessageItem key={keyOf(message)} message={message} where="channel" />
        ))}
      </div>
      {isClosed ? (
        // Slack's own sentence: https://github.com/slackapi/python-slack-sdk/issues/1015
        <p className="composer-closed" data-testid="messages-off">
          Sending messages to this app has been turned off.
        </p>
      ) : isMember ? (
        <Composer channel={channel} title={`Message ${channel.kind === 'im' ? '' : '#'}${title}`} onSent={showEnd} />
      ) : (
        <p className="composer-closed" data-testid="not-a-member">
          {me.name} is not in this channel and cannot write here.
        </p>
      )}
    </section>
  );
}
