// The steps of people on a card: which are done, in pictures and in words.
import { type GrantKind, grantKinds } from '../../../src/clone/grants.js';
import {
  type CardRecord,
  cardStates,
  hasClone,
  maxRecordBytes,
  readRecord,
  toMetadata,
} from '../../../src/slack/card/record.js';
import { renderCard, summarizeCard } from '../../../src/slack/card/state-blocks.js';
import { listSteps, renderSteps } from '../../../src/slack/card/steps.js';
import { made, now, planOf, recordFor } from '../../support/plans.js';

const seconds = now.getTime() / 1_000;
const record = (changes: Partial<CardRecord> = {}) => recordFor(planOf(), { state: 'deployed', ...made, ...changes });
const appearance = { approvers: ['cdn-operators'], requireSecondPerson: false };
const drawn = (of: CardRecord, style: 'modern' | 'plain' = 'modern') =>
  JSON.stringify(renderCard(of, appearance, [], style));

test('a record that knows nothing of steps has the DNS record to do', () => {
  expect(listSteps(record())).toEqual([{ id: 'dns', title: 'DNS record', isDone: false, doneAt: undefined }]);
});

test.each([
  ['nothing done', {}, ':white_large_square: DNS record', 'To do: DNS record.'],
  [
    'the record seen',
    { dns_at: seconds },
    `:white_check_mark: DNS record, seen <!date^${seconds}^`,
    'Done: DNS record.',
  ],
  [
    'a bucket left',
    { dns_at: seconds, grants: 's3' },
    ':white_large_square: bucket policy',
    'Done: DNS record. To do: bucket policy.',
  ],
])('with %s the card shows it, and says it in words', (_name, changes, shown, said) => {
  expect(renderSteps(record(changes))).toContain(shown);
  expect(drawn(record(changes))).toContain(shown);
  expect(drawn(record({ ...changes, state: 'cloned' }), 'plain')).toContain(shown);
  expect(summarizeCard(record(changes))).toContain(said);
});

test('while CloudFront deploys, each step is a task with its own ID', () => {
  const [, progress] = renderCard(
    record({ state: 'cloned', dns_at: seconds, grants: grantKinds.join(',') }),
    appearance,
    [],
    'modern',
  );
  const tasks = progress?.type === 'plan' ? (progress.tasks ?? []) : [];
  expect(tasks.map(({ task_id, status }) => [task_id, status])).toEqual([
    ['checked', 'complete'],
    ['create', 'complete'],
    ['deploy', 'in_progress'],
    ['dns', 'complete'],
    ...grantKinds.map((kind: GrantKind) => [kind, 'pending']),
  ]);
});

test.each(cardStates.filter((state) => !hasClone({ state })))('a card in state %s shows no steps', (state) => {
  const of = record({ state, dns_at: seconds, grants: 's3' });
  expect(drawn(of)).not.toContain('Steps for you');
  expect(summarizeCard(of)).not.toContain('To do:');
});

test('the record comes back with its steps, and stays small', () => {
  const full = record({ dns_at: seconds, grants: grantKinds.join(',') });
  const metadata = toMetadata(full);
  expect(JSON.stringify(metadata).length).toBeLessThan(maxRecordBytes);
  const { fields: _fields, ...kept } = full;
  expect(readRecord({ metadata: JSON.parse(JSON.stringify(metadata)) })).toEqual(kept);
});

test('a kind of grant that this version does not know is left out', () => {
  expect(listSteps(record({ grants: 's3,a-new-kind' })).map(({ id }) => id)).toEqual(['dns', 's3']);
});
