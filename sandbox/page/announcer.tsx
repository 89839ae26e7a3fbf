// Reads out what arrives, for those who do not see it.
import { useEffect, useRef, useState } from 'react';
import { isVisible, useDesk } from './desk.js';
import { keyOf } from './feed.js';
import { nameOf } from './names.js';
import { plainWords } from './words.js';

const mostWords = 200;

export function Announcer() {
  const { slack, me } = useDesk();
  const known = useRef<Map<string, string> | undefined>(undefined);
  const [text, setText] = useState('');
  useEffect(() => {
    const now = new Map(slack.messages.map((message) => [keyOf(message), message.text]));
    const before = known.current;
    known.current = now;
    if (!before) return;
    const fresh = slack.messages.filter(
      (message) => isVisible(message, me) && message.user !== me.id && before.get(keyOf(message)) !== message.text,
    );
    const last = fresh.at(-1);
    if (!last) return;
    const verb = before.has(keyOf(last)) ? 'changed a message' : 'says';
    const scope = last.onlyFor === undefined ? '' : ', only visible to you';
    setText(`${nameOf(slack, last.user)} ${verb}${scope}: ${plainWords(last.text, slack).slice(0, mostWords)}`);
  }, [slack, me]);
  return (
    <p className="visually-hidden" aria-live="polite" data-testid="announcer">
      {text}
    </p>
  );
}
