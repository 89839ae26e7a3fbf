// Posts a line to a thread once, whichever replica posts it. The thread is read first, a post is never repeated blindly, and
// a line that another replica posted a moment earlier is deleted again.
import type { Pause } from '../../clone/ports.js';
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
const lookPauses = [1_000, 2_000, 3_000];
const tries = 4;

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
  if (care !== 'at once' && (await isSaid())) return true;
  if (care === 'patiently') {
    for (const wait of lookPauses) {
      await pause(wait);
      if (await isSaid()) return true;
    }
  }
  for (let tried = 1; tried <= tries; tried++) {
    const posted = await store.say(card, { ...line, hurried: true });
    if (posted.ok) {
      const now = await store.read(card.channel, card.ts);
      if (now.ok) await deleteRepeats(store, now, type);
      return true;
    }
    const isCalm = !posted.lost && posted.retryAfter === undefined;
    // Slack does not like the blocks, or the thread: the text alone says it all.
    if (isCalm) return (await store.say(card, { text: line.text, metadata: line.metadata })).ok;
    // The answer was lost, not necessarily the post; or another replica posts while this one waits. Look again first, once
    // what was posted can be read.
    await pause(posted.retryAfter === undefined ? settleMs : posted.retryAfter * 1_000);
    if (await isSaid()) return true;
  }
  return false;
}

/**
 * Takes back what replicas said twice, on a card just read: each that spoke looks afterwards, so the later one sees the
 * earlier.
 */
export async function deleteRepeats(store: CardRepository, card: Card, type: string): Promise<void> {
  for (const ts of listRepeats(card, type)) await store.deleteLine(card, ts);
}
