// The sandbox's search understands what Slack's does, and finds what the examples in docs/find-clones.md say.
import { readFileSync } from 'node:fs';
import { answersQuestion } from '../../../sandbox/page/search-question.js';
import { cardStates } from '../../../src/slack/card/record.js';
import { summarizeCard } from '../../../src/slack/card/state-blocks.js';
import { planOf, recordFor } from '../../support/plans.js';

const ts = String(Date.parse('2026-11-20T12:00:00Z') / 1_000);
const message = { text: 'www.example.com: created. CloudFront clone E1', channel: 'cdn', from: 'cf-clone', ts };

test.each([
  ['EXAMPLE created', true],
  ['created cancelled', false],
  ['  ', false],
  ['"cloudfront clone"', true],
  ['“CloudFront clone”', true],
  ['"clone CloudFront"', false],
  ['in:#cdn created', true],
  ['in:cdn', true],
  ['in:#general created', false],
  ['from:@cf-clone', true],
  ['from:@ana', false],
  ['after:2026-11-19', true],
  ['after:2026-11-20', false],
  ['before:2026-11-21', true],
  ['before:2026-11-20', false],
  ['before:someday', false],
])('%s: %s', (question, isFound) => {
  expect(answersQuestion(message, question)).toBe(isFound);
});

const page = readFileSync('docs/find-clones.md', 'utf8');
const examples = [...page.matchAll(/^ {4}((?:in|from):[#@].*)$/gm)].map(([, line = '']) => line);

test('the page has examples', () => {
  expect(examples.length).toBeGreaterThanOrEqual(3);
});

test.each(examples)('the page’s %s finds the card in every state', (question) => {
  const plan = planOf();
  for (const state of cardStates) {
    const record = recordFor(plan, { state, domain: 'www.example.com', reference: 'E2ABCDEFGHIJKL' });
    expect(answersQuestion({ ...message, text: summarizeCard(record) }, question)).toBe(true);
  }
});
