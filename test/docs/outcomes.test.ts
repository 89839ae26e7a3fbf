// docs/outcomes.md lists the outcomes that there are, with the HTTP status that the REST API gives them.
import { apiOutcomes } from '../../src/http/outcomes.js';
import { outcomeStatuses } from '../../src/http/problems.js';
import { auditOutcomes } from '../../src/observability/audit-log.js';
import { slackOutcomes } from '../../src/slack/outcomes.js';
import { listCode, listRows, pages, readPage } from '../support/documents.js';

const page = readPage('docs/outcomes.md').text;
const [tables = '', logAlone = ''] = page.split('## In the log alone');
const rows = listRows(tables)
  .map(([code = '', , , status = '']) => ({ codes: listCode(code), status }))
  .filter(({ codes }) => codes.length > 0);
const listed = rows.flatMap(({ codes }) => codes);

const told = [...new Set([...Object.keys(slackOutcomes), ...Object.keys(apiOutcomes)])];

test('every outcome has a row of its own, and no row is about another', () => {
  expect(told).toEqual(expect.arrayContaining(['cloned', 'not_in_channel', 'token_missing']));
  expect([...listed].sort()).toEqual([...told].sort());
  expect(rows.filter(({ codes }) => codes.length > 1)).toEqual([]);
});

test('every row has a meaning, a next step, and the HTTP status', () => {
  expect(listRows(tables).filter((cells) => cells.length !== 4 || cells.some((cell) => cell === ''))).toEqual([]);
  const statuses: Readonly<Record<string, number>> = outcomeStatuses;
  const expected = listed.map((code) => [code, String(statuses[code] ?? '–')]);
  expect(rows.map(({ codes, status }) => [codes[0], status])).toEqual(expected);
});

test('the words of the log alone are the rest', () => {
  const rest = auditOutcomes.filter((outcome) => !told.includes(outcome));
  expect(rest).toContain('card_posted');
  expect(listCode(logAlone).sort()).toEqual([...rest].sort());
});

test('the other pages name only outcomes that there are', () => {
  const known = new Set<string>(auditOutcomes);
  // Behind an HTTP status, behind "answered", or in the table of what an undo refuses.
  const named = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/(?:\b[2-5]\d\d |answered |by REST )`([a-z_]+)`/g)].map(([, code = '']) => [path, code]),
  );
  const refused = listRows(readPage('docs/undo.md').text).flatMap(([, second = '']) =>
    listCode(second).map((code) => ['docs/undo.md', code]),
  );
  expect(named.map(([, code]) => code)).toContain('overloaded');
  expect([...named, ...refused].filter(([, code = '']) => !known.has(code))).toEqual([]);
});
