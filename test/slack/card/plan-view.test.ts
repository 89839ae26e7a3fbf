// The whole plan in a modal: everything is in it, whatever the reference looks like, and Slack takes each page.
import { findBlockFaults } from '../../../sandbox/fakes/slack/limits.js';
import type { ClonePlan } from '../../../src/clone/plan.js';
import { describeWarning } from '../../../src/messages/describe-warning.js';
import { planPageActions, readPlanPage, renderPlanView } from '../../../src/slack/card/plan-view.js';
import { type PlanOptions, planOf, sprawlingConfig } from '../../support/plans.js';
import { asFields } from '../../support/slack-wire.js';

const place = { channel: 'C1', ts: '1.1', page: 0 };
const longDomain = `${['a', 'b', 'c', 'd'].map((letter) => letter.repeat(60)).join('.')}.com`;

function readPages(plan: ClonePlan) {
  const views = [renderPlanView(plan, place, true)];
  while (JSON.stringify(views.at(-1)).includes(planPageActions.next)) {
    views.push(renderPlanView(plan, { ...place, page: views.length }, true));
  }
  return views;
}

const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

test.each<[string, PlanOptions]>([
  ['an ordinary reference', {}],
  ['a reference that changes hundreds of fields', { config: sprawlingConfig() }],
  ['the longest names', { domain: longDomain, origin: `o.${longDomain}` }],
])('every warning and every field that changes of %s', (_name, options) => {
  const plan = planOf(options);
  const views = readPages(plan);
  const shown = JSON.stringify(views);
  for (const { path } of plan.changes) expect(shown).toContain(inJson(path.slice(0, 200)));
  for (const { sentence } of plan.warnings.map(describeWarning)) {
    expect(shown).toContain(inJson(sentence.slice(0, 40)));
  }
  for (const view of views) {
    const blocks = view.blocks.map(asFields).map((block) => ({ ...block, type: String(block.type) }));
    expect(findBlockFaults(blocks, { refusedBlocks: [] }, 'modal')).toEqual([]);
    expect(JSON.stringify(view).length).toBeLessThan(250_000);
  }
});

test('the plan says when it is not the one that the card shows', () => {
  expect(JSON.stringify(renderPlanView(planOf(), place, false))).toContain('has changed since the card was drawn');
  expect(JSON.stringify(renderPlanView(planOf(), place, true))).not.toContain('has changed since');
});

test('a page that is not there any more becomes the last one', () => {
  const view = renderPlanView(planOf(), { ...place, page: 7 }, true);
  expect(view.type === 'modal' && view.private_metadata).toBe(JSON.stringify(place));
});

test.each(['', '{}', 'null', '{"channel":"C1","ts":"1.1","page":-1}', '{"channel":'])(
  'private metadata %j of another view is no page',
  (privateMetadata) => {
    expect(readPlanPage(privateMetadata)).toBeUndefined();
  },
);
