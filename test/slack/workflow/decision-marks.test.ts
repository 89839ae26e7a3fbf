// Which decisions the thread of a card records.
import { buildMark, resultEventType } from '../../../src/slack/card/record.js';
import {
  buildDecisionMark,
  type DecisionResult,
  readDecisionMarks,
} from '../../../src/slack/workflow/decision-marks.js';

const line = (ts: string, result: DecisionResult, by = 'U0BO') => ({ ts, metadata: buildDecisionMark(by, result) });
const read = (...thread: Parameters<typeof readDecisionMarks>[0]['thread']) => readDecisionMarks({ thread });

test.each<[DecisionResult, 'approvals' | 'cancels' | 'denials' | undefined]>([
  ['approved', 'approvals'],
  ['answered', undefined],
  ['cancelling', 'cancels'],
  ['cancelled', 'cancels'],
  ['too late', undefined],
  ['not_created', 'denials'],
  ['redrawn', 'denials'],
  ['superseded', undefined],
])('a line that says "%s" counts among %s', (result, list) => {
  const mark = { ts: '2.1', by: 'U0BO', result };
  const none = { approvals: [], cancels: [], denials: [] };
  expect(read(line('2.1', result))).toEqual(list === undefined ? none : { ...none, [list]: [mark] });
});

test('marks keep the order of the thread', () => {
  const { approvals } = read(line('2.1', 'approved', 'U0BO'), line('2.2', 'answered'), line('2.3', 'approved', 'U0CY'));
  expect(approvals.map(({ ts, by }) => [ts, by])).toEqual([
    ['2.1', 'U0BO'],
    ['2.3', 'U0CY'],
  ]);
});

test('other lines are no decisions', () => {
  const { ts: _ts, ...withoutTs } = line('2.5', 'approved');
  const marks = read(
    { ts: '2.2', text: 'Approved by <@U0BO>' },
    { ts: '2.3', metadata: buildMark(resultEventType, 'U0BO', 'approved') },
    { ts: '2.4', metadata: { ...line('2.4', 'approved').metadata, event_payload: {} } },
    withoutTs,
  );
  expect(marks).toEqual({ approvals: [], cancels: [], denials: [] });
});
