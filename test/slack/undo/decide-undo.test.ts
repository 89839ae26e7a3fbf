// What a click on the card of an undo means, as a table.
import type { UndoPlan } from '../../../src/clone/undo/prepare-undo.js';
import { hashAccount } from '../../../src/slack/card/record.js';
import { refuse } from '../../../src/slack/outcomes.js';
import { decideUndo, type UndoFacts } from '../../../src/slack/undo/decide-undo.js';
import type { UndoRecord } from '../../../src/slack/undo/undo-record.js';
import { clone } from '../../clone/undo/undo-fixtures.js';

const now = new Date('2026-11-26T09:00:00.000Z');
const digest = 'a'.repeat(64);
const ana = { ok: true as const, value: { userId: 'U0ANA', username: 'ana', groups: [] } };
const bo = { ok: true as const, value: { userId: 'U0BO', username: 'bo', groups: [] } };
/** Another Slack account of the person who asked. */
const twin = { ok: true as const, value: { userId: 'U0ANA2', username: 'ana', groups: [] } };

const record: UndoRecord = {
  v: 1,
  state: 'pending',
  request: 'r1',
  distribution: clone.id,
  distribution_domain: clone.domainName,
  domain: 'www.example.com',
  aliases: 'www.example.com',
  etag: clone.etag,
  digest,
  leads_here: false,
  clone_card: '',
  requested_by: 'U0ANA',
  requester_name: 'ana',
  requester_account: hashAccount('r1', 'ana'),
  expires_at: now.getTime() / 1_000 + 60,
};

const plan: UndoPlan = {
  kind: 'plan',
  distribution: clone,
  before: { aliases: ['www.example.com'], isEnabled: true },
  dns: [],
  leadsHere: false,
  isDnsUnknown: false,
  isPlanUnknown: false,
  leftBehind: { logDeliveries: 0, hasMetrics: false, isProtected: false, accessControls: [] },
  reference: 'EREFERENCE0001',
  requestedBy: 'U0ANA ana',
  card: '',
  digest,
};

const none = { approvals: [], cancels: [] };
const mark = { by: 'U0BO', result: 'x', ts: '1.1' };
const facts: UndoFacts = { kind: 'approve', digest, record, marks: none, now, requireSecondPerson: false };
const inUse = { ...record, leads_here: true };

const rows: [string, Partial<UndoFacts>, string, (string | undefined)?][] = [
  ['nobody was asked yet', {}, 'ask', undefined],
  ['an operator approves', { person: bo, plan }, 'approve', undefined],
  ['the requester approves where one person is enough', { person: ana, plan }, 'approve', undefined],
  [
    'the requester approves where two are needed',
    { person: ana, plan, requireSecondPerson: true },
    'refuse',
    'own_request',
  ],
  ['another account of the requester', { person: twin, plan, requireSecondPerson: true }, 'refuse', 'own_request'],
  ['a second person', { person: bo, plan, requireSecondPerson: true }, 'approve', undefined],
  ['the requester approves although DNS leads to it', { record: inUse, person: ana, plan }, 'refuse', 'own_request'],
  ['a second person approves although DNS leads to it', { record: inUse, person: bo, plan }, 'approve', undefined],
  ['somebody who may not', { person: refuse('not_allowed'), plan }, 'refuse', 'not_allowed'],
  ['an old drawing', { digest: 'b'.repeat(64), person: bo, plan }, 'refuse', 'stale_plan'],
  ['the clone has changed', { person: bo, plan: { ...plan, digest: 'c'.repeat(64) } }, 'redraw', undefined],
  ['the clone is gone', { person: bo, plan: refuse('reference_not_found') }, 'refuse', 'reference_not_found'],
  ['the time is over', { now: new Date(now.getTime() + 60_000), person: bo, plan }, 'expire', undefined],
  ['the card has expired', { record: { ...record, state: 'expired' } }, 'refuse', 'expired'],
  [
    'somebody cancelled in the thread',
    { marks: { ...none, cancels: [mark] }, person: bo, plan },
    'describe',
    undefined,
  ],
  [
    'somebody approved in the thread',
    { marks: { ...none, approvals: [mark] }, person: bo, plan },
    'describe',
    undefined,
  ],
  ['it is being disabled', { record: { ...record, state: 'disabling' }, person: bo, plan }, 'describe', undefined],
  ['a cancel', { kind: 'cancel', person: ana }, 'cancel', undefined],
  ['a cancel by somebody who may not', { kind: 'cancel', person: refuse('not_allowed') }, 'refuse', 'not_allowed'],
  [
    'a cancel of what is approved',
    { kind: 'cancel', record: { ...record, state: 'disabled' }, person: ana },
    'describe',
    undefined,
  ],
  ['a restore', { kind: 'restore', record: { ...record, state: 'disabled' }, person: ana }, 'restore', undefined],
  [
    'a restore, and nobody was asked yet',
    { kind: 'restore', record: { ...record, state: 'disabled' } },
    'ask',
    undefined,
  ],
  [
    'a restore before it is disabled',
    { kind: 'restore', record: { ...record, state: 'disabling' }, person: ana },
    'describe',
    undefined,
  ],
  [
    'a restore of what is deleted',
    { kind: 'restore', record: { ...record, state: 'deleted' }, person: ana },
    'describe',
    undefined,
  ],
];

test.each(rows)('%s', (...row) => {
  const [, more, kind, outcome] = row;
  const decision = decideUndo({ ...facts, ...more });
  expect(decision.kind).toBe(kind);
  expect('refusal' in decision ? decision.refusal.outcome : undefined).toBe(outcome);
});
