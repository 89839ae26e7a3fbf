// Where one types: the command is offered with its hint; ordinary text is posted as the person that one is.
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { ChannelView } from '../run/views.js';
import { callApi } from './api-client.js';
import { LightningIcon } from './icons.js';
import { MenuButton } from './menu-button.js';
import { usePageState } from './page-state.js';
import { composerId } from './skip-link.js';
import { completeMention, offerMentions, readTypedMention } from './typed-mention.js';

interface ComposerProps {
  readonly channel: ChannelView;
  readonly title: string;
  readonly threadTs?: string;
  /** A line left the composer. */
  onSent(): void;
}

export function Composer({ channel, title, threadTs, onSent }: ComposerProps) {
  const { slack, me, place, go } = usePageState();
  const [text, setText] = useState('');
  const [failure, setFailure] = useState('');
  const [isSending, setSending] = useState(false);
  const [isClosed, setClosed] = useState(false);
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const input = useRef<HTMLTextAreaElement>(null);
  const menu = useId();
  const draft = threadTs === undefined ? place.draft : undefined;
  useEffect(() => {
    if (!draft) return;
    setText(draft.text);
    go({ draft: undefined });
    input.current?.focus();
  }, [draft, go]);
  const { name, hint, about } = slack.command;
  const isOffered = !isClosed && text.startsWith('/') && name.startsWith(text) && text !== `${name} `;
  const isCommand = text === name || text.startsWith(`${name} `);

  const typedMention = isClosed ? undefined : readTypedMention(text, caret);
  const mentions = typedMention === undefined ? [] : offerMentions(slack, typedMention);
  const shortcuts = me.teamId === slack.team.id ? slack.shortcuts.filter(({ type }) => type === 'global') : [];

  const takeMention = (mentioned: string): void => {
    const done = completeMention(text, caret, mentioned);
    setText(done.text);
    setCaret(done.caret);
    input.current?.focus();
  };
  const runShortcut = async (callbackId: string): Promise<void> => {
    setFailure('');
    const answer = await callApi('global-shortcut', { user: me.id, callback_id: callbackId });
    if (!answer.ok) setFailure(`${slack.bot.name} did not take the shortcut: ${answer.error}`);
  };
  const take = (): void => {
    setText(`${name} `);
    input.current?.focus();
  };
  const send = async (): Promise<void> => {
    const line = text.trim();
    if (line === '' || isSending) return;
    setFailure('');
    setSending(true);
    input.current?.focus();
    const trouble = await deliver(line);
    setSending(false);
    if (trouble !== undefined) setFailure(trouble);
  };
  /** The reason why it did not go out, or nothing. */
  const deliver = async (line: string): Promise<string | undefined> => {
    const [, typed, rest = ''] = /^(\/\S*)\s*([\s\S]*)$/.exec(line) ?? [];
    if (typed === undefined) {
      const said = await callApi('say', { user: me.id, channel: channel.id, text: line, thread_ts: threadTs });
      if (said.ok) setText('');
      if (said.ok) onSent();
      return said.ok ? undefined : said.error;
    }
    if (threadTs !== undefined) return `${typed} cannot be used in threads, as in Slack. Type it in the channel.`;
    // Slack offers an app's commands to its own workspace only, in shared channels too.
    if (typed === name && me.teamId !== slack.team.id) return `${typed} is not offered to people of another workspace.`;
    if (typed === '/invite') {
      const invited = await callApi('invite', { user: me.id, channel: channel.id, text: rest });
      if (invited.ok) setText('');
      if (invited.ok) onSent();
      return invited.ok ? undefined : invited.error;
    }
    if (typed !== name) return `${typed} is not a valid command. This sandbox knows ${name} and /invite.`;
    // Slack takes the line away at once; what the bot says comes as a message.
    setText('');
    onSent();
    const sent = await callApi('command', { user: me.id, channel: channel.id, text: rest });
    if (sent.ok || isShownAnyway(sent.error)) return undefined;
    return sent.error;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const mentioned = mentions[Math.min(active, mentions.length - 1)];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') {
      // An open list alone closes, not the thread around it.
      if (isOffered || mentions.length > 0) event.preventDefault();
      setClosed(true);
    } else if (mentioned && step !== undefined) {
      event.preventDefault();
      setActive((active + step + mentions.length) % mentions.length);
    } else if (mentioned && (event.key === 'Tab' || event.key === 'Enter')) {
      event.preventDefault();
      takeMention(mentioned.name);
    } else if (isOffered && (event.key === 'Tab' || (event.key === 'Enter' && text !== name))) {
      event.preventDefault();
      take();
    } else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void send();
    }
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {isOffered && (
        <div className="offer" id={menu} data-testid="command-offer">
          <button type="button" onClick={take} data-testid="take-command">
            <strong>{name}</strong> <span className="quiet">{hint}</span>
            <span className="offer-about">{about}</span>
          </button>
        </div>
      )}
      {mentions.length > 0 && (
        <div className="offer" role="listbox" id={`${menu}-mentions`} aria-label="Mentions" data-testid="mention-offer">
          {mentions.map(({ name: mentioned, about: who }, index) => (
            <button
              key={mentioned}
              type="button"
              role="option"
              tabIndex={-1}
              id={`${menu}-mention-${index}`}
              aria-selected={index === active}
              data-testid={`mention-${mentioned}`}
              onClick={() => takeMention(mentioned)}
            >
              <strong>@{mentioned}</strong> <span className="quiet">{who}</span>
            </button>
          ))}
        </div>
      )}
      {isCommand && !isOffered && (
        <p className="composer-hint" data-testid="command-hint">
          <code>
            {name} {hint}
          </code>
        </p>
      )}
      {failure !== '' && (
        <p className="failure" role="alert" data-testid="composer-failure">
          {failure}
        </p>
      )}
      <div className="composer-row">
        {shortcuts.length > 0 && threadTs === undefined && (
          <MenuButton
            label="Shortcuts"
            testId="shortcuts"
            side="above"
            items={shortcuts.map(({ callbackId, name: title, about: what }) => ({
              id: callbackId,
              title,
              about: what,
            }))}
            choose={(id) => void runShortcut(id)}
          >
            <LightningIcon />
          </MenuButton>
        )}
        <textarea
          ref={input}
          id={threadTs === undefined ? composerId : undefined}
          rows={text.includes('\n') ? 3 : 1}
          value={text}
          aria-label={title}
          aria-describedby={isOffered ? menu : undefined}
          aria-controls={mentions.length > 0 ? `${menu}-mentions` : undefined}
          aria-activedescendant={mentions.length > 0 ? `${menu}-mention-${active}` : undefined}
          placeholder={threadTs === undefined ? `${title}, or type / for the command` : 'Reply…'}
          data-testid={threadTs === undefined ? 'composer' : 'thread-composer'}
          onChange={({ target }) => {
            setText(target.value);
            setCaret(target.selectionStart);
            setActive(0);
            setClosed(false);
            setFailure('');
          }}
          onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" className="button is-primary" disabled={text.trim() === ''} data-testid="send">
          Send
        </button>
      </div>
    </form>
  );
}

/** A command that was not acknowledged: Slack says so in the channel, only to the person who typed it. */
function isShownAnyway(error: string): boolean {
  return ['operation_timeout', 'dispatch_failed', 'http_client_error', 'http_service_error'].includes(error);
}
