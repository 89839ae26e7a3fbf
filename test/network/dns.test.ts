// Where a name leads and where a zone begins, from the answers of a resolver.
import type { Resolver } from 'node:dns/promises';
import { createDns } from '../../src/network/dns.js';

type Answers = Record<string, string[] | string>;

/** A resolver that knows these names; a string is the code that it fails with. */
function resolver(cnames: Answers, addresses: Answers, zones: Answers = {}): Resolver {
  const look = (table: Answers) => async (name: string) => {
    const answer = table[name] ?? 'ENOTFOUND';
    if (typeof answer === 'string') throw Object.assign(new Error(answer), { code: answer });
    return answer;
  };
  // Only the calls that are made; the class has many more.
  return { resolveCname: look(cnames), resolve4: look(addresses), resolveSoa: look(zones) } as unknown as Resolver;
}

const clone = 'd1.cloudfront.net';

it.each([
  ['a CNAME to the clone', { 'www.example.com': ['d1.cloudfront.net'] }, {}, 'yes', clone],
  ['a CNAME in capitals with a dot', { 'www.example.com': ['D1.CloudFront.net.'] }, {}, 'yes', clone],
  ['a CNAME to something else', { 'www.example.com': ['old.example.net'] }, {}, 'no', 'old.example.net'],
  [
    'several CNAMEs in a row to the clone',
    { 'www.example.com': ['a.example.net'], 'a.example.net': ['b.example.net'], 'b.example.net': [clone] },
    {},
    'yes',
    'a.example.net',
  ],
  [
    'a CNAME to a name with an alias record to the clone',
    { 'www.example.com': ['a.example.net'] },
    { 'www.example.com': ['192.0.2.2'], [clone]: ['192.0.2.2'] },
    'yes',
    'a.example.net',
  ],
  [
    'CNAMEs in a circle',
    { 'www.example.com': ['a.example.net'], 'a.example.net': ['b.example.net'], 'b.example.net': ['a.example.net'] },
    {},
    'no',
    'a.example.net',
  ],
  ['no record', {}, {}, 'no', undefined],
  [
    'an alias record to the clone',
    { 'www.example.com': 'ENODATA' },
    { 'www.example.com': ['192.0.2.1', '192.0.2.2'], [clone]: ['192.0.2.2'] },
    'yes',
    '192.0.2.1',
  ],
  [
    'an address of somebody else',
    { 'www.example.com': 'ENODATA' },
    { 'www.example.com': ['198.51.100.1'], [clone]: ['192.0.2.2'] },
    'no',
    '198.51.100.1',
  ],
  ['a resolver that does not answer', { 'www.example.com': 'ETIMEOUT' }, {}, 'unknown', undefined],
])('tells of %s', async (_, cnames, addresses, points, found) => {
  const dns = createDns(resolver(cnames, addresses));
  expect(await dns.follow('www.example.com', clone)).toEqual({ points, found });
});

it('tries a wildcard by a name under it', async () => {
  const dns = createDns(resolver({ 'cf-clone-check.example.com': [clone] }, {}));
  expect(await dns.follow('*.example.com', clone)).toEqual({ points: 'yes', found: clone });
});

describe('the top of a zone', () => {
  const zone = ['ns.example.net'];

  it.each([
    ['a delegated name', 'apps.example.com', {}, { 'apps.example.com': zone }, true],
    ['a name within a zone', 'www.example.com', {}, { 'www.example.com': 'ENODATA', 'example.com': zone }, false],
    ['a name that is not there yet', 'new.example.com', {}, { 'example.com': zone }, false],
    ['a wildcard', '*.example.com', {}, { 'example.com': zone, '*.example.com': zone }, false],
    [
      'a name whose CNAME leads to the top of another zone',
      'www.example.com',
      { 'www.example.com': ['example.net'] },
      { 'www.example.com': zone },
      false,
    ],
    ['a server that fails', 'apps.example.com', {}, { 'apps.example.com': 'ESERVFAIL' }, false],
    ['a half answer', 'apps.example.com', { 'apps.example.com': 'ETIMEOUT' }, { 'apps.example.com': zone }, false],
  ])('is told of %s', async (_, domain, cnames, zones, isTop) => {
    expect(await createDns(resolver(cnames, {}, zones)).isZoneTop(domain)).toBe(isTop);
  });

  it('is not waited for longer than a short time', async () => {
    const silent = { ...resolver({}, {}), resolveSoa: () => new Promise(() => undefined) } as unknown as Resolver;
    expect(await createDns(silent, 5).isZoneTop('apps.example.com')).toBe(false);
  });
});
