// Which decisions the thread of a card records.
import { buildMark, resultEventType } from '../../../src/slack/card/record.js';
import {
  buildDecisionMark,
  buildEditMark,
  type DecisionResult,
  readDecisionMarks,
} from '../../../src/slack/workflow/decision-marks.js';

const line = (ts: string, result: DecisionResult, by = 'U0BO') => ({ ts, metadata: buildDecisionMark(by, result) });
const read = (...thread: Parameters<typeof readDecisionMarks>[0]['thread']) => readDecisionMarks({ thread });

test.each<[DecisionResult, 'approvals' | 'cancels' | 'denials' | 'stops' | undefined]>([
  ['approved', 'approvals'],
  ['answered', undefined],
  ['cancelling', 'cancels'],
  ['cancelled', 'cancels'],
  ['too late', undefined],
  ['not_created', 'denials'],
  ['redrawn', 'denials'],
  ['stopping', 'stops'],
  ['stopped', undefined],
  ['superseded', undefined],
])('a line that says "%s" counts among %s', (result, list) => {
  const mark = { ts: '2.1', by: 'U0BO', result };
  const none = { approvals: [], cancels: [], denials: [], edits: [], stops: [] };
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
  expect(marks).toEqual({ approvals: [], cancels: [], denials: [], edits: [], stops: [] });
});

test('what was decided before an edit that the card shows does not count any more', () => {
  const thread = [
    line('2.1', 'cancelled'),
    line('2.2', 'not_created'),
    { ts: '2.3', metadata: buildEditMark('U0ANA', 'edited', 1) },
    line('2.4', 'cancelling'),
  ];
  const cancelsOf = (revision?: number) =>
    readDecisionMarks({ thread, ...(revision ? { record: { revision } } : {}) }).cancels.map(({ ts }) => ts);
  expect(cancelsOf(1)).toEqual(['2.4']);
  expect(cancelsOf()).toEqual(['2.1', '2.4']);
  expect(readDecisionMarks({ thread, record: { revision: 1 } })).toMatchObject({
    denials: [],
    edits: [{ ts: '2.3', by: 'U0ANA', result: 'edited', revision: 1 }],
  });
});
