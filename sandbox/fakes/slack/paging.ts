// Slack's cursors: opaque to the caller, the place to go on from to us.
import type { Fields } from './json.js';
import { SlackError } from './slack-error.js';

export interface Page<T> {
  items: T[];
  next: string;
}

export function cutPage<T>(
  all: readonly T[],
  limit: number,
  cursor: string | undefined,
  keyOf: (item: T) => string,
): Page<T> {
  const start = cursor ? findStart(all, cursor, keyOf) : 0;
  const items = all.slice(start, start + limit);
  const following = all[start + limit];
  return { items, next: following === undefined ? '' : Buffer.from(`next:${keyOf(following)}`).toString('base64') };
}

export function nextCursor(page: Page<unknown>): Fields {
  return { response_metadata: { next_cursor: page.next } };
}

/** By key, not by number, so that messages posted between two pages neither repeat nor hide one. */
function findStart<T>(all: readonly T[], cursor: string, keyOf: (item: T) => string): number {
  const key = Buffer.from(cursor, 'base64')
    .toString('utf8')
    .replace(/^next:/, '');
  const start = all.findIndex((item) => keyOf(item) === key);
  if (start < 0) throw new SlackError('invalid_cursor');
  return start;
}
