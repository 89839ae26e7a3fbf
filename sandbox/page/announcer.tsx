// Reads out what arrives, for those who do not see it.
import { useEffect, useRef, useState } from 'react';
import { nameOf } from './display-names.js';
import { keyOf } from './feed.js';
import { isVisible, usePageState } from './page-state.js';
import { toPlainText } from './plain-text.js';

const mostWords = 200;

export function Announcer() {
  const { slack, me } = usePageState();
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
    setText(`${nameOf(slack, last.user)} ${verb}${scope}: ${toPlainText(last.text, slack).slice(0, mostWords)}`);
  }, [slack, me]);
  return (
    <p className="visually-hidden" aria-live="polite" data-testid="announcer">
      {text}
    </p>
  );
}
