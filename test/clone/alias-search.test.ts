// Who holds a domain, found without reading the account: through the reference, or through another distribution whose
// certificate covers the domain.
import type { AliasHolder } from '../../src/clone/alias-holders.js';
import { askConflicts, readIndexedHolders } from '../../src/clone/alias-search.js';
import { type CloneOutcome, refuse } from '../../src/clone/outcome.js';
import type { Result } from '../../src/clone/result.js';
import { answer, makeDistribution, makeIndex, makeSummary } from './fake-ports.js';
import { makeCertificate, makeConfig } from './references.js';

const domain = 'www.example.com';
const holder = { alias: domain, distributionId: '****7', account: '****1234' };
const otherDomain = makeCertificate({ names: ['ref.example.org'] });
const covering = (arn: string, isInUse?: boolean) =>
  makeCertificate({ arn, ...(isInUse === undefined ? {} : { isInUse }) });

/** `users`: who uses a certificate. `answers`: what AWS says when it is asked through a distribution. */
async function ask(
  owned: Parameters<typeof askConflicts>[2]['owned'],
  users: Readonly<Record<string, readonly string[]>> = {},
  answers: Readonly<Record<string, CloneOutcome>> = {},
) {
  const calls: string[] = [];
  const conflicts = await askConflicts(
    {
      distributions: {
        listDomainConflicts: async (_domain, id): Promise<Result<readonly AliasHolder[]>> => {
          calls.push(`conflicts ${id}`);
          const outcome = answers[id];
          return outcome ? refuse(outcome) : answer([holder]);
        },
        read: async (id) => {
          calls.push(`read ${id}`);
          return answer(makeDistribution(id));
        },
      },
      certificates: {
        listUsers: async (arn) => {
          calls.push(`users ${arn}`);
          return users[arn] ?? [];
        },
      },
    },
    domain,
    { reference: makeDistribution('EREF'), owned },
  );
  return { conflicts, calls };
}

test('the reference is asked through when its certificate covers the domain', async () => {
  const { conflicts, calls } = await ask([makeCertificate(), covering('arn:other')]);
  expect(conflicts).toEqual({ holders: [holder] });
  expect(calls).toEqual(['conflicts EREF']);
});

test('else another distribution that uses a covering certificate, which is read itself', async () => {
  const { conflicts, calls } = await ask([otherDomain, covering('arn:other')], { 'arn:other': ['E5'] });
  expect(conflicts).toMatchObject({ holders: [holder], control: { id: 'E5' } });
  expect(calls).toEqual(['users arn:other', 'conflicts E5', 'read E5']);
});

test('certificates that nothing uses are not asked about', async () => {
  const { calls } = await ask([otherDomain, covering('arn:idle', false), covering('arn:used', true)]);
  expect(calls).toEqual(['users arn:used']);
});

test('three certificates are asked about at the most', async () => {
  const many = Array.from({ length: 9 }, (_, n) => covering(`arn:${n}`));
  const { calls } = await ask([otherDomain, ...many]);
  expect(calls).toEqual(['users arn:0', 'users arn:1', 'users arn:2']);
});

test('a second distribution is asked through when AWS does not answer through the first', async () => {
  const { conflicts } = await ask(
    [otherDomain, covering('arn:other')],
    { 'arn:other': ['E5', 'E6', 'E7'] },
    { E5: 'rejected_by_aws' },
  );
  expect(conflicts).toMatchObject({ holders: [holder], control: { id: 'E6' } });
});

test('a role without the permission is not tried again', async () => {
  const { conflicts, calls } = await ask(
    [otherDomain, covering('arn:other')],
    { 'arn:other': ['E5', 'E6'] },
    { E5: 'access_denied' },
  );
  expect(conflicts).toMatchObject({ holders: undefined, refusal: { outcome: 'access_denied' } });
  expect(calls).not.toContain('conflicts E6');
});

test('without any such distribution nobody can be asked', async () => {
  const { conflicts } = await ask([otherDomain]);
  expect(conflicts).toEqual({ holders: undefined });
});

describe('the index', () => {
  const aliases = (...Items: string[]) => makeConfig({ top: { Aliases: { Quantity: Items.length, Items } } });
  const account = [
    makeDistribution('E1', aliases('*.example.com', 'other.example.org')),
    makeDistribution('E2', aliases('moved.example.com')),
  ];
  const index = makeIndex([
    makeSummary('E1', ['*.example.com']),
    makeSummary('E2', [domain]),
    makeSummary('EREF', [domain]),
  ]);
  const read = async (id: string) => {
    const found = account.find((one) => one.id === id);
    return found ? answer(found) : refuse('reference_not_found');
  };

  test.each([
    ['a.b.example.com', '*.example.com'],
    ['*.b.example.com', '*.example.com'],
    ['*.example.com', '*.example.com'],
    ['*.com', '*.example.com'],
    ['*.org', 'other.example.org'],
  ])('finds for %s that %s overlaps it', async (wanted, alias) => {
    const known = makeIndex([makeSummary('E1', ['*.example.com', 'other.example.org'])]);
    const holders = await readIndexedHolders({ distributions: { read }, index: known }, wanted, { by: 'id', id: 'E0' });
    expect(holders).toEqual([{ alias, distributionId: 'E1' }]);
  });

  test('names holders that were read and still overlap, but not the reference', async () => {
    const ports = { distributions: { read }, index };
    expect(await readIndexedHolders(ports, domain, { by: 'id', id: 'EREF' })).toEqual([
      { alias: '*.example.com', distributionId: 'E1' },
    ]);
  });
});
