// What API clients are told of each outcome.
import { type ApiOutcome, apiOutcomes, refuse } from '../../src/http/outcomes.js';
import { apiTexts, describeProblem, outcomeStatuses, readPurpose } from '../../src/http/problems.js';

const codes = Object.keys(apiOutcomes) as ApiOutcome[];
/** What a person in Slack has and a program has not. */
const forPeople = /\bpress|button|\bcard\b|\bcommand\b|\/cf-clone|\/invite/i;

describe('every outcome', () => {
  test.each(codes)('%s says what happened and what to do next, in sentences', (code) => {
    for (const text of [apiTexts.what[code], apiTexts.next[code]]) {
      expect(text).toMatch(/^[A-Z].*[^.]\.$/);
      expect(text).not.toMatch(/\$\{|undefined|null/);
    }
  });

  test.each(codes)('%s has an HTTP status that fits', (code) => {
    const status = outcomeStatuses[code];
    expect(status >= 200 && status < 300).toBe(code === 'cloned' || code === 'planned');
    expect(status).toBeLessThan(600);
    if (apiOutcomes[code] === 'unknown') expect(status).toBeGreaterThanOrEqual(500);
  });

  test.each(codes)('%s does not tell a program to press a button or to run a command', (code) => {
    const { title, detail, what, next } = describeProblem(refuse(code), 'r-1');
    for (const text of [title, detail, what, next]) expect(text).not.toMatch(forPeople);
  });

  test.each(codes)('%s does not tell a client that only reads that nothing was created', (code) => {
    const { detail } = describeProblem(refuse(code), 'r-1', 'read');
    expect(detail).not.toMatch(/Nothing was created|Whether anything was created/);
  });
});

test.each(Object.entries(apiTexts.nextByDetail))('the next step after %s is one that a program can take', (_, text) => {
  expect(text).toMatch(/^[A-Z].*[^.]\.$/);
  expect(text).not.toMatch(forPeople);
});

test('names stand in quotation marks, because a program does not draw backticks', () => {
  const problem = describeProblem(
    refuse('invalid_request', { what: 'There is no `x` here.', next: 'Send `y`.' }),
    'r-1',
  );
  expect(problem).toMatchObject({
    detail: 'There is no “x” here. Nothing was created. Send “y”.',
    what: 'There is no “x” here.',
    next: 'Send “y”.',
  });
});

test.each(codes)('%s has no Markdown in its sentences', (code) => {
  const { title, detail } = describeProblem(refuse(code), 'r-1');
  expect(title + detail).not.toContain('`');
});

test.each([
  ['GET', 'read'],
  ['HEAD', 'read'],
  ['POST', 'create'],
])('%s is a request to %s', (method, purpose) => {
  expect(readPurpose(method)).toBe(purpose);
});
