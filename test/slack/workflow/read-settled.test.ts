// Reading a card that somebody just clicked: what Slack does not show yet is waited for.
import { refuse } from '../../../src/slack/outcomes.js';
import { readClicked, settleMs } from '../../../src/slack/workflow/read-settled.js';
import { planOf, recordFor } from '../../support/plans.js';

const ts = '1790000000.000100';
const place = { channel: 'C1', ts };

function read(...answers: ('draft' | 'card' | 'missing')[]) {
  const waits: number[] = [];
  const left = [...answers];
  const card = (is_draft: boolean) => ({
    ok: true as const,
    ...place,
    record: { ...recordFor(planOf()), ...(is_draft ? { is_draft } : {}) },
    lasting: [],
    thread: [],
    permalink: '',
    callerReference: '',
  });
  const cards = {
    read: async () => {
      const next = left.shift();
      return next === 'missing' ? refuse('already_decided') : card(next === 'draft');
    },
  };
  const clock = { now: () => new Date(1_790_000_001_000), pause: async (ms: number) => void waits.push(ms) };
  return readClicked({ cards, clock } as never, place).then((found) => ({ found, waits }));
}

test('a draft offers no button, so it is read again', async () => {
  const { found, waits } = await read('draft', 'card');
  expect(waits).toEqual([settleMs]);
  expect(found.ok && found.record.is_draft).toBeUndefined();
});

test('a card that cannot be read yet is read again', async () => {
  const { found, waits } = await read('missing', 'card');
  expect(waits).toEqual([settleMs]);
  expect(found.ok).toBe(true);
});

test('a card is read once', async () => {
  const { waits } = await read('card');
  expect(waits).toEqual([]);
});
