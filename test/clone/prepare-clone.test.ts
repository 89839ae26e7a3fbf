import type { Tag } from '@aws-sdk/client-cloudfront';
import type { AliasHolder } from '../../src/clone/alias-holders.js';
import type { Certificate } from '../../src/clone/certificate.js';
import { type CloneOutcome, refuse } from '../../src/clone/outcome.js';
import {
  absentIndex,
  type Certificates,
  type Distribution,
  type DistributionIndex,
  type Distributions,
  type OriginCheck,
} from '../../src/clone/ports.js';
import { createPrepareClone } from '../../src/clone/prepare-clone.js';
import type { CloneRequest } from '../../src/clone/request.js';
import type { Result } from '../../src/clone/result.js';
import { describeWarning } from '../../src/messages/describe-warning.js';
import {
  answer,
  defer,
  fakeCertificates,
  fakeDistributions,
  makeDistribution,
  makeIndex,
  makeSummary,
  settle,
} from './fake-ports.js';
import { good, makeCertificate, makeConfig, newHosts, now, referenceId, told } from './references.js';

const request: CloneRequest = {
  domain: 'www.example.com',
  origin: newHosts['api-gateway'],
  reference: { by: 'id', id: referenceId },
};
const reference = makeDistribution(referenceId, makeConfig({ main: { OriginRequestPolicyId: 'own-policy' } }));
const summary = makeSummary(referenceId, ['ref.example.com']);

/** Prepares with answers that all are good, but for those that the test gives. */
function prepare(
  answers: Partial<Distributions> = {},
  asked: Partial<CloneRequest> = {},
  certificates: () => Promise<Result<readonly Certificate[]>> = () => answer([makeCertificate()]),
  readRenewal: Certificates['readRenewal'] = fakeCertificates().readRenewal,
  more: Partial<Certificates> & { readonly index?: DistributionIndex; readonly isUnattended?: boolean } = {},
) {
  const { index = absentIndex, isUnattended = false, ...others } = more;
  const distributions = fakeDistributions({
    read: () => answer(reference),
    readTags: () => answer([]),
    listDomainConflicts: () => answer([]),
    forwardsHost: () => Promise.resolve(false),
    cachesByHost: () => Promise.resolve(false),
    listAccessControls: () => Promise.resolve([]),
    ...answers,
  });
  const prepareClone = createPrepareClone({
    distributions,
    certificates: fakeCertificates({ list: certificates, readRenewal, ...others }),
    index,
  });
  return prepareClone({ request: { ...request, ...asked }, requestedBy: 'ana', now, isUnattended });
}

test('a request becomes a plan with all that AWS told', async () => {
  const plan = good(
    await prepare({ readTags: () => answer([{ Key: 'team', Value: 'web' }]), forwardsHost: async () => true }),
  );
  expect(plan.reference).toMatchObject({ id: referenceId, etag: 'ETAG1' });
  expect(plan.tags.map(({ Key }) => Key)).toContain('team');
  expect(plan.warnings.map(({ kind }) => kind)).toContain('host_header_forwarded');
  expect(plan.warnings.map(({ kind }) => kind)).not.toContain('conflict_check_incomplete');
});

test('what does not depend on each other is asked at the same time, in two rounds', async () => {
  const calls: string[] = [];
  const asked = <T>(call: string, promise: Promise<T>): Promise<T> => {
    calls.push(call);
    return promise;
  };
  const read = defer<Result<Distribution>>();
  const certificates = defer<Result<readonly Certificate[]>>();
  const tags = defer<Result<readonly Tag[]>>();
  const holders = defer<Result<readonly AliasHolder[]>>();
  const policy = defer<boolean | undefined>();
  const running = prepare(
    {
      read: (id) => asked(`read ${id}`, read.promise),
      readTags: (arn) => asked(`tags ${arn}`, tags.promise),
      listDomainConflicts: (domain, id) => asked(`conflicts ${domain} ${id}`, holders.promise),
      forwardsHost: (id) => asked(`policy ${id}`, policy.promise),
      cachesByHost: (id) => asked(`cache policy ${id}`, Promise.resolve(false)),
      listAccessControls: () => asked('access controls', Promise.resolve([])),
    },
    {},
    () => asked('certificates', certificates.promise),
  );

  await settle();
  expect(calls.splice(0).sort()).toEqual(['certificates', `read ${referenceId}`]);

  certificates.keep({ ok: true, value: [makeCertificate()] });
  read.keep({ ok: true, value: reference });
  await settle();
  expect(calls.splice(0).sort()).toEqual([
    'cache policy policy-1',
    `conflicts www.example.com ${referenceId}`,
    'policy own-policy',
    `tags ${reference.arn}`,
  ]);

  policy.keep(undefined);
  holders.keep(refuse('rejected_by_aws'));
  tags.keep({ ok: true, value: [] });
  const kinds = good(await running).warnings.map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['host_header_unknown', 'conflict_check_incomplete']));
  expect(calls).toEqual([]);
});

describe.each<[string, string, CloneRequest['reference']]>([
  ['its own domain name', reference.domainName, { by: 'domainName', domainName: reference.domainName }],
  ['an alias', 'ref.example.com', { by: 'alias', alias: 'ref.example.com' }],
])('a reference by %s', (_what, name, named) => {
  const byName: Partial<CloneRequest> = { reference: named };
  const other = makeSummary('E0OTHER', ['other.example.com']);

  test('is looked up in the index and read', async () => {
    const read = jest.fn(() => answer(reference));
    const plan = good(await prepare({ read }, byName, undefined, undefined, { index: makeIndex([other, summary]) }));
    expect(read.mock.calls).toEqual([[referenceId]]);
    expect(plan.reference.id).toBe(referenceId);
  });

  test('that this account does not have is refused by its name', async () => {
    const refusal = told(await prepare({}, byName, undefined, undefined, { index: makeIndex([]) }));
    expect(refusal.outcome).toBe('reference_not_found');
    expect(refusal.what).toContain(name);
  });

  test('may be there while the index is not complete, and that is said', async () => {
    const index = makeIndex([other], 'incomplete');
    const refusal = told(await prepare({}, byName, undefined, undefined, { index }));
    expect(refusal.outcome).toBe('index_incomplete');
    expect(refusal.what).toContain(name);
    expect(refusal.what).toContain('still being read');
  });

  test('is refused where there is no index', async () => {
    const refusal = told(await prepare({}, byName));
    expect(refusal.outcome).toBe('invalid_request');
    expect(refusal.next).toContain('ID');
  });

  test('cannot be found when the distribution cannot be read', async () => {
    const read = () => Promise.resolve(refuse('throttled'));
    const index = makeIndex([summary]);
    expect(told(await prepare({ read }, byName, undefined, undefined, { index })).outcome).toBe('throttled');
  });
});

describe('there is no plan', () => {
  const fails = (outcome: CloneOutcome) => () => Promise.resolve(refuse(outcome));
  const held = [{ alias: 'www.example.com', distributionId: 'E7', account: '****1234' }];
  const staging = makeDistribution(referenceId, makeConfig({ top: { Staging: true } }));

  test.each<[string, Partial<Distributions>, Partial<CloneRequest>, CloneOutcome]>([
    ['when the reference is not there', { read: fails('reference_not_found') }, {}, 'reference_not_found'],
    ['when the tags cannot be read', { readTags: fails('aws_unavailable') }, {}, 'aws_unavailable'],
    ['when the reference is staging', { read: () => answer(staging) }, {}, 'reference_staging'],
    ['when the host cannot be an origin', {}, { origin: newHosts.vpc }, 'origin_unsupported'],
    ['when no certificate covers', {}, { domain: 'a.b.example.com' }, 'no_certificate'],
    ['when the alias is used here', {}, { domain: 'ref.example.com' }, 'alias_in_use'],
    ['when it is used elsewhere', { listDomainConflicts: () => answer(held) }, {}, 'alias_in_use'],
  ])('%s', async (_what, answers, asked, outcome) => {
    expect(told(await prepare(answers, asked)).outcome).toBe(outcome);
  });

  test('when the certificates cannot be listed', async () => {
    expect(told(await prepare({}, {}, fails('throttled'))).outcome).toBe('throttled');
  });

  test('and the reference is spoken of first when several answers fail', async () => {
    const answers = { read: fails('reference_not_found'), listDomainConflicts: fails('throttled') };
    expect(told(await prepare(answers, {}, fails('access_denied'))).outcome).toBe('reference_not_found');
  });

  test('and a staging reference costs no second round', async () => {
    const readTags = jest.fn(() => answer<readonly Tag[]>([]));
    await prepare({ read: () => answer(staging), readTags });
    expect(readTags).not.toHaveBeenCalled();
  });
});

describe('other accounts are asked', () => {
  const kindsWith = async (certificate: Partial<Certificate>): Promise<{ asked: number; kinds: string[] }> => {
    const listDomainConflicts = jest.fn(() => answer([]));
    const covering = makeCertificate({ arn: 'arn:another' });
    const answers = () => answer([makeCertificate(certificate), covering]);
    const plan = good(await prepare({ listDomainConflicts }, {}, answers, undefined, { listUsers: async () => [] }));
    return { asked: listDomainConflicts.mock.calls.length, kinds: plan.warnings.map(({ kind }) => kind) };
  };

  test('through the reference when its certificate covers the domain', async () => {
    expect(await kindsWith({})).toEqual({ asked: 1, kinds: expect.not.arrayContaining(['conflict_check_incomplete']) });
  });

  test.each<[string, Partial<Certificate>]>([
    ['does not cover the domain', { names: ['ref.example.org'] }],
    ['is not among those of ACM', { arn: 'arn:yet-another' }],
  ])('not when its certificate %s, and that is said', async (_what, certificate) => {
    expect(await kindsWith(certificate)).toEqual({
      asked: 0,
      kinds: expect.arrayContaining(['conflict_check_incomplete']),
    });
  });
});

test('other accounts are asked through another distribution whose certificate covers the domain', async () => {
  const controlConfig = makeConfig({ top: { Aliases: { Quantity: 1, Items: ['*.example.com'] } } });
  const control = makeDistribution('E5CONTROL', controlConfig);
  const listDomainConflicts = jest.fn(() => answer([]));
  const plan = good(
    await prepare(
      { listDomainConflicts, read: (id) => answer(id === control.id ? control : reference) },
      {},
      () => answer([makeCertificate({ names: ['ref.example.org'] }), makeCertificate({ arn: 'arn:another' })]),
      undefined,
      { listUsers: async () => [control.id] },
    ),
  );
  expect(listDomainConflicts.mock.calls).toEqual([['www.example.com', control.id]]);
  const kinds = plan.warnings.map(({ kind }) => kind);
  expect(kinds).not.toContain('conflict_check_incomplete');
  // AWS may leave out what the distribution holds that it was asked through.
  expect(kinds).toContain('alias_overlap');
});

describe('the index', () => {
  const holding = makeDistribution(
    'E7HOLDER',
    makeConfig({ top: { Aliases: { Quantity: 1, Items: ['www.example.com'] } } }),
  );
  const index = makeIndex([makeSummary(holding.id, ['www.example.com'])]);

  test('names who has the domain, after a read', async () => {
    const read = (id: string) => answer(id === holding.id ? holding : reference);
    const refusal = told(await prepare({ read }, {}, undefined, undefined, { index }));
    expect(refusal).toMatchObject({ outcome: 'alias_in_use', holder: holding.id });
  });

  test('is not believed when the distribution has other aliases now', async () => {
    const moved = makeDistribution(holding.id, makeConfig());
    const read = (id: string) => answer(id === holding.id ? moved : reference);
    good(await prepare({ read }, {}, undefined, undefined, { index }));
  });
});

describe('where the create follows at once', () => {
  const unattended = { isUnattended: true };

  test('AWS is asked about conflicts through the reference at the same time as for the reference', async () => {
    const read = defer<Result<Distribution>>();
    const listDomainConflicts = jest.fn(() => answer([]));
    const running = prepare({ read: () => read.promise, listDomainConflicts }, {}, undefined, undefined, unattended);
    await settle();
    expect(listDomainConflicts.mock.calls).toEqual([['www.example.com', referenceId]]);
    read.keep({ ok: true, value: reference });
    good(await running);
    expect(listDomainConflicts).toHaveBeenCalledTimes(1);
  });

  test('nobody looks for another distribution to ask through', async () => {
    const certificates = () =>
      answer([makeCertificate({ names: ['ref.example.org'] }), makeCertificate({ arn: 'arn:another' })]);
    const listDomainConflicts = () => Promise.resolve(refuse('rejected_by_aws'));
    const plan = good(await prepare({ listDomainConflicts }, {}, certificates, undefined, unattended));
    expect(plan.warnings.map(({ kind }) => kind)).toContain('conflict_check_incomplete');
  });
});

describe('the tags of the reference', () => {
  test('are read at the same time as the reference, where its ARN can be told', async () => {
    const read = defer<Result<Distribution>>();
    const readTags = jest.fn(() => answer([{ Key: 'team', Value: 'web' }]));
    const running = prepare({ read: () => read.promise, readTags, guessArn: async () => reference.arn });
    await settle();
    expect(readTags.mock.calls).toEqual([[reference.arn]]);
    read.keep({ ok: true, value: reference });
    expect(good(await running).tags.map(({ Key }) => Key)).toContain('team');
    expect(readTags).toHaveBeenCalledTimes(1);
  });

  test('are read again where the ARN is another one: the guess was of another account', async () => {
    const readTags = jest.fn((arn: string) =>
      arn === reference.arn ? answer([{ Key: 'team', Value: 'web' }]) : Promise.resolve(refuse('access_denied')),
    );
    const guessArn = async () => 'arn:aws:cloudfront::999999999999:distribution/E1';
    expect(good(await prepare({ readTags, guessArn })).tags.map(({ Key }) => Key)).toContain('team');
  });
});

test('policies and access controls are asked about only where the new host makes them matter', async () => {
  const forwardsHost = jest.fn(async () => true);
  const cachesByHost = jest.fn(async () => true);
  const listAccessControls = jest.fn(async () => []);
  good(await prepare({ forwardsHost, cachesByHost, listAccessControls }, { origin: newHosts['s3-website'] }));
  expect(forwardsHost).not.toHaveBeenCalled();
  expect(cachesByHost).not.toHaveBeenCalled();
  expect(listAccessControls).not.toHaveBeenCalled();
});

test('a bucket gets an access control of the account', async () => {
  const control = { id: 'E2OAC', name: 'buckets', type: 's3', signsAlways: true } as const;
  const plan = good(await prepare({ listAccessControls: async () => [control] }, { origin: newHosts.s3 }));
  expect(plan.config.Origins?.Items?.[0]?.OriginAccessControlId).toBe('E2OAC');
  expect(plan.warnings.map(({ kind }) => kind)).toContain('access_control_chosen');
});

test('a bucket is not planned with Host in its cache key', async () => {
  const refusal = told(await prepare({ cachesByHost: async () => true }, { origin: newHosts.s3 }));
  expect(refusal.outcome).toBe('origin_unsupported');
  expect(refusal.what).toContain('policy-1');
});

describe('a certificate that expires soon', () => {
  const soon = new Date(now.getTime() + 20 * 86_400_000);
  const renewal = {
    status: 'PENDING_VALIDATION',
    pending: [{ name: 'www.example.com', record: '_a.www.example.com.' }],
  };

  test('is asked about, and the card says what ACM says of its renewal', async () => {
    const ask = jest.fn(async () => renewal);
    const plan = good(await prepare({}, {}, () => answer([makeCertificate({ notAfter: soon })]), ask));
    expect(ask.mock.calls).toEqual([[makeCertificate().arn]]);
    const warning = plan.warnings.find(({ kind }) => kind === 'certificate_expiring');
    const text = warning && describeWarning(warning);
    expect(text?.sentence).toContain('has 20 days left');
    expect(text?.sentence).toContain('`PENDING_VALIDATION` for `www.example.com`');
    expect(text?.action).toContain('`_a.www.example.com.`');
  });

  test.each<[string, Partial<Certificate>]>([
    ['was imported', { notAfter: soon, type: 'IMPORTED' }],
    ['has a month left', {}],
  ])('is not asked about where it %s', async (_what, over) => {
    const ask = jest.fn(async () => renewal);
    good(await prepare({}, {}, () => answer([makeCertificate(over)]), ask));
    expect(ask).not.toHaveBeenCalled();
  });
});

describe('the look at the new origin', () => {
  const custom = makeDistribution(referenceId, makeConfig());
  const prepareWith = (look: OriginCheck['look'], read: Distributions['read'] = () => answer(custom)) =>
    createPrepareClone({
      distributions: fakeDistributions({
        read,
        readTags: () => answer([]),
        listDomainConflicts: () => answer([]),
        forwardsHost: () => Promise.resolve(false),
        cachesByHost: () => Promise.resolve(false),
        listAccessControls: () => Promise.resolve([]),
      }),
      certificates: fakeCertificates({ list: () => answer([makeCertificate()]) }),
      index: absentIndex,
      originCheck: { look },
    })({ request: { ...request, origin: 'new-origin.example.net' }, requestedBy: 'ana', now });

  test('begins before anything is known and learns the port from the reference', async () => {
    const read = defer<Result<Distribution>>();
    const ports: (number | undefined)[] = [];
    let hasBegun = false;
    const plan = prepareWith(
      async (host, httpsPort) => {
        hasBegun = true;
        ports.push(await httpsPort);
        return { resolution: 'none', names: [host] };
      },
      () => read.promise,
    );
    await settle();
    expect([hasBegun, ports]).toEqual([true, []]);
    read.keep(await answer(custom));
    expect(good(await plan).warnings.map(({ kind }) => kind)).toContain('origin_unresolved');
    expect(ports).toEqual([443]);
  });

  test('is not waited for where there is no reference', async () => {
    let port: Promise<number | undefined> | undefined;
    const refused = await prepareWith(
      (_host, httpsPort) => {
        port = httpsPort;
        return new Promise(() => undefined);
      },
      () => Promise.resolve(refuse('reference_not_found')),
    );
    expect(refused.ok).toBe(false);
    expect(await port).toBeUndefined();
  });
});
