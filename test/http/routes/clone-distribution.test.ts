// POST /clone_distribution over real HTTP: what it creates, what it refuses, and that a repetition creates nothing more.

import { countDependentCalls, growAccount } from '../../support/large-account.js';
import { cloneRequest, listMade, openRest, type RestServer, reference, zoneTop } from '../../support/rest.js';
import { asFields } from '../../support/slack-wire.js';

let restApi: RestServer;
beforeAll(async () => {
  restApi = await openRest();
});
afterAll(() => restApi.close());
beforeEach(() => restApi.reset());

const path = '/clone_distribution';
const tagsOf = (id: unknown) =>
  Object.fromEntries(
    (restApi.aws.store.distributions.get(String(id))?.tags ?? []).map(({ Key, Value }) => [Key, Value]),
  );
const creates = () => restApi.aws.calls.list('CreateDistributionWithTags');

describe('a clone', () => {
  test('by the query, as in the published solution', async () => {
    const reply = await restApi.call('POST', path, { query: cloneRequest });
    expect(reply.status).toBe(201);
    const [made] = listMade(restApi);
    expect(reply.json).toMatchObject({
      distributionId: made?.id,
      domainName: made?.domainName,
      arn: made?.arn,
      status: 'InProgress',
      domain: cloneRequest.domain,
      origin: cloneRequest.origin,
      reference: { id: reference, etag: restApi.aws.store.distributions.get(reference)?.etag },
      replayed: false,
    });
    expect(reply.json.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(reply.headers.get('x-request-id')).toBe(reply.json.requestId);
    expect(reply.headers.get('location')).toBe(`/clone_distribution/${made?.id}`);
    expect(String(reply.json.certificateArn)).toMatch(/^arn:aws:acm:us-east-1:/);
    expect(JSON.stringify(reply.json.changes)).toContain('DomainName');
    expect(reply.json.dns).toMatchObject({ cname: `www.example.com CNAME ${made?.domainName}` });
  });

  test('at the top of a delegated zone names an alias record alone', async () => {
    const { json } = await restApi.call('POST', path, { query: { ...cloneRequest, domain: zoneTop } });
    expect(json.dns).toMatchObject({ cname: null, alias: expect.stringContaining(`${zoneTop} A`) });
  });

  test('by a JSON body', async () => {
    const reply = await restApi.call('POST', path, { body: cloneRequest });
    expect(reply.status).toBe(201);
    expect(listMade(restApi)).toHaveLength(1);
  });

  test('carries who made it in its tags, the caller as the one who asked and approved', async () => {
    const { json } = await restApi.call('POST', path, { query: cloneRequest });
    expect(tagsOf(json.distributionId)).toMatchObject({
      'cf-clone:reference': reference,
      'cf-clone:requested-by': 'client:1example23456789abcdefghij',
      'cf-clone:approved-by': 'client:1example23456789abcdefghij',
      'cf-clone:card': expect.stringMatching(new RegExp(`^program/.*/${json.requestId}$`)),
    });
  });

  test('shows no header value of the reference anywhere', async () => {
    const { text } = await restApi.call('POST', path, { query: cloneRequest });
    // Shorter ones, such as a site's name, may stand in other fields too.
    const found = [
      ...(restApi.aws.store.distributions.get(reference)?.xml ?? '').matchAll(/<HeaderValue>([^<]{8,})</g),
    ];
    const values = found.map(([, value = '']) => value);
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) {
      expect(text).not.toContain(value);
      expect(JSON.stringify(restApi.lines)).not.toContain(value);
    }
    expect(text).toContain('secret_header');
  });

  test('is one line of the auditLog, and is handed on to be announced', async () => {
    const { json } = await restApi.call('POST', path, { query: cloneRequest });
    expect(restApi.lines.filter(({ event }) => event)).toEqual([
      expect.objectContaining({
        event: 'create',
        outcome: 'cloned',
        request: json.requestId,
        requester: 'client:1example23456789abcdefghij',
        distribution: json.distributionId,
        madeBy: 'us',
        domain: cloneRequest.domain,
        reference,
      }),
    ]);
    expect(restApi.announced).toHaveLength(1);
    expect(restApi.announced[0]).toMatchObject({ domain: cloneRequest.domain, request: json.requestId });
  });

  test('names its reference by ARN, by its own domain name, or by an alias too', async () => {
    await restApi.index.refresh();
    const known = restApi.aws.store.distributions.get(reference);
    const byName = await restApi.call('POST', path, { query: { ...cloneRequest, ref_dist: known?.domainName ?? '' } });
    expect(byName.status).toBe(201);
    const query = { ...cloneRequest, domain: 'a.example.com', ref_dist: 'ref.example.com' };
    expect((await restApi.call('POST', path, { query })).json.reference).toMatchObject({ id: reference });
    const byArn = await restApi.call('POST', path, {
      query: { ...cloneRequest, domain: 'b.example.com', ref_dist: known?.arn ?? '' },
    });
    expect(byArn.json.reference).toMatchObject({ id: reference });
  });
});

describe.each([0, 3_000])('in an account with %i distributions more', (count) => {
  test('a clone takes two dependent calls: the reads together, then the create', async () => {
    growAccount(restApi.aws, count);
    // The first clone of a process learns the account's number.
    await restApi.call('POST', path, { query: cloneRequest });
    restApi.aws.calls.clear();
    // Long enough to tell calls apart on a busy machine.
    restApi.aws.faults.latencyMs = 1_200;
    const reply = await restApi.call('POST', path, { query: { ...cloneRequest, domain: 'two.example.com' } });
    expect(reply.status).toBe(201);
    expect(countDependentCalls(restApi.aws)).toBe(2);
    const operations = restApi.aws.calls.list().map(({ operation }) => operation);
    expect(operations.sort()).toEqual([
      'CreateDistributionWithTags',
      'GetDistribution',
      'ListCertificates',
      'ListDomainConflicts',
      'ListTagsForResource',
    ]);
  });
});

describe('a dry run', () => {
  test.each(['true', '1'])('dry_run=%s answers the plan and creates nothing', async (dry_run) => {
    const reply = await restApi.call('POST', path, { query: { ...cloneRequest, dry_run } });
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({ dryRun: true, domain: cloneRequest.domain, reference: { id: reference } });
    expect(reply.json.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(creates()).toEqual([]);
    expect(restApi.announced).toEqual([]);
  });

  test('is taken in the body too', async () => {
    const reply = await restApi.call('POST', path, { body: { ...cloneRequest, dry_run: true } });
    expect(reply.status).toBe(200);
    expect(creates()).toEqual([]);
  });

  test('refuses what the clone itself would refuse', async () => {
    const reply = await restApi.call('POST', path, {
      query: { ...cloneRequest, domain: 'www.nowhere.test', dry_run: 'true' },
    });
    expect(reply.status).toBe(422);
    expect(reply.json.outcome).toBe('no_certificate');
  });
});

describe('If-Match', () => {
  const etag = () => restApi.aws.store.distributions.get(reference)?.etag ?? '';
  test.each([
    ['quoted', () => `"${etag()}"`],
    ['bare', etag],
    ['one of several', () => `"EOTHER", "${etag()}"`],
    ['any', () => '*'],
  ])('%s, of the reference as it is, clones', async (_how, header) => {
    const reply = await restApi.call('POST', path, { query: cloneRequest, headers: { 'if-match': header() } });
    expect(reply.status).toBe(201);
  });

  test.each([
    ['another', () => '"EOTHER"'],
    ['a weak one', () => `W/"${etag()}"`],
    [
      'the one before an edit',
      () => {
        const before = etag();
        const stored = restApi.aws.store.distributions.get(reference);
        if (stored) restApi.aws.store.mergeConfig(stored, { Comment: 'edited' });
        return `"${before}"`;
      },
    ],
  ])('%s is 412 and creates nothing', async (_how, header) => {
    const reply = await restApi.call('POST', path, { query: cloneRequest, headers: { 'if-match': header() } });
    expect(reply.status).toBe(412);
    expect(reply.json).toMatchObject({ outcome: 'reference_changed', created: 'nothing' });
    expect(reply.json.detail).toContain(etag());
    expect(creates()).toEqual([]);
  });
});

describe('Idempotency-Key', () => {
  const headers = { 'idempotency-key': 'order-17' };

  test('becomes the CallerReference', async () => {
    await restApi.call('POST', path, { query: cloneRequest, headers });
    expect(listMade(restApi)[0]?.xml).toContain(
      '<CallerReference>cf-clone:client:1example23456789abcdefghij:order-17</CallerReference>',
    );
  });

  test('the same key and request answers the same distribution', async () => {
    const first = await restApi.call('POST', path, { query: cloneRequest, headers });
    const again = await restApi.call('POST', path, {
      body: cloneRequest,
      headers: { 'idempotency-key': '"order-17"' },
    });
    expect(again.status).toBe(201);
    expect(again.json).toMatchObject({ distributionId: first.json.distributionId, replayed: true });
    expect(again.json.warnings).toEqual(first.json.warnings);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(listMade(restApi)).toHaveLength(1);
    expect(creates()).toHaveLength(1);
  });

  test('answers it although the reference is gone since', async () => {
    const first = await restApi.call('POST', path, { query: cloneRequest, headers });
    restApi.aws.store.distributions.delete(reference);
    const again = await restApi.call('POST', path, { query: cloneRequest, headers });
    expect(again.json).toMatchObject({ distributionId: first.json.distributionId, reference: null, warnings: [] });
  });

  test.each([
    ['domain', { domain: 'b.example.com' }],
    ['origin', { origin: 'other-origin.example.net' }],
    ['reference', { ref_dist: 'EREFS3OAC00001' }],
  ])('the same key with another %s is 422 and creates nothing more', async (_what, change) => {
    await restApi.call('POST', path, { query: cloneRequest, headers });
    const reply = await restApi.call('POST', path, { query: { ...cloneRequest, ...change }, headers });
    expect(reply.status).toBe(422);
    expect(reply.json).toMatchObject({ outcome: 'key_reused', created: 'nothing' });
    expect(listMade(restApi)).toHaveLength(1);
  });

  test('is a caller’s own: the same key of a person makes another claim', async () => {
    await restApi.call('POST', path, { query: cloneRequest, headers });
    const token = restApi.aws.tokens.issuePersonToken({
      username: 'ana',
      clientId: '1example23456789abcdefghij',
      use: 'access',
    });
    const reply = await restApi.call('POST', path, {
      query: { ...cloneRequest, domain: 'b.example.com' },
      headers,
      token: `Bearer ${token}`,
    });
    expect(reply.status).toBe(201);
    expect(listMade(restApi)).toHaveLength(2);
  });

  test('two of the same at once make one', async () => {
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => restApi.call('POST', path, { query: cloneRequest, headers })),
    );
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(new Set(replies.map(({ json }) => json.distributionId)).size).toBe(1);
    expect(listMade(restApi)).toHaveLength(1);
  });

  test.each(['lost-before', 'lost-after'] as const)('a create %s is found or made once', async (kind) => {
    restApi.aws.faults.set([{ operation: 'CreateDistributionWithTags', kind, times: 1 }]);
    const reply = await restApi.call('POST', path, { query: cloneRequest, headers });
    expect(reply.status).toBe(201);
    expect(listMade(restApi)).toHaveLength(1);
  });

  test.each(['GetDistribution', 'ListTagsForResource'])(
    'a repetition that cannot look for what is there, because of %s, does not claim that nothing is',
    async (operation) => {
      await restApi.call('POST', path, { query: cloneRequest, headers });
      restApi.aws.faults.set([{ operation, kind: 'refuse', times: 'always' }]);
      const reply = await restApi.call('POST', path, { query: cloneRequest, headers });
      expect(reply.json).toMatchObject({ outcome: 'access_denied', created: 'unknown' });
      expect(String(reply.json.detail)).not.toContain('Nothing was created');
    },
  );

  test('an edited clone still answers its key', async () => {
    const first = await restApi.call('POST', path, { query: cloneRequest, headers });
    const [made] = listMade(restApi);
    if (made) restApi.aws.store.mergeConfig(made, { Comment: 'edited by hand' });
    const again = await restApi.call('POST', path, { query: cloneRequest, headers });
    expect(again.json.distributionId).toBe(first.json.distributionId);
  });

  test.each(['', '  ', 'a b', 'x'.repeat(256), 'ключ'])('%p is no key', async (key) => {
    const encoded = Buffer.from(key, 'utf8').toString('latin1');
    const reply = await restApi.call('POST', path, { query: cloneRequest, headers: { 'idempotency-key': encoded } });
    // An empty header does not arrive as one; nothing is created by what does.
    expect([201, 400]).toContain(reply.status);
    if (key.trim() !== '') expect(reply.status).toBe(400);
  });

  test('a long key is a claim of its own', async () => {
    const keys = [`${'x'.repeat(254)}a`, `${'x'.repeat(254)}b`];
    for (const [index, key] of keys.entries()) {
      const domain = `long${index}.example.com`;
      await restApi.call('POST', path, { query: { ...cloneRequest, domain }, headers: { 'idempotency-key': key } });
    }
    expect(listMade(restApi)).toHaveLength(2);
    for (const { xml } of listMade(restApi)) {
      expect((/<CallerReference>([^<]+)</.exec(xml)?.[1] ?? '').length).toBeLessThanOrEqual(128);
    }
  });
});

describe('what is refused', () => {
  const rows: readonly (readonly [string, number, string, object])[] = [
    ['a missing parameter', 400, 'invalid_request', { query: { domain: 'a.example.com', origin: 'o.example.net' } }],
    ['nothing at all', 400, 'invalid_request', {}],
    ['a misspelt parameter', 400, 'invalid_request', { query: { ...cloneRequest, dryrun: 'true' } }],
    ['a flag that is none', 400, 'invalid_request', { query: { ...cloneRequest, dry_run: 'maybe' } }],
    ['parameters in two places', 400, 'invalid_request', { query: { domain: 'a.example.com' }, body: cloneRequest }],
    ['a body that is no JSON', 400, 'invalid_request', { body: '{' }],
    ['a body that is a list', 400, 'invalid_request', { body: [cloneRequest] }],
    ['a member that is no text', 400, 'invalid_request', { body: { ...cloneRequest, domain: 7 } }],
    ['a member that is not known', 400, 'invalid_request', { body: { ...cloneRequest, approve: true } }],
    ['a domain that is none', 400, 'invalid_request', { query: { ...cloneRequest, domain: 'not a domain' } }],
    [
      'a form',
      415,
      'unsupported_media_type',
      { body: 'domain=a', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    ['a packed body', 415, 'unsupported_media_type', { body: cloneRequest, headers: { 'content-encoding': 'gzip' } }],
    [
      'a reference that is not there',
      404,
      'reference_not_found',
      { query: { ...cloneRequest, ref_dist: 'ENOTTHERE00001' } },
    ],
    [
      'a domain without a certificate',
      422,
      'no_certificate',
      { query: { ...cloneRequest, domain: 'www.nowhere.test' } },
    ],
    ['a domain of another account', 409, 'alias_in_use', { query: { ...cloneRequest, domain: 'taken.example.com' } }],
  ];
  test.each(rows)('%s is %i %s', async (_what, status, outcome, options) => {
    const reply = await restApi.call('POST', path, options);
    expect([reply.status, reply.json.outcome]).toEqual([status, outcome]);
    expect(reply.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(reply.json).toMatchObject({ status, created: 'nothing', type: `urn:cf-clone:outcome:${outcome}` });
    expect(String(reply.json.detail)).toContain('Nothing was created.');
    expect(String(reply.json.detail)).not.toContain('/cf-clone');
    expect(creates()).toEqual([]);
  });

  test('a parameter that is there twice', async () => {
    const reply = await restApi.call('POST', `${path}?domain=a.example.com&domain=b.example.com`, {});
    expect(reply.status).toBe(400);
    expect(reply.json.detail).toContain('twice');
  });

  test.each([
    ['a value', { query: { ...cloneRequest, domain: 'moc.\u202Eelpmaxe' } }],
    ['the name of a parameter', { query: { ...cloneRequest, '\u2066x': '1' } }],
    ['the name of a member', { body: { ...cloneRequest, '\u2066x': '1' } }],
  ])('%s, with every character of it visible', async (_what, options) => {
    const reply = await restApi.call('POST', path, options);
    expect(reply.status).toBe(400);
    expect(reply.json.detail).toMatch(/<U\+20(2E|66)>/);
    expect(reply.text).not.toMatch(/[\u202E\u2066]/);
  });

  test('what AWS refuses, with AWS’s request ID', async () => {
    restApi.aws.faults.set([{ operation: 'CreateDistributionWithTags', kind: 'refuse', times: 'always' }]);
    const reply = await restApi.call('POST', path, { query: cloneRequest });
    expect(reply.status).toBe(502);
    expect(reply.json).toMatchObject({ outcome: 'access_denied', awsRequestId: expect.any(String) });
  });

  test('a result that nobody knows says how to find out', async () => {
    restApi.aws.faults.set([{ operation: 'CreateDistributionWithTags', kind: 'lost-after', times: 'always' }]);
    restApi.aws.faults.add({ operation: 'ListDistributions', kind: 'slow', times: 1 });
    restApi.aws.faults.add({ operation: 'ListDistributions', kind: 'refuse', times: 'always' });
    const reply = await restApi.call('POST', path, { query: cloneRequest });
    expect(reply.status).toBe(502);
    expect(reply.json).toMatchObject({ outcome: 'unknown_result', created: 'unknown' });
    expect(String(reply.json.next)).toContain('Idempotency-Key');
    expect(String(reply.json.detail)).not.toContain('Nothing was created');
  });

  test('an alias that is taken names its holder', async () => {
    const first = await restApi.call('POST', path, { query: cloneRequest });
    const again = await restApi.call('POST', path, { query: cloneRequest });
    expect(again.status).toBe(409);
    expect(asFields(again.json)).toMatchObject({ outcome: 'alias_in_use', holder: first.json.distributionId });
    expect(listMade(restApi)).toHaveLength(1);
  });
});
