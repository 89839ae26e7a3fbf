// One message: who, when, its blocks, and the way into its thread.
import { memo, useEffect, useRef, useState } from 'react';
import type { Block, MessageView } from '../run/views.js';
import { callApi } from './api-client.js';
import { Blocks } from './blocks.js';
import { nameOf } from './display-names.js';
import { CloneIcon, MoreIcon } from './icons.js';
import { MenuButton } from './menu-button.js';
import { isVisible, usePageState } from './page-state.js';
import { hashOf } from './place.js';
import { longTimeOf, timeOf } from './plain-text.js';
import type { Press } from './press.js';

interface MessageProps {
  readonly message: MessageView;
  readonly where: 'channel' | 'thread';
}

export const MessageItem = memo(function MessageItem({ message, where }: MessageProps) {
  const { slack, me, place, jump } = usePageState();
  const [isDismissed, setDismissed] = useState(false);
  const [failure, setFailure] = useState('');
  const article = useRef<HTMLElement>(null);
  const { ts, channel, onlyFor } = message;
  const target = place.target;
  const isTarget = target?.channel === channel && target.ts === ts;
  const isHere = isTarget && (where === 'thread') === (message.threadTs !== undefined);
  const isBot = message.user === slack.bot.user;
  const author = nameOf(slack, message.user);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the same link followed twice is a new target object.
  useEffect(() => {
    if (!isHere) return;
    article.current?.scrollIntoView({ block: 'center' });
    article.current?.focus({ preventScroll: true });
  }, [isHere, target]);

  const press: Press = async ({ element, blockId, value, state }) => {
    // What was pressed goes away when the message changes; the message stays. A dialog has to be closed first.
    setTimeout(() => article.current?.focus({ preventScroll: true }));
    setFailure('');
    const answer = await callApi('click', {
      user: me.id,
      channel,
      ts,
      action_id: element.action_id,
      ...(blockId && { block_id: blockId }),
      ...(value !== undefined && { value }),
      ...(state && { state }),
    });
    if (!answer.ok) setFailure(`${slack.bot.name} did not take it: ${answer.error}`);
  };

  const shortcuts =
    onlyFor === undefined && me.teamId === slack.team.id
      ? slack.shortcuts.filter(({ type }) => type === 'message')
      : [];
  const runShortcut = async (callbackId: string): Promise<void> => {
    setFailure('');
    const answer = await callApi('message-shortcut', { user: me.id, channel, ts, callback_id: callbackId });
    if (!answer.ok) setFailure(`${slack.bot.name} did not take the shortcut: ${answer.error}`);
  };

  if (isDismissed) return null;
  return (
    <article
      ref={article}
      className={`message${isHere ? ' is-target' : ''}${onlyFor === undefined ? '' : ' is-ephemeral'}`}
      tabIndex={-1}
      aria-label={`${author}, ${timeOf(ts)}`}
      data-testid="message"
      data-ts={ts}
      data-only-for={onlyFor}
    >
      <Avatar name={author} isBot={isBot} />
      <div className="message-body">
        {onlyFor !== undefined && (
          <p className="message-scope" data-testid="only-visible">
            Only visible to you ·{' '}
            <button type="button" className="link" onClick={() => setDismissed(true)}>
              Dismiss
            </button>
          </p>
        )}
        {message.isBroadcast && where === 'channel' && <p className="message-scope">replied to a thread</p>}
        <p className="message-head">
          <strong>{author}</strong>
          {isBot && <span className="app-mark">APP</span>}
          {onlyFor === undefined ? (
            <a
              className="message-time"
              href={hashOf(message)}
              title={longTimeOf(ts)}
              aria-label={`${timeOf(ts)}, link to the message of ${longTimeOf(ts)}`}
              onClick={(event) => {
                event.preventDefault();
                jump(message);
              }}
            >
              {timeOf(ts)}
            </a>
          ) : (
            <span className="message-time">{timeOf(ts)}</span>
          )}
        </p>
        {shortcuts.length > 0 && (
          <div className="message-actions">
            <MenuButton
              label="More actions"
              testId="more-actions"
              side="below"
              items={shortcuts.map(({ callbackId, name, about }) => ({
                id: callbackId,
                title: name,
                about: about || slack.bot.name,
              }))}
              choose={(id) => void runShortcut(id)}
            >
              <MoreIcon />
            </MenuButton>
          </div>
        )}
        <Blocks blocks={blocksOf(message)} press={press} />
        {message.files && <Files files={message.files} />}
        {message.isEdited && <span className="quiet">(edited)</span>}
        {failure !== '' && (
          <p className="failure" role="alert" data-testid="click-failure">
            {failure}
          </p>
        )}
        {where === 'channel' && onlyFor === undefined && message.threadTs === undefined && (
          <ThreadBar message={message} />
        )}
      </div>
    </article>
  );
});

/** Slack shows a preview of each; the page offers them alone. */
function Files({ files }: { readonly files: NonNullable<MessageView['files']> }) {
  return (
    <ul className="files" aria-label="Files">
      {files.map(({ id, name, content }) => (
        <li key={id}>
          <a href={`data:text/plain;charset=utf-8,${encodeURIComponent(content)}`} download={name}>
            {name}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Text alone is drawn as a section, as Slack does. */
function blocksOf({ blocks, text }: MessageView): readonly Block[] {
  if (blocks && blocks.length > 0) return blocks;
  return [{ type: 'section', text: { type: 'mrkdwn', text } }];
}

function ThreadBar({ message }: { readonly message: MessageView }) {
  const { slack, me, go } = usePageState();
  const { channel, ts } = message;
  const replies = slack.messages.filter(
    (reply) =>
      reply.channel === channel && reply.threadTs === ts && reply.onlyFor === undefined && isVisible(reply, me),
  );
  const last = replies.at(-1);
  const open = (): void => go({ thread: { channel, ts }, pane: 'thread', screen: 'pane' });
  return (
    <p className="thread-bar">
      <button type="button" className="link" onClick={open} data-testid="open-thread">
        {last ? `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}` : 'Reply in thread'}
      </button>
      {last && <span className="quiet"> Last reply {timeOf(last.ts)}</span>}
    </p>
  );
}

function Avatar({ name, isBot }: { readonly name: string; readonly isBot: boolean }) {
  const hue = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0) * 37, 0) % 360;
  return (
    <span
      className={`avatar${isBot ? ' is-bot' : ''}`}
      style={isBot ? undefined : { background: `hsl(${hue} 42% 42%)` }}
      aria-hidden="true"
    >
      {isBot ? <CloneIcon /> : name.slice(0, 1).toUpperCase()}
    </span>
  );
}
