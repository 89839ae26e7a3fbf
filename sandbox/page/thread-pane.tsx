// A thread: its head, its replies, and a line to write into.
import { useEffect, useRef } from 'react';
import { Composer } from './composer.js';
import { titleOf } from './display-names.js';
import { keyOf } from './feed.js';
import { MessageItem } from './message-item.js';
import { isVisible, usePageState, visibleChannels } from './page-state.js';
import type { Target } from './place.js';

/** Threads that took the focus when they were opened. Coming back to one by its tab leaves the focus on the tab. */
const greeted = new WeakSet<Target>();

export function ThreadPane() {
  const { slack, me, place, go, closeThread } = usePageState();
  const { thread } = place;
  const scroller = useRef<HTMLDivElement>(null);
  const channel = visibleChannels(slack, me).find(({ id }) => id === thread?.channel);
  const own = slack.messages.filter((message) => message.channel === thread?.channel && isVisible(message, me));
  const head = own.find(({ ts }) => ts === thread?.ts);
  const replies = own.filter(({ threadTs }) => threadTs !== undefined && threadTs === thread?.ts);
  const count = replies.length;
  const isAimed = place.target !== undefined && replies.some(({ ts }) => ts === place.target?.ts);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another thread, or one more reply, moves the end.
  useEffect(() => {
    const box = scroller.current;
    const last = box?.lastElementChild;
    // The beginning of the newest reply counts more than its end.
    if (box && last && count > 0 && !isAimed)
      box.scrollTop += last.getBoundingClientRect().top - box.getBoundingClientRect().top;
  }, [thread?.ts, count, isAimed]);

  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!thread || greeted.has(thread)) return;
    greeted.add(thread);
    // A reply that was aimed at takes the focus itself.
    if (!isAimed) heading.current?.focus();
  }, [thread, isAimed]);

  if (!thread || !channel || !head) {
    return (
      <p className="empty" data-testid="no-thread">
        No thread is open. “Reply in thread” under a message opens it here.
      </p>
    );
  }
  return (
    <section
      className="thread"
      aria-label="Thread"
      data-testid="thread"
      data-ts={thread.ts}
      onKeyDown={(event) => {
        const isInDialog = event.target instanceof Element && event.target.closest('dialog') !== null;
        if (event.key === 'Escape' && !event.defaultPrevented && !isInDialog) closeThread();
      }}
    >
      <header className="pane-head">
        <h2 ref={heading} tabIndex={-1}>
          Thread in #{titleOf(slack, channel, me)}
        </h2>
        <button type="button" className="button" data-testid="close-thread" onClick={closeThread}>
          Close
        </button>
      </header>
      <div
        ref={scroller}
        className="messages"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard.
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label="Messages of the thread"
      >
        <MessageItem key={keyOf(head)} message={head} where="thread" />
        <p className="thread-count">
          {replies.length} {replies.length === 1 ? 'reply' : 'replies'}
        </p>
        {replies.map((message) => (
          <MessageItem key={keyOf(message)} message={message} where="thread" />
        ))}
      </div>
      {channel.members.includes(me.id) && (
        <Composer
          channel={channel}
          title="Reply in the thread"
          threadTs={thread.ts}
          onSent={() => go({ target: undefined })}
        />
      )}
    </section>
  );
}
