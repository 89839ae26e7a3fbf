// Posts a line to a thread once, whichever replica posts it. The thread is read first, a post is never repeated blindly, and
// a line that another replica posted a moment earlier is deleted again.
import type { Pause } from '../../clone/ports.js';
import { retry } from '../../concurrency/retry.js';
import type { Block, Metadata } from '../client/web-api.js';
import { settleMs } from '../workflow/read-settled.js';
import type { Place } from './place.js';
import { type Card, listMarks, listRepeats, type ThreadStore } from './repository.js';

export interface Line {
  readonly text: string;
  /** Where there are none, the text alone is shown. */
  readonly blocks: readonly Block[];
  /** In place of the blocks where Slack does not know them; the text alone unless given. */
  readonly plainBlocks?: readonly Block[];
  /** Makes the line recognisable; its event type is what is looked for. */
  readonly metadata: Metadata;
  /** A thread may have several lines of this type, such as reminders: `result` in the metadata tells them apart. */
  readonly isOneOfMany?: boolean;
}

/** Milliseconds between looks at the thread when somebody else may be about to say it. */
const lookDelaysMs = [1_000, 2_000, 3_000];
const maxPosts = 4;

/** How sure it is that nobody else says it: surely not, perhaps, or probably, so that they get the time to. */
export type DuplicateCheck = 'at once' | 'after a look' | 'patiently';

/** `said`: it stands there already, or another replica said it a moment earlier. `failed`: Slack would not take it. */
export type PostOnceResult = 'posted' | 'said' | 'failed';

/** Says the line unless it stands there. */
export async function postOnce(
  store: ThreadStore,
  place: Place,
  line: Line,
  care: DuplicateCheck,
  pause: Pause,
): Promise<PostOnceResult> {
  if (care !== 'at once') {
    const delaysMs = care === 'patiently' ? lookDelaysMs : [];
    const isSaid = await retry(() => isInThread(store, place, line), {
      delaysMs,
      isRetryable: (found) => !found,
      pause,
    });
    if (isSaid) return 'said';
  }
  const sent = await sendLine(store, place, line, pause);
  return sent.kind === 'posted' ? removeRepeats(store, place, line, sent.ts) : sent.kind;
}

/**
 * The same, and waits until what other replicas posted at the same moment can be read. For lines that nobody looks after
 * later.
 */
export async function postOnceSettled(
  store: ThreadStore,
  place: Place,
  line: Line,
  care: DuplicateCheck,
  pause: Pause,
): Promise<PostOnceResult> {
  const result = await postOnce(store, place, line, care, pause);
  if (result !== 'posted') return result;
  await pause(settleMs);
  return removeRepeats(store, place, line);
}

/** Takes back what replicas said twice. The first line counts, for every replica the same. `ours`: the timestamp of the line of this replica, where known. */
export async function removeRepeats(
  store: ThreadStore,
  place: Place,
  line: Line,
  ours?: string,
): Promise<PostOnceResult> {
  const now = await store.read(place.channel, place.ts);
  if (!now.ok) return 'posted';
  const [, ...repeats] = listSame(now, line);
  for (const { ts } of repeats) await store.deleteLine(now, ts);
  return repeats.some(({ ts }) => ts === ours) ? 'said' : 'posted';
}

function listSame(card: Pick<Card, 'thread'>, line: Line): readonly { readonly ts: string }[] {
  const marks = listMarks(card, line.metadata.event_type);
  const { result } = line.metadata.event_payload;
  return line.isOneOfMany ? marks.filter((mark) => mark.result === result) : marks;
}

async function isInThread(store: ThreadStore, { channel, ts }: Place, line: Line): Promise<boolean> {
  const card = await store.read(channel, ts);
  return card.ok && listSame(card, line).length > 0;
}

/**
 * Posts the line. The caller has looked that it is not there, and looks afterwards whether another replica posted it at the
 * same moment. `said`: the line of another replica was found.
 */
export async function postLine(store: ThreadStore, place: Place, line: Line, pause: Pause): Promise<PostOnceResult> {
  return (await sendLine(store, place, line, pause)).kind;
}

type Sent = { readonly kind: 'posted'; readonly ts: string } | { readonly kind: 'said' | 'failed' };

async function sendLine(store: ThreadStore, place: Place, line: Line, pause: Pause): Promise<Sent> {
  const { text, blocks, plainBlocks, metadata } = line;
  const say = (shown: readonly Block[], hurried = false) =>
    store.say(place, {
      text,
      ...(shown.length > 0 ? { blocks: shown } : {}),
      metadata,
      ...(hurried ? { hurried } : {}),
    });
  const post = async (attempt: number): Promise<PostResult> => {
    // The answer was lost, not necessarily the post; or another replica posts while this one waits.
    if (attempt > 1 && (await isInThread(store, place, line))) return { kind: 'said' };
    if (attempt > maxPosts) return { kind: 'failed' };
    const posted = await say(blocks, true);
    if (posted.ok) return { kind: 'posted', ts: posted.value.ts };
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
      return { kind: 'said' };
    case 'posted':
      return { kind: 'posted', ts: result.ts ?? '' };
    case 'refused-drawing': {
      // Slack does not like the blocks, or the thread: the text alone says it all.
      const old = plainBlocks ? await say(plainBlocks) : undefined;
      if (old?.ok) return { kind: 'posted', ts: old.value.ts };
      const plain = await say([]);
      return plain.ok ? { kind: 'posted', ts: plain.value.ts } : { kind: 'failed' };
    }
    case 'failed':
    case 'unclear':
      return { kind: 'failed' };
    default:
      return result.kind satisfies never;
  }
}

interface PostResult {
  /** `unclear`: Slack did not answer, or asks to wait. */
  readonly kind: 'said' | 'posted' | 'unclear' | 'refused-drawing' | 'failed';
  readonly ts?: string;
  /** Seconds that Slack asks to wait. */
  readonly retryAfter?: number | undefined;
}

/**
 * Takes back what replicas said twice, on a card just read: each that spoke looks afterwards, so the later one sees the
 * earlier.
 */
export async function deleteRepeats(
  store: ThreadStore,
  card: Pick<Card, 'channel' | 'thread'>,
  type: string,
): Promise<void> {
  for (const ts of listRepeats(card, type)) await store.deleteLine(card, ts);
}
