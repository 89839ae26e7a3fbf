// Distributions by their names: through the index, and never told of before they were read.
import { findByName, readIndexed, resolveReference } from '../../src/clone/find-distribution.js';
import { refuse } from '../../src/clone/outcome.js';
import type { Distribution, DistributionIndex } from '../../src/clone/ports.js';
import type { Result } from '../../src/clone/result.js';
import { answer, makeDistribution, makeIndex, makeSummary } from './fake-ports.js';
import { good, makeConfig, told } from './references.js';

const withAliases = (id: string, ...aliases: string[]): Distribution =>
  makeDistribution(id, makeConfig({ top: { Aliases: { Quantity: aliases.length, Items: aliases } } }));

function open(
  known: Readonly<Record<string, readonly string[]>>,
  account: readonly Distribution[],
  state: DistributionIndex['state'] = 'complete',
) {
  const reads: string[] = [];
  const read = async (id: string): Promise<Result<Distribution>> => {
    reads.push(id);
    const found = account.find((distribution) => distribution.id === id);
    return found ? answer(found) : refuse('reference_not_found');
  };
  const summaries = Object.entries(known).map(([id, aliases]) => makeSummary(id, aliases));
  return { ports: { distributions: { read }, index: makeIndex(summaries, state) }, reads };
}

describe('a name', () => {
  test.each([
    ['an alias', 'www.example.com'],
    ['its own domain name', makeDistribution('E1').domainName],
  ])('that is %s leads to one distribution, which is read', async (_what, name) => {
    const { ports, reads } = open({ E1: ['www.example.com'], E2: ['api.example.com'] }, [
      withAliases('E1', 'WWW.example.com'),
      withAliases('E2', 'api.example.com'),
    ]);
    expect(good(await findByName(ports, name)).id).toBe('E1');
    expect(reads).toEqual(['E1']);
  });

  test('leads to the distribution that has it now, where the index knows two', async () => {
    const { ports } = open({ E1: ['www.example.com'], E2: ['www.example.com'] }, [
      withAliases('E1', 'old.example.com'),
      withAliases('E2', 'www.example.com'),
    ]);
    expect(good(await findByName(ports, 'www.example.com')).id).toBe('E2');
  });

  test.each([
    ['has moved away', [withAliases('E1', 'old.example.com')]],
    ['is gone', []],
  ])('is not taken from the index when its distribution %s', async (_what, account) => {
    const { ports } = open({ E1: ['www.example.com'] }, account);
    const refusal = told(await findByName(ports, 'www.example.com'));
    expect(refusal.outcome).toBe('reference_not_found');
    expect(refusal.paragraph).not.toContain('E1');
  });

  test('that two distributions have is refused with both IDs', async () => {
    const { ports } = open({ E1: ['www.example.com'], E2: ['www.example.com'] }, [
      withAliases('E1', 'www.example.com'),
      withAliases('E2', 'www.example.com'),
    ]);
    const refusal = told(await findByName(ports, 'www.example.com'));
    expect(refusal.outcome).toBe('reference_not_found');
    expect(refusal.what).toMatch(/`E1`.*`E2`/);
    expect(refusal.next).toContain('ID');
  });

  test('is not decided while one of its distributions cannot be read', async () => {
    const { ports } = open({ E1: ['www.example.com'], E2: ['www.example.com'] }, [
      withAliases('E1', 'www.example.com'),
    ]);
    const read = async (id: string) => (id === 'E2' ? refuse('throttled') : ports.distributions.read(id));
    expect(told(await findByName({ ...ports, distributions: { read } }, 'www.example.com')).outcome).toBe('throttled');
  });
});

describe('an unknown name', () => {
  const known = { E1: ['www.example.com'], E2: ['*.example.com'], E3: ['shop.example.org'] };
  const account = [
    withAliases('E1', 'www.example.com'),
    withAliases('E2', '*.example.com'),
    withAliases('E3', 'shop.example.org'),
  ];

  test.each([
    ['wwww.example.com', ['`*.example.com` (`E2`)', '`www.example.com` (`E1`)']],
    ['shop.example.net', ['`shop.example.org` (`E3`)']],
    ['www.elsewhere.test', []],
  ])('%s is refused with the nearest that were read: %j', async (name, nearest) => {
    const { ports } = open(known, account);
    const refusal = told(await findByName(ports, name));
    expect(refusal.outcome).toBe('reference_not_found');
    expect(refusal.what).toContain(`\`${name}\``);
    for (const near of nearest) expect(refusal.what).toContain(near);
    if (nearest.length === 0) expect(refusal.what).not.toContain('nearest');
  });

  test('is not told a nearest that is gone', async () => {
    const { ports } = open(known, [withAliases('E2', '*.example.com')]);
    expect(told(await findByName(ports, 'wwww.example.com')).what).not.toContain('(`E1`)');
  });

  test('may be there while the account is still being read', async () => {
    const { ports } = open(known, account, 'incomplete');
    const refusal = told(await findByName(ports, 'new.example.com'));
    expect(refusal).toMatchObject({ outcome: 'index_incomplete', created: 'nothing' });
    expect(refusal.what).toContain('still being read');
  });

  test('cannot be looked up where there is no index', async () => {
    const { ports } = open({}, [], 'absent');
    const refusal = told(await findByName(ports, 'www.example.com'));
    expect(refusal.outcome).toBe('invalid_request');
    expect(refusal.next).toContain('ID');
  });
});

test('of many that the index knows, only a few are read', async () => {
  const many = Array.from({ length: 20 }, (_, n) => `E${n}`);
  const { ports, reads } = open(
    Object.fromEntries(many.map((id) => [id, ['a.example.com']])),
    many.map((id) => withAliases(id, 'a.example.com')),
  );
  await readIndexed(ports, ports.index.find('a.example.com'), (name) => name === 'a.example.com');
  expect(reads).toHaveLength(5);
});

test.each([
  ['an alias', 'REF.EXAMPLE.COM', 'E1REFERENCE001'],
  ['an ID', 'E2ABCDEFGHIJKL', 'E2ABCDEFGHIJKL'],
  ['a name that nobody has', 'NONE.EXAMPLE.COM', 'NONE.EXAMPLE.COM'],
  ['a name that two have', 'TWICE.EXAMPLE.COM', 'TWICE.EXAMPLE.COM'],
])('a search takes %s as the reference', (_name, from, expected) => {
  const summary = { arn: '', domainName: '', aliases: [], comment: '', status: '', origin: '' };
  const known: Record<string, readonly string[]> = {
    'ref.example.com': ['E1REFERENCE001'],
    'twice.example.com': ['E1', 'E2'],
  };
  const index = { find: (name: string) => (known[name] ?? []).map((id) => ({ ...summary, id })) };
  const search = { words: [], by: undefined, from, state: undefined, since: undefined, isEverywhere: false };
  expect(resolveReference(search, index).from).toBe(expected);
});
