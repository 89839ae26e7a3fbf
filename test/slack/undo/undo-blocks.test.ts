// What the card of an undo says, in each state, within Slack's limits.
import type { UndoPlan } from '../../../src/clone/undo/prepare-undo.js';
import { renderUndoCard, renderUndoPlan, summarizeUndo } from '../../../src/slack/undo/undo-blocks.js';
import {
  readUndoRecord,
  toUndoMetadata,
  type UndoRecord,
  undoCardStates,
} from '../../../src/slack/undo/undo-record.js';
import { clone } from '../../clone/undo/undo-fixtures.js';

const record: UndoRecord = {
  v: 1,
  state: 'pending',
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
  requester_name: 'ana <script>',
  requester_account: 'x',
  expires_at: 1_800_000_000,
  decided_by: 'U0BO',
  delete_after: 1_800_000_000,
};
const plan: UndoPlan = {
  kind: 'plan',
  distribution: { ...clone, lastModifiedAt: new Date('2026-11-26T09:00:00Z') },
  before: { aliases: ['www.example.com'], isEnabled: true },
  dns: [{ alias: 'www.example.com', points: 'no', found: 'old.example.net' }],
  leadsHere: false,
  isDnsUnknown: false,
  isPlanUnknown: false,
  leftBehind: { logDeliveries: 1, hasMetrics: true, isProtected: true, accessControls: ['cf-clone-s3-0123'] },
  reference: 'EREFERENCE0001',
  requestedBy: 'U0ANA ana',
  card: '',
  digest: 'a'.repeat(64),
};
const who = { approvers: ['cdn-approvers'], requireSecondPerson: false };
const text = (blocks: unknown) => JSON.stringify(blocks);

test('says what is removed, what stays, and where DNS leads', () => {
  const shown = text(renderUndoPlan(plan, { serving_at: 1_700_000_000, created_at: 1_700_000_000, deployed_at: 1 }));
  for (const fact of [
    clone.id,
    'www.example.com',
    'EREFERENCE0001',
    'old.example.net',
    'log delivery',
    'cf-clone-s3-0123',
    'Shield',
    'metrics',
  ]) {
    expect(shown).toContain(fact);
  }
  expect(shown).toContain('since <!date^1700000000');
});

test.each([
  ['yes', 'leads to this clone'],
  ['unknown', 'could not ask where'],
] as const)('DNS that says %s is said', (points, words) => {
  const dns = [{ alias: 'www.example.com', points, found: undefined }];
  expect(text(renderUndoPlan({ ...plan, dns }, undefined))).toContain(words);
});

test('a change by hand since it was cloned is said', () => {
  const at = Date.parse('2026-11-26T09:00:00Z') / 1_000;
  const show = (created_at: number) => text(renderUndoPlan(plan, { created_at, deployed_at: at, serving_at: at }));
  expect(show(at - 3_600)).toContain('Changed by hand');
  expect(show(at - 5)).not.toContain('Changed by hand');
});

test('the headline says that DNS leads to the clone', () => {
  const [head] = renderUndoCard({ ...record, leads_here: true }, who, []);
  expect(text(head)).toContain('DNS leads to it');
  expect(summarizeUndo({ ...record, leads_here: true })).toContain('DNS leads to this clone');
});

test.each(undoCardStates)('a card in state %s is drawn, escaped, and read back', (state) => {
  const next = { ...record, state, problem: 'a <b> & c' };
  const blocks = renderUndoCard(next, who, renderUndoPlan(plan, undefined));
  expect(blocks.length).toBeLessThanOrEqual(50);
  expect(summarizeUndo(next)).toContain('CloudFront clone');
  expect(summarizeUndo(next)).not.toContain('<script>');
  expect(readUndoRecord({ metadata: toUndoMetadata(next) } as never)).toEqual(next);
  const buttons = text(blocks).match(/cf_clone_undo_\w+/g) ?? [];
  const expected = { pending: ['cf_clone_undo_approve', 'cf_clone_undo_cancel'], disabled: ['cf_clone_undo_restore'] };
  expect(buttons).toEqual(state === 'pending' || state === 'disabled' ? expected[state] : []);
});

test('many long aliases fit', () => {
  const aliases = Array.from({ length: 100 }, (_, index) => `${'a'.repeat(60)}.n${index}.example.com`);
  const dns = aliases.map((alias) => ({ alias, points: 'unknown' as const, found: undefined }));
  const blocks = renderUndoPlan({ ...plan, before: { aliases, isEnabled: true }, dns }, undefined);
  for (const block of blocks) expect('text' in block && block.text && text(block.text).length).toBeLessThan(3_200);
});
