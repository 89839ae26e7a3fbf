// Posts a line to a thread once, whichever replica posts it. The thread is read first, a post is never repeated blindly, and
// a line that another replica posted a moment earlier is deleted again.
import type { Pause } from '../../clone/ports.js';
import { retry } from '../../concurrency/retry.js';
import type { Block, Metadata } from '../client/web-api.js';
import { settleMs } from '../workflow/read-settled.js';
import type { Place } from './place.js';
import { type Card, type CardRepository, findMark, listRepeats } from './repository.js';

export interface Line {
  readonly text: string;
  readonly blocks: readonly Block[];
  /** In place of the blocks where Slack does not know them; the text alone unless given. */
  readonly plainBlocks?: readonly Block[];
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
  place: Place,
  line: Line,
  care: DuplicateCheck,
  pause: Pause,
): Promise<boolean> {
  const { event_type: type } = line.metadata;
  if (care !== 'at once') {
    const delaysMs = care === 'patiently' ? lookDelaysMs : [];
    const isSaid = await retry(() => isInThread(store, place, type), {
      delaysMs,
      isRetryable: (found) => !found,
      pause,
    });
    if (isSaid) return true;
  }
  const result = await postLine(store, place, line, pause);
  if (result !== 'posted') return result === 'said';
  const now = await store.read(place.channel, place.ts);
  if (now.ok) await deleteRepeats(store, now, type);
  return true;
}

async function isInThread(store: CardRepository, { channel, ts }: Place, type: string): Promise<boolean> {
  const card = await store.read(channel, ts);
  return card.ok && findMark(card, type) !== undefined;
}

/**
 * Posts the line. The caller has looked that it is not there, and looks afterwards whether another replica posted it at the
 * same moment. `said`: the line of another replica was found.
 */
export async function postLine(
  store: CardRepository,
  place: Place,
  line: Line,
  pause: Pause,
): Promise<'posted' | 'said' | 'failed'> {
  const post = async (attempt: number): Promise<PostResult> => {
    // The answer was lost, not necessarily the post; or another replica posts while this one waits.
    if (attempt > 1 && (await isInThread(store, place, line.metadata.event_type))) return { kind: 'said' };
    if (attempt > maxPosts) return { kind: 'failed' };
    const { text, blocks, metadata } = line;
    const posted = await store.say(place, { text, blocks, metadata, hurried: true });
    if (posted.ok) return { kind: 'posted' };
    if (posted.lost || posted.retryAfter !== undefined) return { kind: 'unclear', retryAfter: posted.retryAfter };
    return { kind: 'refused-drawing' };
  };
  const { kind } = await retry(post, {
    // What was posted can be read after this.
    delaysMs: Array.from({ length: maxPosts }, () => settleMs),
    isRetryable: (result) => result.kind === 'unclear',
    readRetryAfterMs: ({ retryAfter }) => (retryAfter === undefined ? undefined : retryAfter * 1_000),
    pause,
  });
  switch (kind) {
    case 'said':
    case 'posted':
      return kind;
    case 'refused-drawing': {
      // Slack does not like the blocks, or the thread: the text alone says it all.
      const { text, plainBlocks, metadata } = line;
      const old = plainBlocks ? await store.say(place, { text, blocks: plainBlocks, metadata }) : undefined;
      if (old?.ok) return 'posted';
      const plain = await store.say(place, { text, metadata });
      return plain.ok ? 'posted' : 'failed';
    }
    case 'failed':
    case 'unclear':
      return 'failed';
    default:
      return kind satisfies never;
  }
}

interface PostResult {
  /** `unclear`: Slack did not answer, or asks to wait. */
  readonly kind: 'said' | 'posted' | 'unclear' | 'refused-drawing' | 'failed';
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
