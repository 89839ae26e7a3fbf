// Finds messages by their top-level text, as Slack's search does; blocks are not looked at.
import { useId, useRef, useState } from 'react';
import type { ShownMessage } from '../run/shown.js';
import { isVisible, useDesk, visibleChannels } from './desk.js';
import { keyOf } from './feed.js';
import { nameOf, titleOf } from './names.js';
import { longTimeOf, matches, plainWords } from './words.js';

const mostShown = 20;
const mostWords = 180;

export function SearchBox() {
  const desk = useDesk();
  const { slack, me } = desk;
  const [question, setQuestion] = useState('');
  const [isOpen, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const channels = visibleChannels(slack, me);
  const found = slack.messages
    .filter((message) => message.onlyFor === undefined && isVisible(message, me))
    .filter(({ channel }) => channels.some(({ id }) => id === channel))
    .filter(({ text }) => matches(plainWords(text, slack), question))
    .reverse();

  const close = (): void => {
    setOpen(false);
    input.current?.focus();
  };
  const show = (message: ShownMessage): void => {
    setOpen(false);
    desk.jump(message);
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
        aria-controls={list}
        data-testid="search"
        onChange={({ target }) => {
          setQuestion(target.value);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
      />
      {isOpen && question.trim() !== '' && (
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
                    <span>{cut(plainWords(message.text, slack))}</span>
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
