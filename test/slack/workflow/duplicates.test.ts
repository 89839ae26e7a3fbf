// Several cards for one domain: which threads get which line.
import type { CardRecord } from '../../../src/slack/card/record.js';
import { findDuplicates } from '../../../src/slack/workflow/duplicates.js';
import { planOf, recordFor } from '../../support/plans.js';

const postedAt = 1_795_000_000;
const card = (minute: number, changes: Partial<CardRecord> = {}) => {
  const ts = `${postedAt + minute * 60}.000100`;
  return {
    ts,
    record: recordFor(planOf(), changes),
    permalink: `https://example.slack.com/archives/C0CDN/p${ts.replace('.', '')}`,
  };
};
const made = (minute: number): Partial<CardRecord> => ({
  state: 'deployed',
  distribution: 'ENEW',
  created_at: postedAt + minute * 60,
});
const linesOf = (...cards: ReturnType<typeof card>[]) =>
  findDuplicates(cards).map(({ card: { ts }, line }) => [
    ts,
    line.metadata.event_type,
    line.metadata.event_payload.result,
  ]);

const [first, second, third] = [card(0), card(1), card(2)];

test('one card has none', () => {
  expect(linesOf(first)).toEqual([]);
});

test('the later ones name the first one', () => {
  expect(linesOf(third, first, second)).toEqual([
    [third.ts, 'cf_clone_duplicate', first.ts],
    [second.ts, 'cf_clone_duplicate', first.ts],
  ]);
});

test('cards for other domains, and cards that are decided, have none', () => {
  expect(linesOf(first, card(1, { domain: 'other.example.com' }))).toEqual([]);
  expect(linesOf(card(0, { state: 'cancelled' }), second)).toEqual([]);
  expect(linesOf(first, card(1, { state: 'expired' }))).toEqual([]);
});

test.each(['cloned', 'deployed', 'serving'] as const)('when one is %s, the others are told', (state) => {
  const holder = card(1, { ...made(5), state });
  expect(linesOf(first, holder, third)).toEqual([
    [first.ts, 'cf_clone_in_use', 'ENEW'],
    [third.ts, 'cf_clone_in_use', 'ENEW'],
  ]);
});

test('a clone that was there before the card, or before it was drawn anew, tells nothing', () => {
  expect(linesOf(card(0, made(1)), card(2))).toEqual([]);
  expect(linesOf(card(0, { waiting_since: postedAt + 600 }), card(1, made(5)))).toEqual([]);
});

test('the lines say what happened, whether anything was created, and what next', () => {
  const [duplicate] = findDuplicates([first, second]);
  expect(duplicate?.line.text).toMatch(
    /^When this card was posted, <https:\S+\|another card>, requested by `ana`, was /,
  );
  expect(duplicate?.line.text).toContain('Cancel the one that is not wanted.');
  const [inUse] = findDuplicates([first, card(1, made(5))]);
  expect(inUse?.line.text).toMatch(
    /^<@U0ANA> `www\.example\.com` is now in use: .*`ENEW`.*Nothing was created for this card/,
  );
});
