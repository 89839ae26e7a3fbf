// The plan of a finished card, where a workspace shows the old blocks alone.
import { readContent } from '../../../sandbox/fakes/slack/content.js';
import { DEFAULTS } from '../../../sandbox/fakes/slack/settings.js';
import { renderPlan } from '../../../src/slack/card/plan-blocks.js';
import { readLastingBlocks, renderCard } from '../../../src/slack/card/state-blocks.js';
import { made, now, planOf, recordFor } from '../../support/plans.js';

const plan = planOf();
const appearance = { approvers: ['cdn-operators'], requireSecondPerson: false };

test.each(['cloned', 'deployed', 'serving', 'cancelled', 'expired'] as const)(
  'a card that is %s has the result on top, and the plan as small print at the end',
  (state) => {
    const isOver = state === 'cancelled' || state === 'expired';
    const record = recordFor(plan, { state, ...(isOver ? {} : made) });
    const blocks = renderCard(record, appearance, renderPlan(plan, now, 'plain'), 'plain');
    expect(blocks.map(({ block_id }) => block_id)).toEqual([
      `head:${state}`,
      'state:result',
      'fact:facts:0',
      `foot:${state}`,
      ...(isOver ? [`decide:${state}:${record.digest.slice(0, 16)}`] : []),
      'fact:note:said',
    ]);
    const smallPrint = JSON.stringify(blocks.at(-1));
    expect(smallPrint).toMatch(/Warnings before the approval.*will be sent/);
    expect(smallPrint).toContain('fields change');
    for (const { path } of plan.changes) expect(smallPrint).toContain(`\`${path}\``);
    expect(smallPrint).not.toContain('→');
    expect(JSON.stringify(blocks.slice(0, -1))).not.toContain('will be sent');

    // The next state is drawn from what Slack gives back of this one.
    const kept = readContent({ text: 'card', blocks }, DEFAULTS).blocks;
    const again = renderCard(
      record,
      appearance,
      readLastingBlocks({ blocks: JSON.parse(JSON.stringify(kept)) }),
      'plain',
    );
    expect(again.map(({ block_id }) => block_id)).toEqual(blocks.map(({ block_id }) => block_id));
    expect(JSON.stringify(again.at(-1))).toContain('will be sent');
  },
);

test('while it waits or can be tried again, nothing is folded', () => {
  for (const state of ['pending', 'failed'] as const) {
    const lasting = renderPlan(plan, now, 'plain');
    const shown = JSON.stringify(renderCard(recordFor(plan, { state }), appearance, lasting, 'plain'));
    expect(shown).not.toContain('Warnings before');
    expect(shown).toContain('→');
  }
});
