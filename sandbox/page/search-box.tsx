// Finds messages by their top-level text, as Slack's search does; blocks are not looked at.
import { useId, useRef, useState } from 'react';
import type { MessageView } from '../run/views.js';
import { nameOf, titleOf } from './display-names.js';
import { keyOf } from './feed.js';
import { isVisible, usePageState, visibleChannels } from './page-state.js';
import { longTimeOf, toPlainText } from './plain-text.js';
import { answersQuestion } from './search-question.js';

const mostShown = 20;
const mostWords = 180;

export function SearchBox() {
  const page = usePageState();
  const { slack, me } = page;
  const [question, setQuestion] = useState('');
  const [isOpen, setOpen] = useState(false);
  const isListed = isOpen && question.trim() !== '';
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const channels = visibleChannels(slack, me);
  const found = slack.messages
    .filter((message) => message.onlyFor === undefined && isVisible(message, me))
    .filter(({ channel }) => channels.some(({ id }) => id === channel))
    .filter(({ text, channel, user, ts }) => {
      const place = channels.find(({ id }) => id === channel);
      return answersQuestion(
        {
          text: toPlainText(text, slack),
          channel: place ? titleOf(slack, place, me) : channel,
          from: nameOf(slack, user),
          ts,
        },
        question,
      );
    })
    .reverse();

  const close = (): void => {
    setOpen(false);
    input.current?.focus();
  };
  const show = (message: MessageView): void => {
    setOpen(false);
    page.jump(message);
  };
  return (
    <search
      className="search"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setOpen(false);
      }}
    >
      <input
        ref={input}
        type="search"
        value={question}
        placeholder="Search messages"
        aria-label="Search messages"
        aria-controls={isListed ? list : undefined}
        data-testid="search"
        onChange={({ target }) => {
          setQuestion(target.value);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
      />
      {isListed && (
        <div className="search-results" id={list} data-testid="search-results">
          <p className="quiet" role="status">
            {found.length === 0 ? 'No message has these words.' : `${found.length} found`}
          </p>
          <ul>
            {found.slice(0, mostShown).map((message) => {
              const channel = channels.find(({ id }) => id === message.channel);
              return (
                <li key={keyOf(message)}>
                  <button type="button" onClick={() => show(message)} data-testid="search-result">
                    <span className="quiet">
                      {channel ? `#${titleOf(slack, channel, me)}` : message.channel}
                      {message.threadTs === undefined ? '' : ' · in a thread'} · {nameOf(slack, message.user)} ·{' '}
                      {longTimeOf(message.ts)}
                    </span>
                    <span>{cut(toPlainText(message.text, slack))}</span>
                  </button>
                </li>
              );
            })}
          </ul>
        </div>
      )}
    </search>
  );
}

function cut(text: string): string {
  return text.length > mostWords ? `${text.slice(0, mostWords)}…` : text;
}
