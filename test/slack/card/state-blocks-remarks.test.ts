// What people wrote with a request and with a decision, as the card shows it.
import { type CardRecord, toMetadata } from '../../../src/slack/card/record.js';
import { renderCard, summarizeCard } from '../../../src/slack/card/state-blocks.js';
import { planOf, recordFor } from '../../support/plans.js';

const appearance = { approvers: ['cdn-operators'], requireSecondPerson: false };
const show = (record: CardRecord) => JSON.stringify(renderCard(record, appearance, [], 'modern'));
const asked = recordFor(planOf(), { reason: 'spring <!channel> & more' });
const decided = { decided_by: 'U0BO', comment: 'wrong *origin*' } as const;

test('the reason stands behind the requester, escaped', () => {
  const expected = '<@U0ANA> (“spring &lt;!channel&gt; &amp; more”)';
  expect(show(asked)).toContain(`Requested by ${expected} · `);
  expect(summarizeCard(asked)).toContain('asked by <@U0ANA> (ana) (“spring &lt;!channel&gt; &amp; more”)');
});

test.each(['cancelled', 'cloning', 'cloned', 'deployed', 'serving', 'failed'] as const)(
  'the comment stands behind the person who decided, on a card that is %s',
  (state) => {
    const record = { ...asked, ...decided, state };
    const verb = state === 'cancelled' ? 'cancelled' : 'approved';
    expect(show(record)).toContain(`${verb} by <@U0BO> (“wrong *origin*”)`);
    expect(summarizeCard(record)).toContain(`${verb} by <@U0BO> (“wrong *origin*”)`);
  },
);

test('a card without them has no brackets', () => {
  expect(show(recordFor(planOf()))).toContain('Requested by <@U0ANA> · ');
  expect(toMetadata(recordFor(planOf())).event_payload).not.toHaveProperty('reason');
});
