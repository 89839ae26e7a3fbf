// The whole plan, by the built program: a click opens a modal at once, the plan follows, and its buttons turn the pages.

import { sprawlingConfig } from '../support/plans.js';
import { channel, listCards, type Program, people, requestCard, startProgram, until } from '../support/program.js';

jest.setTimeout(40_000);

let program: Program;
afterEach(() => program.close());

const shownView = () => JSON.stringify(program.slack.views.modals().at(-1)?.blocks ?? []);

async function openPlan(ts: string): Promise<string> {
  await program.slack.click({ user: people.bo, channel, ts, action_id: 'cf_clone_plan' });
  await until('the plan', () => shownView().includes('copied'));
  return program.slack.views.modals().at(-1)?.id ?? '';
}

test.each(['http', 'socket'] as const)('is one click away, in %s mode', async (mode) => {
  program = await startProgram({ mode, deploySeconds: 600, speed: 10 });
  const card = await requestCard(program);
  await openPlan(card.ts);
  expect(shownView()).toContain('Aliases');
  expect(shownView()).toContain('Comment');
  expect(shownView()).not.toContain('changed since the card was drawn');
});

test('has pages where the reference is large, and the card is taken at the first attempt', async () => {
  program = await startProgram({ mode: 'http', deploySeconds: 600, speed: 10 });
  program.aws.store.seedDistribution({ id: 'EREFERENCE9999', config: sprawlingConfig() });
  const card = await requestCard(program, 'large.example.com new-origin.example.net EREFERENCE9999');
  const posts = program.slack.calls.all('chat.postMessage');
  expect(posts).toHaveLength(1);
  const view_id = await openPlan(card.ts);
  expect(shownView()).toContain('Page 1 of');
  await program.slack.click({ user: people.bo, view_id, action_id: 'cf_clone_plan_next' });
  await until('the second page', () => shownView().includes('Page 2 of'));
  await program.slack.click({ user: people.bo, view_id, action_id: 'cf_clone_plan_previous' });
  await until('the first page', () => shownView().includes('Page 1 of'));
});

test('says that the reference was edited since the card was drawn', async () => {
  program = await startProgram({ mode: 'http', deploySeconds: 600, speed: 10 });
  const card = await requestCard(program);
  const reference = program.aws.store.distributions.get('EREFERENCE0001');
  if (!reference) throw new Error('the account has the reference');
  program.aws.store.mergeConfig(reference, { PriceClass: 'PriceClass_100' });
  await openPlan(card.ts);
  expect(shownView()).toContain('changed since the card was drawn');
  expect(listCards(program)).toHaveLength(1);
});
