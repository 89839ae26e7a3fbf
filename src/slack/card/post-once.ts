// Posts a line to a thread once, whichever replica posts it. The thread is read first, a post is never repeated blindly, and
// a line that another replica posted a moment earlier is deleted again.
import type { Pause } from '../../clone/ports.js';
import { retry } from '../../concurrency/retry.js';
import type { Block, Metadata } from '../client/web-api.js';
import { settleMs } from '../workflow/read-settled.js';
import { type Card, type CardRepository, findMark, listRepeats } from './repository.js';

export interface Line {
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Makes the line recognisable; its event type is what is looked for. */
  readonly metadata: Metadata;
}

/** Milliseconds between looks at the thread when somebody else may be about to say it. */
const lookDelaysMs = [1_000, 2_000, 3_000];
const maxPosts = 4;

/** How sure it is that nobody else says it: surely not, perhaps, or probably, so that they get the time to. */
export type DuplicateCheck = 'at once' | 'after a look' | 'patiently';

/** Says the line unless it stands there. False when Slack would not take it. */
export async function postOnce(
  store: CardRepository,
  card: Card,
  line: Line,
  care: DuplicateCheck,
  pause: Pause,
): Promise<boolean> {
  const type = line.metadata.event_type;
  const isSaid = async (): Promise<boolean> => {
    const now = await store.read(card.channel, card.ts);
    return now.ok && findMark(now, type) !== undefined;
  };
  if (care !== 'at once') {
    const delaysMs = care === 'patiently' ? lookDelaysMs : [];
    if (await retry(isSaid, { delaysMs, isRetryable: (found) => !found, pause })) return true;
  }
  const post = async (attempt: number): Promise<PostResult> => {
    // The answer was lost, not necessarily the post; or another replica posts while this one waits.
    if (attempt > 1 && (await isSaid())) return { kind: 'said' };
    if (attempt > maxPosts) return { kind: 'refused' };
    const posted = await store.say(card, { ...line, hurried: true });
    if (posted.ok) return { kind: 'posted' };
    if (posted.lost || posted.retryAfter !== undefined) return { kind: 'unclear', retryAfter: posted.retryAfter };
    return { kind: 'refused-drawing' };
  };
  const result = await retry(post, {
    // What was posted can be read after this.
    delaysMs: Array.from({ length: maxPosts }, () => settleMs),
    isRetryable: ({ kind }) => kind === 'unclear',
    readRetryAfterMs: ({ retryAfter }) => (retryAfter === undefined ? undefined : retryAfter * 1_000),
    pause,
  });
  switch (result.kind) {
    case 'said':
      return true;
    case 'posted': {
      const now = await store.read(card.channel, card.ts);
      if (now.ok) await deleteRepeats(store, now, type);
      return true;
    }
    case 'refused-drawing':
      // Slack does not like the blocks, or the thread: the text alone says it all.
      return (await store.say(card, { text: line.text, metadata: line.metadata })).ok;
    case 'refused':
    case 'unclear':
      return false;
    default:
      return result.kind satisfies never;
  }
}

interface PostResult {
  /** `unclear`: Slack did not answer, or asks to wait. */
  readonly kind: 'said' | 'posted' | 'unclear' | 'refused-drawing' | 'refused';
  /** Seconds that Slack asks to wait. */
  readonly retryAfter?: number | undefined;
}

/**
 * Takes back what replicas said twice, on a card just read: each that spoke looks afterwards, so the later one sees the
 * earlier.
 */
export async function deleteRepeats(store: CardRepository, card: Card, type: string): Promise<void> {
  for (const ts of listRepeats(card, type)) await store.deleteLine(card, ts);
}
