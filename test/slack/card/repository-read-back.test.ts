// A card is drawn again from what Slack returns: with IDs filled in, emoji flags, and escaped text.
import { completeBlocks, parseBlocks } from '../../../sandbox/fakes/slack/blocks.js';
import { countShownChars, findBlockFaults } from '../../../sandbox/fakes/slack/limits.js';
import { slackLimits } from '../../../sandbox/fakes/slack/slack-limits.js';
import { type BlockStyle, renderPlan } from '../../../src/slack/card/plan-blocks.js';
import { type CardState, cardStates } from '../../../src/slack/card/record.js';
import { readLastingBlocks, renderCard } from '../../../src/slack/card/state-blocks.js';
import { made, now, planOf, recordFor, sprawlingConfig } from '../../support/plans.js';

const appearance = { approvers: Array.from({ length: 40 }, () => 'g'.repeat(128)), requireSecondPerson: true };
const path: CardState[] = ['pending', 'cloning', 'cloned', 'deployed'];
const styles: BlockStyle[] = ['modern', 'plain'];

const asSlackKeeps = (blocks: unknown) => completeBlocks(parseBlocks(JSON.parse(JSON.stringify(blocks))));

function expectAccepted(blocks: ReturnType<typeof asSlackKeeps>): void {
  expect(findBlockFaults(blocks, { refusedBlocks: [] })).toEqual([]);
  expect(countShownChars(blocks)).toBeLessThanOrEqual(slackLimits.blockChars.max);
}

describe.each(styles)('in %s blocks', (style) => {
  const plan = planOf({ config: { ...sprawlingConfig(), Comment: '<&>'.repeat(42) } });
  const moves = Array.from({ length: 60 }, (_, index) => ({
    path: `Origins[${'x'.repeat(120)}].CustomOriginConfig.${index}`,
    before: '<&>'.repeat(100),
    after: 'y'.repeat(300),
  }));

  test('a card that is drawn again from what was read is accepted in each state, and stays the same', () => {
    let lasting = renderPlan(plan, now, style, { moves });
    for (const state of path) {
      const drawn = renderCard(recordFor(plan, { state, ...made }), appearance, lasting, style);
      expectAccepted(asSlackKeeps(drawn));
      const again = renderCard(
        recordFor(plan, { state, ...made }),
        appearance,
        readLastingBlocks({ blocks: JSON.parse(JSON.stringify(asSlackKeeps(drawn))) }),
        style,
      );
      expect(asSlackKeeps(again)).toEqual(asSlackKeeps(drawn));
      lasting = again.filter(({ block_id }) => block_id?.startsWith('fact'));
    }
  });

  test.each(cardStates)('a card that an older version drew too large is cut to fit when it is %s', (state) => {
    const old = Array.from({ length: 12 }, (_, index) => ({
      type: 'section' as const,
      block_id: `fact:${index}`,
      text: { type: 'mrkdwn' as const, text: 'x'.repeat(2_900) },
    }));
    expectAccepted(asSlackKeeps(renderCard(recordFor(plan, { state, ...made }), appearance, old, style)));
  });
});
