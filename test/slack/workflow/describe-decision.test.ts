// What somebody reads whose click came after a decision.
import { cardStates } from '../../../src/slack/card/record.js';
import { buildDecisionMark, type DecisionResult } from '../../../src/slack/workflow/decision-marks.js';
import { describeCardNow, describeDecision } from '../../../src/slack/workflow/describe-decision.js';
import { made, planOf, recordFor } from '../../support/plans.js';

const record = recordFor(planOf());
const line = (ts: string, by: string, result: DecisionResult) => ({ ts, metadata: buildDecisionMark(by, result) });

test.each(cardStates)('what became of a card that is %s is said in words', (state) => {
  const text = describeDecision({ ...record, state, ...(state === 'pending' ? {} : made) });
  expect(text).toMatch(/^This card .*\.$/);
  if (state === 'cloned' || state === 'deployed') expect(text).toContain(made.distribution);
  if (state === 'cancelled' || state === 'expired') expect(text).toContain('Nothing was created');
  if (state !== 'pending' && state !== 'expired') expect(text).toContain('<@U0BO>');
});

// A create may have been sent, or has succeeded.
test.each(['pending', 'cloning', 'cloned', 'deployed', 'failed'] as const)(
  'nobody reads that nothing was created of a card that is %s',
  (state) => {
    expect(describeDecision({ ...record, ...made, state })).not.toContain('Nothing was created');
  },
);

test('no person is named where the card names none', () => {
  const { decided_by: _nobody, ...undecided } = { ...record, state: 'cancelled' as const };
  expect(describeDecision(undecided)).toBe('This card was cancelled. Nothing was created.');
});

describe('a card that still says pending', () => {
  test('counts as approved by the first approval in its thread', () => {
    const thread = [line('2.1', 'U0BO', 'approved'), line('2.2', 'U0CY', 'approved')];
    const text = describeCardNow({ record, thread });
    expect(text).toContain('has been approved by <@U0BO>');
  });

  test.each<DecisionResult>(['answered', 'cancelled', 'not_created', 'superseded'])(
    'waits for approval where the thread says only "%s"',
    (result) => {
      const text = describeCardNow({ record, thread: [line('2.1', 'U0BO', result)] });
      expect(text).toBe('This card is waiting for approval.');
    },
  );
});

test('what the card says comes before an approval in its thread once the card is decided', () => {
  const thread = [line('2.1', 'U0BO', 'approved')];
  expect(describeCardNow({ record: { ...record, ...made, state: 'deployed' }, thread })).toContain('is done');
});
