// What the card of an undo says after each look at the distribution.
import { refuse } from '../../../src/clone/outcome.js';
import type { UndoProgress } from '../../../src/clone/undo/advance-undo.js';
import { renderUndoLine, toNextRecord } from '../../../src/slack/undo/show-progress.js';
import type { UndoRecord } from '../../../src/slack/undo/undo-record.js';
import { approval, clone, off, undoCard } from '../../clone/undo/undo-fixtures.js';

const record: UndoRecord = {
  v: 1,
  state: 'disabling',
  request: 'r1',
  distribution: clone.id,
  distribution_domain: clone.domainName,
  domain: 'www.example.com',
  aliases: 'www.example.com',
  etag: clone.etag,
  digest: 'a'.repeat(64),
  leads_here: false,
  clone_card: '',
  requested_by: 'U0ANA',
  requester_name: 'ana',
  requester_account: 'x',
  expires_at: 1_800_000_000,
  decided_by: 'U0BO',
};
const disabled: UndoRecord = { ...record, state: 'disabled', delete_after: 1_800_000_000 };
const until = new Date(1_800_000_000_000);
const denied = refuse('access_denied', {
  details: [{ kind: 'action_denied', facts: { action: 'cloudfront:UpdateDistribution' } }],
});

const rows: [string, UndoRecord, UndoProgress, string | undefined][] = [
  ['being disabled', record, { kind: 'disabling', state: approval }, 'disabling'],
  ['disabled', record, { kind: 'disabled', state: approval, until }, 'disabled'],
  ['deployed again for a moment', disabled, { kind: 'disabling', state: approval }, 'disabled'],
  ['deleted', disabled, { kind: 'gone' }, 'deleted'],
  ['deleted, and the card did not say that it was disabled', record, { kind: 'gone' }, 'deleted'],
  ['restored', disabled, { kind: 'restored', state: { ...approval, restoredBy: 'U0ANA' } }, 'restored'],
  ['restored by another replica', disabled, { kind: 'none', distribution: { ...clone, etag: 'ETAG3' } }, 'restored'],
  ['its tags were removed by hand', disabled, { kind: 'none', distribution: off }, 'failed'],
  ['its tags were removed while it was disabled', record, { kind: 'none', distribution: off }, 'failed'],
  ['no tag is written yet', record, { kind: 'none', distribution: clone }, undefined],
  ['changed by hand', disabled, { kind: 'stopped', reason: 'changed_by_hand' }, 'failed'],
  ['AWS refuses', record, { kind: 'blocked', step: 'disable', refusal: denied }, 'disabling'],
  ['another card undoes it', record, { kind: 'disabling', state: { ...approval, where: 'client:abc' } }, 'failed'],
];

test.each(rows)('%s', (_what, before, progress, state) => {
  expect(toNextRecord(before, progress, undoCard)?.state).toBe(state);
});

test('a refusal is named while it lasts, and is the same at each look', () => {
  const look = (awsRequestId: string) =>
    toNextRecord(record, { kind: 'blocked', step: 'disable', refusal: { ...denied, awsRequestId } }, undoCard);
  expect(look('1')?.problem).toContain('cloudfront:UpdateDistribution');
  expect(look('2')).toEqual(look('1'));
  const after = toNextRecord(look('1') ?? record, { kind: 'disabling', state: approval }, undoCard);
  expect(after?.problem).toBeUndefined();
});

test('the thread tells of the grace time and of each end', () => {
  const told = (state: UndoRecord['state']) => renderUndoLine({ ...disabled, state })?.metadata.event_type;
  expect((['disabled', 'deleted', 'restored', 'failed'] as const).map(told)).toEqual([
    'cf_clone_undo_disabled',
    'cf_clone_undo_deleted',
    'cf_clone_undo_restored',
    'cf_clone_undo_failed',
  ]);
  expect(told('pending')).toBeUndefined();
  expect(told('disabling')).toBeUndefined();
});
