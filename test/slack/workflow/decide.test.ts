// What happens to a card, by table: every state, every mark in its thread, every trigger.
import { refuse } from '../../../src/clone/outcome.js';
import type { ClonePlan } from '../../../src/clone/plan.js';
import { type CardRecord, type CardState, cardStates, hashAccount } from '../../../src/slack/card/record.js';
import type { Operator } from '../../../src/slack/identity.js';
import {
  approvalGraceMs,
  type Decision,
  type DecisionFacts,
  decide,
  decideRecorded,
  isBeingEdited,
  mayHaveBeenSent,
  type Trigger,
} from '../../../src/slack/workflow/decide.js';
import { refuseEdit } from '../../../src/slack/workflow/decide-edit.js';
import type { DecisionMarks } from '../../../src/slack/workflow/decision-marks.js';
import { now, planOf, recordFor } from '../../support/plans.js';

const plan = planOf();
const record: CardRecord = { ...recordFor(plan), requester_account: hashAccount(recordFor(plan).request, 'ana') };
const bo: Operator = { userId: 'U0BO', username: 'bo', groups: ['cdn-operators'] };
const identified = { ok: true, value: bo } as const;
const planned = (value: ClonePlan) => ({ ok: true, value }) as const;
const later = (milliseconds: number) => new Date(record.expires_at * 1_000 + milliseconds);

const none: DecisionMarks = { approvals: [], cancels: [], denials: [], edits: [], stops: [] };
const approved: DecisionMarks = { ...none, approvals: [{ ts: '9.1', by: 'U0BO', result: 'approved' }] };
const cancelled: DecisionMarks = { ...none, cancels: [{ ts: '9.2', by: 'U0ANA', result: 'cancelling' }] };
const both: DecisionMarks = { ...approved, cancels: cancelled.cancels };
const marksByName = { none, approved, cancelled, both };

const triggers = {
  approve: { kind: 'approve', userId: 'U0BO', digest: record.digest },
  retry: { kind: 'retry', userId: 'U0BO', digest: record.digest },
  cancel: { kind: 'cancel', userId: 'U0BO' },
  recover: { kind: 'recover' },
} as const satisfies Record<string, Trigger>;

function decideWith(changes: Partial<DecisionFacts>): Decision {
  return decide({ trigger: triggers.approve, record, marks: none, now, requireSecondPerson: false, ...changes });
}

/** A decision in a word: what is refused is named by its outcome. */
function nameOf(decision: Decision): string {
  if (decision.kind === 'refuse') return decision.refusal.outcome;
  if (decision.kind === 'ask' || decision.kind === 'create') {
    return decision.isRepeat ? `${decision.kind} again` : decision.kind;
  }
  return decision.kind;
}

/** One line per state, one column per state of the thread: none, approved, cancelled, both. */
const table: Record<keyof typeof triggers, Record<CardState, readonly [string, string, string, string]>> = {
  approve: {
    pending: ['ask', 'describe', 'finish-cancel', 'describe'],
    cloning: ['describe', 'describe', 'describe', 'describe'],
    cloned: ['describe', 'describe', 'describe', 'describe'],
    deployed: ['describe', 'describe', 'describe', 'describe'],
    serving: ['describe', 'describe', 'describe', 'describe'],
    cancelled: ['describe', 'describe', 'describe', 'describe'],
    expired: ['expired', 'expired', 'expired', 'expired'],
    failed: ['describe', 'describe', 'describe', 'describe'],
  },
  retry: {
    pending: ['describe', 'describe', 'describe', 'describe'],
    cloning: ['describe', 'describe', 'describe', 'describe'],
    cloned: ['describe', 'describe', 'describe', 'describe'],
    deployed: ['describe', 'describe', 'describe', 'describe'],
    serving: ['describe', 'describe', 'describe', 'describe'],
    cancelled: ['describe', 'describe', 'describe', 'describe'],
    expired: ['expired', 'expired', 'expired', 'expired'],
    failed: ['ask', 'ask again', 'finish-cancel', 'ask again'],
  },
  cancel: {
    pending: ['ask', 'ask', 'ask', 'ask'],
    cloning: ['describe', 'describe', 'describe', 'describe'],
    cloned: ['describe', 'describe', 'describe', 'describe'],
    deployed: ['describe', 'describe', 'describe', 'describe'],
    serving: ['describe', 'describe', 'describe', 'describe'],
    cancelled: ['describe', 'describe', 'describe', 'describe'],
    expired: ['expired', 'expired', 'expired', 'expired'],
    failed: ['describe', 'describe', 'describe', 'describe'],
  },
  recover: {
    pending: ['none', 'ask again', 'finish-cancel', 'ask again'],
    cloning: ['reopen', 'ask again', 'finish-cancel', 'ask again'],
    cloned: ['none', 'none', 'none', 'none'],
    deployed: ['none', 'none', 'none', 'none'],
    serving: ['none', 'none', 'none', 'none'],
    cancelled: ['none', 'none', 'none', 'none'],
    expired: ['none', 'none', 'none', 'none'],
    failed: ['none', 'none', 'none', 'none'],
  },
};

const rows = Object.entries(triggers).flatMap(([name, trigger]) =>
  cardStates.flatMap((state) =>
    Object.entries(marksByName).map(([marks, value], column) => {
      const expected = table[trigger.kind][state][column];
      return [name, state, marks, expected, trigger, value] as const;
    }),
  ),
);

test.each(rows)('%s on a card in state %s with marks %s: %s', (_name, state, _marks, expected, trigger, marks) => {
  const attempt = state === 'cloning' ? { attempt: 'a-1' } : {};
  expect(nameOf(decideWith({ trigger, marks, record: { ...record, state, ...attempt } }))).toBe(expected);
});

describe('a card that may be approved', () => {
  test.each(cardStates)('in state %s can be approved only while pending', (state) => {
    const expected = state === 'pending' ? 'ask' : state === 'expired' ? 'expired' : 'describe';
    expect(nameOf(decideWith({ record: { ...record, state } }))).toBe(expected);
  });

  test.each([
    ['a moment before its time is over', -1, 'ask'],
    ['at the moment when its time is over', 0, 'expire'],
    ['later', 1, 'expire'],
  ])('%s', (_name, milliseconds, expected) => {
    expect(nameOf(decideWith({ now: later(milliseconds) }))).toBe(expected);
  });

  test('of another drawing is stale', () => {
    const trigger = { ...triggers.approve, digest: 'f'.repeat(64) };
    expect(nameOf(decideWith({ trigger }))).toBe('stale_plan');
    expect(nameOf(decideWith({ trigger, now: later(1) }))).toBe('expire');
  });

  test.each([
    ['unknown_result', 'ask again'],
    ['throttled', 'expired'],
  ])('that failed as %s can be retried after its time: %s', (outcome, expected) => {
    const failed = { ...record, state: 'failed' as const, outcome };
    expect(nameOf(decideWith({ trigger: triggers.retry, record: failed, now: later(1) }))).toBe(expected);
  });

  test.each<[string, Partial<DecisionFacts>, string]>([
    ['who is not allowed', { person: refuse('not_allowed'), plan: planned(plan) }, 'not_allowed'],
    ['with the plan that was shown', { person: identified, plan: planned(plan) }, 'create'],
    ['with another plan', { person: identified, plan: planned({ ...plan, digest: '1'.repeat(64) }) }, 'redraw'],
    ['whose certificate is gone', { person: identified, plan: refuse('no_certificate') }, 'certificate_gone'],
    ['whose alias is taken', { person: identified, plan: refuse('alias_in_use') }, 'check-alias'],
    ['whose reference is gone', { person: identified, plan: refuse('reference_not_found') }, 'reference_not_found'],
  ])('by somebody, %s', (_name, facts, expected) => {
    expect(nameOf(decideWith(facts))).toBe(expected);
  });
});

describe('a create that may have been sent', () => {
  const failed = { ...record, state: 'failed' as const, outcome: 'unknown_result' };
  const other = planned({ ...plan, digest: '1'.repeat(64) });

  test.each<[string, Partial<DecisionFacts>, string]>([
    ['is sent again with the same plan', { person: identified, plan: planned(plan) }, 'create again'],
    ['is looked for when the plan has changed', { person: identified, plan: other }, 'find'],
    [
      'is looked for when there is no plan any more',
      { person: identified, plan: refuse('reference_not_found') },
      'find',
    ],
    ['is nobody’s who may not approve', { person: refuse('not_allowed'), plan: planned(plan) }, 'not_allowed'],
  ])('after Retry %s', (_name, facts, expected) => {
    expect(nameOf(decideWith({ trigger: triggers.retry, record: failed, ...facts }))).toBe(expected);
  });

  test.each<[string, Partial<DecisionFacts>, string]>([
    ['is sent again', { plan: planned(plan) }, 'create again'],
    ['is sent again though the time to approve is over', { plan: planned(plan), now: later(1) }, 'create again'],
    ['is sent again though somebody cancelled later', { plan: planned(plan), marks: both }, 'create again'],
    ['is looked for when the plan has changed', { plan: other }, 'find'],
    ['is looked for when AWS refuses to plan', { plan: refuse('throttled') }, 'find'],
  ])('by a process that died %s', (_name, facts, expected) => {
    const cloning = { ...record, state: 'cloning' as const };
    expect(nameOf(decideWith({ trigger: triggers.recover, record: cloning, ...facts }))).toBe(expected);
  });

  test.each<[CardState, string | undefined, DecisionMarks, boolean]>([
    ['pending', undefined, none, false],
    ['pending', undefined, cancelled, false],
    ['pending', undefined, approved, true],
    ['cloning', undefined, none, true],
    ['failed', 'throttled', none, false],
    ['failed', 'throttled', approved, true],
    ['failed', 'unknown_result', none, true],
  ])('is what a card in state %s, outcome %s, may have', (state, outcome, marks, expected) => {
    expect(mayHaveBeenSent({ ...record, state, outcome }, marks)).toBe(expected);
  });
});

describe('where a second person is required', () => {
  const decideAs = (person: Operator, changes: Partial<CardRecord> = {}) =>
    nameOf(
      decideWith({
        person: { ok: true, value: person },
        plan: planned(plan),
        requireSecondPerson: true,
        record: { ...record, ...changes },
      }),
    );

  test('another person may approve', () => {
    expect(decideAs(bo)).toBe('create');
  });

  test('the requester may not', () => {
    expect(decideAs({ ...bo, userId: record.requested_by })).toBe('own_request');
  });

  test('the requester may not with another Slack account of the same Cognito user', () => {
    expect(decideAs({ ...bo, username: 'ana' })).toBe('own_request');
  });

  test('nobody may, where the card does not say which Cognito user asked', () => {
    expect(decideAs(bo, { requester_account: undefined })).toBe('own_request');
  });
});

describe('an approval that has just been recorded', () => {
  const own = { digest: record.digest, revision: undefined, ownMark: '9.1', isRepeat: false };
  const cloning: CardRecord = { ...record, state: 'cloning' };
  const second: DecisionMarks = {
    ...approved,
    approvals: [...approved.approvals, { ts: '9.5', by: 'U1', result: 'approved' }],
  };

  test.each<[string, CardRecord, DecisionMarks, Date, ReturnType<typeof decideRecorded>]>([
    ['goes on', cloning, approved, now, 'create'],
    ['stops for a cancel', cloning, both, now, 'finish-cancel'],
    [
      'goes on beside another approval, cancel or not',
      cloning,
      { ...second, cancels: cancelled.cancels },
      now,
      'create',
    ],
    ['stops for a distribution that exists', { ...record, state: 'cloned' }, approved, now, 'describe'],
    ['stops for a card that was cancelled', { ...record, state: 'cancelled' }, approved, now, 'describe'],
    ['stops for a card that was redrawn', { ...record, digest: '1'.repeat(64) }, approved, now, 'describe'],
    ['goes on a moment after the card’s time', cloning, approved, later(approvalGraceMs - 1), 'create'],
    ['stops when it was recorded too late', cloning, approved, later(approvalGraceMs), 'expire'],
  ])('%s', (_name, current, marks, at, expected) => {
    expect(decideRecorded({ record: current, marks, now: at }, own)).toBe(expected);
  });

  test('that repeats a create goes on, whatever the thread says', () => {
    const facts = { record: cloning, marks: both, now: later(3_600_000) };
    expect(decideRecorded(facts, { ...own, isRepeat: true })).toBe('create');
  });
});

describe('an edit', () => {
  const seconds = now.getTime() / 1_000;
  const edit = (result: 'editing' | 'edited', ageSeconds = 1, revision = 1): DecisionMarks => ({
    ...none,
    edits: [{ ts: String(seconds - ageSeconds), by: 'U0ANA', result, revision }],
  });
  const shown: CardRecord = { ...record, revision: 1 };
  const seen = { digest: record.digest, revision: 0 };

  test.each<[string, CardRecord, DecisionMarks, boolean]>([
    ['that begins', record, edit('editing'), true],
    ['that was given up', record, edit('editing', 61), false],
    ['that is done, and was written over', record, edit('edited', 3_600), true],
    ['that the card shows', shown, edit('edited'), false],
    ['that follows another', shown, edit('editing', 1, 2), true],
    ['that never was', record, none, false],
  ])('%s is under way: %#', (_name, card, marks, expected) => {
    expect(isBeingEdited(card, marks, now)).toBe(expected);
  });

  test('lets no approval of the card before it count, also beside another late approval', () => {
    const marks = { ...edit('edited'), approvals: approved.approvals };
    const two = { ...marks, approvals: [...approved.approvals, { ts: '9.5', by: 'U1', result: 'approved' }] };
    const late = { digest: record.digest, revision: undefined, ownMark: '9.1', isRepeat: false };
    const cloning: CardRecord = { ...record, state: 'cloning' };
    expect(decideRecorded({ record: cloning, marks, now }, late)).toBe('edited');
    expect(decideRecorded({ record: cloning, marks: two, now }, late)).toBe('edited');
    expect(decideRecorded({ record: { ...cloning, revision: 1 }, marks, now }, { ...late, revision: 1 })).toBe(
      'create',
    );
    expect(nameOf(decideWith({ marks: edit('editing') }))).toBe('stale_plan');
  });

  test('keeps a card from expiring', () => {
    const at = later(0);
    const marks: DecisionMarks = {
      ...none,
      edits: [{ ts: String(at.getTime() / 1_000 - 1), by: 'U0ANA', result: 'editing', revision: 1 }],
    };
    expect(nameOf(decideWith({ trigger: triggers.recover, marks, now: at }))).toBe('none');
  });

  test.each<[string, CardRecord, DecisionMarks, string | undefined]>([
    ['a card that waits', record, none, undefined],
    ['a card that was cancelled', { ...record, state: 'cancelled' }, cancelled, undefined],
    ['a card that expired', { ...record, state: 'expired' }, none, undefined],
    ['a card whose create AWS refused', { ...record, state: 'failed', outcome: 'throttled' }, none, undefined],
    ['a card that is being cancelled', record, cancelled, 'already_decided'],
    ['a card that was approved a moment ago', record, approved, 'already_decided'],
    ['a card that is being created', { ...record, state: 'cloning', attempt: 'a' }, none, 'already_decided'],
    ['a card that is done', { ...record, state: 'deployed' }, none, 'already_decided'],
    [
      'a card with an unknown result',
      { ...record, state: 'failed', outcome: 'unknown_result' },
      none,
      'already_decided',
    ],
    ['a card whose create only lists can tell of', { ...record, was_sent: true }, none, 'already_decided'],
    ['the card of an API client', { ...record, requested_by: 'client:abc' }, none, 'already_decided'],
    ['a card that somebody else edits', record, edit('editing'), 'stale_plan'],
    ['a card that was edited meanwhile', shown, edit('edited'), 'stale_plan'],
    ['a card that was redrawn meanwhile', { ...record, digest: '1'.repeat(64) }, none, 'stale_plan'],
  ])('of %s: %#', (_name, card, marks, outcome) => {
    expect(refuseEdit({ record: card, marks, now, seen })?.outcome).toBe(outcome);
  });

  test('of two that begin at the same moment, the first one goes on', () => {
    const [one, two] = ['1', '2'].map((age) => ({
      ts: String(seconds - Number(age)),
      by: 'U1',
      result: 'editing',
      revision: 1,
    }));
    if (!one || !two) throw new Error('there are two');
    const marks: DecisionMarks = { ...none, edits: [two, one] };
    expect(refuseEdit({ record, marks, now, seen, ownMark: two.ts })).toBeUndefined();
    expect(refuseEdit({ record, marks, now, seen, ownMark: one.ts })?.outcome).toBe('stale_plan');
  });

  test('makes its editor the one who asked, where two people are required', () => {
    const edited: CardRecord = { ...record, edited_by: 'U0BO', editor_account: hashAccount(record.request, 'bo') };
    const decideAs = (person: Operator) =>
      nameOf(
        decideWith({
          record: edited,
          person: { ok: true, value: person },
          plan: { ok: true, value: plan },
          requireSecondPerson: true,
        }),
      );
    expect(decideAs(bo)).toBe('own_request');
    // The same Cognito user by another Slack account.
    expect(decideAs({ ...bo, userId: 'U0BO2' })).toBe('own_request');
    expect(decideAs({ ...bo, userId: 'U0CY', username: 'cy' })).toBe('create');
  });
});

describe('a card of several clones', () => {
  const several: CardRecord = { ...record, lines: 24 };

  test('is stopped while it is carried out, by whoever may cancel', () => {
    const cloning = { trigger: triggers.cancel, record: { ...several, state: 'cloning' as const } };
    expect(nameOf(decideWith(cloning))).toBe('ask again');
    expect(nameOf(decideWith({ ...cloning, person: identified }))).toBe('stop');
    expect(nameOf(decideWith({ ...cloning, person: refuse('not_allowed') }))).toBe('not_allowed');
  });

  test('is not approved before its thread shows all lines', () => {
    expect(nameOf(decideWith({ record: { ...several, is_draft: true } }))).toBe('already_decided');
    expect(nameOf(decideWith({ record: several }))).toBe('ask');
  });

  test('is edited until something was sent for it', () => {
    const facts = { marks: none, now, seen: { digest: several.digest, revision: 0 } };
    const edit = (more: Partial<typeof several>) => refuseEdit({ ...facts, record: { ...several, ...more } });
    expect(edit({})).toBeUndefined();
    expect(edit({ state: 'cancelled' })).toBeUndefined();
    expect(edit({ is_draft: true })?.outcome).toBe('already_decided');
    expect(edit({ state: 'cloned' })?.created).toBe('yes');
    expect(edit({ state: 'failed', lines_created: 2 })?.created).toBe('yes');
    expect(edit({ state: 'failed', lines_created: 0 })?.created).toBe('unknown');
  });
});
