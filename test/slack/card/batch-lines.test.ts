// The lines of a card of several clones, and their drawing: within Slack's limits also at their largest.
import { findBlockFaults } from '../../../sandbox/fakes/slack/limits.js';
import { digestLines } from '../../../src/clone/batch.js';
import { maxLines } from '../../../src/clone/parse-lines.js';
import { renderBatchCard } from '../../../src/slack/card/batch-blocks.js';
import {
  areLinesComplete,
  type BatchLine,
  countLines,
  splitIntoReplies,
  toLineMetadata,
  updateReply,
} from '../../../src/slack/card/batch-lines.js';
import { renderBatchPlan } from '../../../src/slack/card/batch-plan-blocks.js';
import { countChars } from '../../../src/slack/card/budget.js';
import { maxRecordBytes } from '../../../src/slack/card/record.js';
import { planOf, recordFor } from '../../support/plans.js';

const longName = (index: number) => `d${index}.${'x'.repeat(60)}.${'y'.repeat(60)}.${'z'.repeat(60)}.example.com`;
const line = (index: number, changes: Partial<BatchLine> = {}): BatchLine => ({
  domain: longName(index),
  origin: longName(index + 100),
  certificate: longName(index + 200),
  state: 'planned',
  digest: 'a'.repeat(64),
  ...changes,
});
const lines = Array.from({ length: maxLines }, (_, index) => line(index));
const made: Partial<BatchLine> = {
  state: 'deployed',
  distribution: 'E2ABCDEFGHIJKL',
  distribution_domain: 'd111111abcdef8.cloudfront.net',
  dns: 'A AAAA',
  grants: 'g'.repeat(150),
  created_at: 1_800_000_000,
  deployed_at: 1_800_000_000,
};

test('every reply fits into the metadata of a message, also when all is known of its lines', () => {
  const known = new Map(lines.map((one) => [one.domain, { ...one, ...made }]));
  const replies = splitIntoReplies('a-request', lines);
  expect(replies.flatMap((reply) => reply.lines)).toEqual(lines);
  for (const reply of replies) {
    const metadata = JSON.stringify(toLineMetadata('a-request', updateReply(reply, known)));
    expect(Buffer.byteLength(metadata)).toBeLessThanOrEqual(maxRecordBytes);
  }
});

test('a distribution that exists is not written over with less', () => {
  const reply = { ts: '1.1', part: 0, lines: [line(0, made)] };
  const known = new Map([[longName(0), line(0, { state: 'failed' })]]);
  expect(updateReply(reply, known)).toEqual(reply);
});

test('the card stands for exactly its lines', () => {
  const record = { lines: 2, digest: digestLines(lines.slice(0, 2)) };
  expect(areLinesComplete(lines.slice(0, 2), record)).toBe(true);
  expect(areLinesComplete([...lines.slice(0, 2), line(9, { state: 'left_out' })], record)).toBe(true);
  expect(areLinesComplete(lines.slice(0, 1), record)).toBe(false);
  expect(areLinesComplete([line(0), line(1, { digest: 'b'.repeat(64) })], record)).toBe(false);
});

test.each(['pending', 'cloning', 'failed', 'cloned', 'deployed', 'cancelled'] as const)(
  'the largest card that is %s fits into a message',
  (state) => {
    const plans = lines.map(({ domain }) => planOf({ domain }));
    const shown = lines.map((one) => ({ ...one, ...(state === 'deployed' ? made : {}) }));
    const record = { ...recordFor(planOf()), ...countLines(shown), state, decided_by: 'U0BO' };
    const blocks = renderBatchCard(
      record,
      { approvers: ['cdn-operators'], requireSecondPerson: true },
      { lasting: renderBatchPlan(plans, shown, 'modern'), lines: shown },
    );
    expect(countChars(blocks)).toBeLessThanOrEqual(11_000);
    expect(findBlockFaults(JSON.parse(JSON.stringify(blocks)), { refusedBlocks: [] })).toEqual([]);
  },
);
