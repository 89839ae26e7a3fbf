// The OpenAPI 3.1 document, made from the same zod schemas that check what comes in and type what goes out.
import * as z from 'zod';
import { type Outcome, outcomes } from '../clone/outcome.js';
import { historyStates } from './routes/list-clones.js';
// The schemas register themselves under their IDs.
import './routes/schemas.js';

type Json = Readonly<Record<string, unknown>>;

const componentUri = '#/components/schemas/';
const ref = (name: string): Json => ({ $ref: `${componentUri}${name}` });
const json = (name: string): Json => ({ 'application/json': { schema: ref(name) } });

/** The answers that a refusal can have on a route, by the statuses of its outcomes. */
function problems(...statuses: readonly number[]): Json {
  const words = (status: number): string =>
    Object.entries(outcomes)
      .filter(([, outcome]) => outcome.status === status)
      .map(([word]) => word)
      .join(', ');
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      {
        description: `Refused: ${words(status)}`,
        content: { 'application/problem+json': { schema: ref('Problem') } },
      },
    ]),
  );
}

const statusOf = (outcome: Outcome): string => String(outcomes[outcome].status);
const always = [401, 403, 405, 500, 503];
const query = (name: string, description: string, schema: Json = { type: 'string' }, required = false): Json => ({
  name,
  in: 'query',
  required,
  description,
  schema,
});
const header = (name: string, description: string): Json => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
});
const dryRun = query('dry_run', 'Answer the plan and create nothing', { type: 'boolean', default: false });
const key = header(
  'Idempotency-Key',
  'The same key and request answers the same distribution; the same key with another request is refused (key_reused)',
);

/** The whole document, as `GET /openapi.json` answers it. */
export function makeDocument(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'cf-clone',
      version: '1',
      summary: 'Clones Amazon CloudFront distributions',
      description:
        'Clones a distribution to a new domain and origin with the certificate that covers it. Every refusal is a problem+json with an outcome word of a closed list, what happened, whether anything was created, and what to do next.',
    },
    security: [{ cognito: [] }],
    paths: {
      '/clone_distribution': { post: cloneOperation() },
      '/clone_distribution/{id}': { get: statusOperation() },
      '/clone_distributions': { post: bulkOperation() },
      '/clones': { get: historyOperation() },
      '/openapi.json': {
        get: {
          operationId: 'readDocument',
          summary: 'This document',
          security: [],
          responses: {
            '200': { description: 'OpenAPI 3.1', content: { 'application/json': { schema: { type: 'object' } } } },
          },
        },
      },
    },
    components: {
      securitySchemes: {
        cognito: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'A token of the Cognito user pool: of an allowed app client with one of the scopes, or of a person in an allowed group. The bare token without "Bearer" is taken too.',
        },
      },
      schemas: listSchemas(),
    },
  };
}

/** Every schema with an ID, referring to each other by it. */
function listSchemas(): Json {
  const { schemas } = z.toJSONSchema(z.globalRegistry, { uri: (id) => `${componentUri}${id}` });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _draft, $id: _uri, id: _id, ...schema }]) => [id, schema]),
  );
}

function cloneOperation(): Json {
  return {
    operationId: 'cloneDistribution',
    summary: 'Clone a distribution',
    description: 'The three parameters come in the query or as a JSON body, not in both.',
    parameters: [
      query('domain', 'The new alias'),
      query('origin', 'The host that replaces the reference’s main origin'),
      query('ref_dist', 'The distribution to copy'),
      dryRun,
      key,
      header('If-Match', 'Clone only if the reference still has this ETag'),
    ],
    requestBody: { required: false, content: json('CloneInput') },
    responses: {
      [statusOf('cloned')]: {
        description: 'Created, or found by its Idempotency-Key',
        headers: {
          Location: { description: 'Where its status is', schema: { type: 'string' } },
          'Idempotency-Replayed': { description: 'true where an earlier request made it', schema: { type: 'string' } },
        },
        content: json('Clone'),
      },
      [statusOf('planned')]: { description: 'The plan of a dry run', content: json('Plan') },
      ...problems(400, 404, 408, 409, 412, 413, 415, 422, 431, 502, ...always),
    },
  };
}

function bulkOperation(): Json {
  return {
    operationId: 'cloneDistributions',
    summary: 'Clone many distributions, an outcome an item',
    description:
      'With `Accept: application/x-ndjson` each result is a line as soon as it is there, and the summary is the last line. Repeat with the same Idempotency-Key to do what is missing.',
    parameters: [dryRun, key],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: {
            allOf: [ref('BulkInput'), { properties: { items: { items: ref('BulkItemInput') } } }],
          },
        },
      },
    },
    responses: {
      '200': {
        description: 'Every item has its own outcome and status',
        content: { ...json('BulkAnswer'), 'application/x-ndjson': { schema: ref('BulkLine') } },
      },
      ...problems(400, 408, 413, 415, 431, ...always),
    },
  };
}

function statusOperation(): Json {
  return {
    operationId: 'readClone',
    summary: 'Where a clone stands; Retry-After says when to ask again, until it is deployed',
    parameters: [
      { name: 'id', in: 'path', required: true, schema: { type: 'string' }, description: 'Distribution ID' },
    ],
    responses: { '200': { description: 'Its status', content: json('Status') }, ...problems(400, 404, 502, ...always) },
  };
}

function historyOperation(): Json {
  return {
    operationId: 'listClones',
    summary: 'The account’s clones, newest first, by their tags',
    parameters: [
      query('q', 'Words, all of which have to match domain, origin, IDs or people'),
      query('by', 'Who asked or approved: an ID or a name'),
      query('from', 'The reference’s ID'),
      query('state', 'Where they stand', { type: 'string', enum: [...historyStates] }),
      query('since', 'How old at the most, such as 12h, 30d or 8w', { type: 'string', pattern: '^\\d{1,4}[hdwHDW]$' }),
      query('limit', 'So many at the most', { type: 'integer', default: 50, maximum: 500 }),
      query('offset', 'So many before this page', { type: 'integer', default: 0 }),
    ],
    responses: { '200': { description: 'A page', content: json('History') }, ...problems(400, 502, ...always) },
  };
}
