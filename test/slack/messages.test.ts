// What people in Slack are told of each outcome.
import { explainInSlack, slackTexts } from '../../src/slack/messages.js';
import { refuse, type SlackOutcome, slackOutcomes } from '../../src/slack/outcomes.js';

const codes = Object.keys(slackOutcomes) as SlackOutcome[];

describe('every outcome', () => {
  test.each(codes)('%s says what happened and what to do next, in sentences', (code) => {
    for (const text of [slackTexts.what[code], slackTexts.next[code]]) {
      expect(text).toMatch(/^[A-Z].*[^.]\.$/);
      expect(text).not.toMatch(/\$\{|undefined|null/);
    }
  });

  test.each(codes)('%s tells whether anything was created', (code) => {
    const text = explainInSlack(refuse(code));
    const said = {
      nothing: /Nothing was created\./,
      unknown: /Whether anything was created is not known yet\./,
      yes: /was created\./,
    }[slackOutcomes[code]];
    expect(text).toMatch(said);
    if (slackOutcomes[code] !== 'nothing') expect(text).not.toContain('Nothing was created');
  });

  test.each(codes)('%s names no header of the REST API', (code) => {
    expect(explainInSlack(refuse(code))).not.toMatch(/Idempotency-Key|If-Match|dry_run|GET \/|token/);
  });

  test.each(codes)('%s does not tell somebody who only reads that nothing was created', (code) => {
    expect(explainInSlack(refuse(code), 'read')).not.toMatch(/Nothing was created|Whether anything was created/);
  });
});

test.each(Object.entries(slackTexts.nextByDetail))('the next step after %s is a sentence', (_reason, text) => {
  expect(text).toMatch(/^[A-Z].*[^.]\.$/);
  expect(text).not.toMatch(/Idempotency-Key|If-Match/);
});

test('a refusal says what happened, that nothing was created, the next step, and AWS’s request', () => {
  const said = explainInSlack(refuse('access_denied', { also: 'CloudFront says `<x>`.', awsRequestId: 'r-1' }));
  expect(said).toContain('&lt;x&gt;');
  expect(said).toContain('r-1');
  expect(said).toContain('Nothing was created.');
});
