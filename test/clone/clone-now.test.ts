// Clones of API clients: their CallerReference, and what the card tag says. The requests themselves are tested over HTTP.

import {
  type CloneNowRequest,
  createCloneNow,
  fingerprint,
  toIdempotencyReference,
} from '../../src/clone/clone-now.js';
import { createExecuteClone } from '../../src/clone/execute-clone.js';
import { refuse } from '../../src/clone/outcome.js';
import { readPendingAnnouncement, writePendingAnnouncement } from '../../src/clone/pending-announcement.js';
import { buildPlan } from '../../src/clone/plan.js';
import type { CreateAnswer } from '../../src/clone/ports.js';
import type { PrepareClone } from '../../src/clone/prepare-clone.js';
import { requestTag, toTagValue } from '../../src/clone/tags.js';
import fc from '../support/property.js';
import { makeAccount, makeDistribution } from './fake-ports.js';
import { good, makeInput } from './references.js';

const planned = buildPlan(makeInput());
const plan = good(planned);
const request: CloneNowRequest = {
  cloneRequest: { domain: plan.domain, origin: plan.origin, reference: { by: 'id', id: plan.reference.id } },
  caller: 'client:abc',
  callerReference: 'cf-clone:client:abc:key',
  isRepeatable: true,
  card: 'program',
  now: new Date('2026-11-25T00:00:00Z'),
};
const ours = makeDistribution('E9OURS', { ...plan.config, CallerReference: request.callerReference });
const exists: CreateAnswer = { kind: 'exists', id: ours.id };

describe('a request whose alias is taken, while lists do not show the holder yet', () => {
  const taken: CreateAnswer = { kind: 'alias-taken', refusal: refuse('alias_in_use') };
  const masked = refuse('alias_in_use', { holder: '*******OURS' });

  /** AWS hides the holder's ID in ListDomainConflicts, so it cannot be read. */
  function raise(script: readonly CreateAnswer[], refusal = masked) {
    const account = makeAccount(script);
    const tags = [{ Key: requestTag, Value: fingerprint(request.cloneRequest) }];
    const distributions = {
      ...account.distributions,
      read: async (id: string) => (id === ours.id ? { ok: true as const, value: ours } : refuse('reference_not_found')),
      readTags: async () => ({ ok: true as const, value: tags }),
    };
    const prepare: PrepareClone = async ({ mayHoldAlias }) => (mayHoldAlias ? planned : refusal);
    const cloneNow = createCloneNow({
      prepare,
      execute: createExecuteClone(distributions, account.pause),
      distributions,
    });
    return { cloneNow, account };
  }

  test('sends the create, which names the distribution of the same key', async () => {
    const { cloneNow } = raise([exists]);
    expect(await cloneNow.make(request)).toMatchObject({ ok: true, value: { distribution: ours, madeBy: 'earlier' } });
  });

  test('sends it again when CloudFront checks the alias first', async () => {
    const { cloneNow, account } = raise([taken, taken, exists]);
    expect(await cloneNow.make(request)).toMatchObject({ ok: true, value: { distribution: ours, madeBy: 'earlier' } });
    expect(account.pauses).toEqual([1_000, 2_000]);
  });

  test('does not claim that nothing was created as long as CloudFront does not say', async () => {
    const { cloneNow } = raise(Array<CreateAnswer>(7).fill(taken));
    expect(await cloneNow.make(request)).toMatchObject({ outcome: 'unknown_result', created: 'unknown' });
  });

  test('is refused at once without a key, which nobody can have used before', async () => {
    const { cloneNow, account } = raise([]);
    expect(await cloneNow.make({ ...request, isRepeatable: false })).toEqual(masked);
    expect(account.created).toEqual([]);
  });

  test('is refused at once when another account holds the alias', async () => {
    const foreign = refuse('alias_in_use', { holder: '*****OTHER', isHolderForeign: true });
    const { cloneNow, account } = raise([], foreign);
    expect(await cloneNow.make(request)).toEqual(foreign);
    expect(account.created).toEqual([]);
  });

  test('is not sent from a reference that has another ETag than the caller wants', async () => {
    const { cloneNow, account } = raise([]);
    expect(await cloneNow.make({ ...request, etags: ['"other"'] })).toMatchObject({
      outcome: 'reference_changed',
      created: 'unknown',
    });
    expect(account.created).toEqual([]);
  });
});

describe('a repeated request', () => {
  const refused: CreateAnswer = { kind: 'refused', refusal: refuse('quota_exceeded') };

  function open(script: readonly CreateAnswer[], prepared: Awaited<ReturnType<PrepareClone>>, account = [ours]) {
    const tags = [{ Key: requestTag, Value: fingerprint(request.cloneRequest) }];
    const { distributions, calls, pause } = makeAccount(script, account);
    const ports = { ...distributions, readTags: async () => ({ ok: true as const, value: tags }) };
    const asked: boolean[] = [];
    const prepare: PrepareClone = async ({ isUnattended = false }) => {
      asked.push(isUnattended);
      return prepared;
    };
    const cloneNow = createCloneNow({ prepare, execute: createExecuteClone(ports, pause), distributions: ports });
    return { cloneNow, calls, asked };
  }

  test('is answered by the create, and the account is not read', async () => {
    const { cloneNow, calls, asked } = open([exists], planned);
    expect(await cloneNow.make(request)).toMatchObject({ ok: true, value: { distribution: ours, madeBy: 'earlier' } });
    expect(calls).toEqual(['create', 'read E9OURS']);
    expect(asked).toEqual([true]);
  });

  test('whose create is refused now finds what the first one created', async () => {
    const { cloneNow } = open([refused], planned);
    expect(await cloneNow.make(request)).toMatchObject({ ok: true, value: { distribution: ours, madeBy: 'earlier' } });
  });

  test('whose create is refused, and nothing is there, is told the refusal', async () => {
    const { cloneNow } = open([refused], planned, []);
    expect(await cloneNow.make(request)).toEqual(refuse('quota_exceeded'));
  });

  test('that cannot be planned any more finds what the first one created', async () => {
    const { cloneNow } = open([], refuse('reference_not_found'));
    expect(await cloneNow.make(request)).toMatchObject({ ok: true, value: { distribution: ours, madeBy: 'earlier' } });
  });

  test('without a key is not looked for', async () => {
    const { cloneNow, calls } = open([refused], planned);
    expect(await cloneNow.make({ ...request, isRepeatable: false })).toEqual(refuse('quota_exceeded'));
    expect(calls).toEqual(['create']);
  });
});

describe('the claim', () => {
  test.each([
    ['a plain key', ['request-17'], 'cf-clone:client:abc:request-17'],
    ['a UUID', ['0b0e7a1c-2f3d-4e5f-8a9b-0c1d2e3f4a5b'], 'cf-clone:client:abc:0b0e7a1c-2f3d-4e5f-8a9b-0c1d2e3f4a5b'],
  ])('%s can be read in it', (_what, parts, expected) => {
    expect(toIdempotencyReference('client:abc', ...parts)).toBe(expected);
  });

  const key = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 255 });
  const caller = fc.constantFrom('client:abc', 'client:abcd', 'user:0b0e7a1c-2f3d-4e5f-8a9b-0c1d2e3f4a5b');
  const claim = fc.tuple(caller, fc.array(key, { minLength: 1, maxLength: 2 }));

  test('is the same for the same and another for anything else, of a length that CloudFront takes', () => {
    fc.assert(
      fc.property(claim, claim, ([one, parts], [other, others]) => {
        const a = toIdempotencyReference(one, ...parts);
        const b = toIdempotencyReference(other, ...others);
        expect(a).toMatch(/^[\x21-\x7e]{1,128}$/);
        expect(a === b).toBe(JSON.stringify([one, parts]) === JSON.stringify([other, others]));
      }),
      { numRuns: 2_000 },
    );
  });
});

test('requests differ by each of their parts', () => {
  const request = { domain: 'a.example.com', origin: 'o.example.net', reference: { by: 'id', id: 'E1' } } as const;
  const all = [
    request,
    { ...request, domain: 'b.example.com' },
    { ...request, origin: 'p.example.net' },
    { ...request, reference: { by: 'id', id: 'E2' } } as const,
    { ...request, reference: { by: 'domainName', domainName: 'd1.cloudfront.net' } } as const,
  ].map(fingerprint);
  expect(new Set(all).size).toBe(all.length);
  expect(fingerprint({ ...request })).toBe(all[0]);
});

describe('the card tag of a program’s clone', () => {
  const askedAt = new Date('2026-11-25T02:03:04.567Z');
  test.each([
    [
      'to be announced',
      { channel: 'C0CDN000001', askedAt, request: 'r-1', isBulk: false },
      'announce/C0CDN000001/2026-11-25T02:03:04.567Z/r-1',
    ],
    [
      'told nobody',
      { channel: undefined, askedAt, request: 'r-1', isBulk: false },
      'program/2026-11-25T02:03:04.567Z/r-1',
    ],
    [
      'to be announced with others',
      { channel: 'C0CDN000001', askedAt, request: 'r-1', isBulk: true },
      'announce/C0CDN000001/2026-11-25T02:03:04.567Z/r-1/bulk',
    ],
  ])('%s', (_what, card, text) => {
    expect(writePendingAnnouncement(card)).toBe(text);
    expect(toTagValue(text)).toBe(text);
    expect(readPendingAnnouncement(text)).toEqual(card);
  });

  test.each([
    '',
    'https://example.slack.com/archives/C1/p1700000000000100',
    'announce/C1/yesterday/r',
    'program/x',
    'other/2026-11-25T02:03:04Z/r',
  ])('%p is none', (text) => expect(readPendingAnnouncement(text)).toBeUndefined());
});
