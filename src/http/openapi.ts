// Builds the OpenAPI 3.1 document from the route table. The schemas are the zod schemas that check the input and give
// the responses their types.
import * as z from 'zod';
import { outcomeStatuses } from './problems.js';
import { schemaRef, schemaUri } from './routes/document-parts.js';
import type { HeaderName, Json, Route, TagName } from './routes/route.js';

const tags: Readonly<Record<TagName, string>> = {
  Clones: 'Clone one distribution, and look at clones.',
  Bulk: 'Clone several distributions in one request.',
  Document: 'The description of this API.',
};

const headerDescriptions: Readonly<Record<HeaderName, string>> = {
  'Idempotency-Key':
    'Identifies the request when it is repeated. The same key with the same request returns the same distribution. The same key with another request is refused with the outcome key_reused.',
  'If-Match': 'Clone only if the reference still has this ETag; undo only if the clone still has it.',
};

/** Every route can answer 405. Routes that need a token can also answer these. */
const tokenProblemStatuses = [401, 403, 500, 503];

/** The document, as `GET /openapi.json` returns it. */
export function createDocument(routes: readonly Route[]): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'cf-clone',
      version: '1',
      summary: 'Clones Amazon CloudFront distributions',
      description:
        'Clones a distribution to a new domain and a new origin, with the certificate that covers the domain. Every refusal is an application/problem+json response. It has an outcome code of a closed list and says what happened, whether anything was created, and what to do next.',
      license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
    },
    servers: [
      {
        url: '.',
        description: 'The address of this document without /openapi.json, including a stage or a base path.',
      },
    ],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    security: [{ cognito: [] }],
    paths: describePaths(routes),
    components: {
      securitySchemes: {
        cognito: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'A token of the Cognito user pool. It belongs to an allowed app client with one of the scopes, or to a person in an allowed group. The token is also accepted without the word "Bearer".',
        },
      },
      schemas: listSchemas(),
    },
  };
}

function describePaths(routes: readonly Route[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: describeOperation(route) };
  }
  return paths;
}

function describeOperation(route: Route): Json {
  const { tag, operationId, summary, description, requestBody, responses, problemStatuses, isPublic } = route;
  const statuses = [...problemStatuses, 405, ...(isPublic ? [] : tokenProblemStatuses)];
  const parameters = [...describePathId(route), ...describeQuery(route.query), ...route.headers.map(describeHeader)];
  return {
    tags: [tag],
    operationId,
    summary,
    description,
    ...(isPublic ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(requestBody
      ? {
          requestBody: {
            required: requestBody.required,
            content: { 'application/json': { schema: requestBody.schema } },
          },
        }
      : {}),
    responses: { ...responses, ...describeProblems(statuses) },
  };
}

function describePathId({ path }: Route): readonly Json[] {
  if (!path.endsWith('{id}')) return [];
  return [{ name: 'id', in: 'path', required: true, description: 'The distribution ID.', schema: { type: 'string' } }];
}

function describeQuery(query: z.ZodObject): readonly Json[] {
  const { properties = {}, required = [] } = z.toJSONSchema(query, {
    io: 'input',
    // zod leaves out the default of a schema with a transform, such as that of dry_run.
    override: ({ zodSchema, jsonSchema }) => {
      const defaultValue = z.globalRegistry.get(zodSchema)?.default;
      if (defaultValue !== undefined) jsonSchema.default = defaultValue;
    },
  });
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema } = typeof property === 'boolean' ? {} : property;
    return { name, in: 'query', required: required.includes(name), description, schema };
  });
}

function describeHeader(name: HeaderName): Json {
  return { name, in: 'header', required: false, description: headerDescriptions[name], schema: { type: 'string' } };
}

/** One response per status, with the outcome codes that have this status. */
function describeProblems(statuses: readonly number[]): Json {
  const listCodes = (status: number): string =>
    Object.entries(outcomeStatuses)
      .filter(([, outcomeStatus]) => outcomeStatus === status)
      .map(([code]) => code)
      .join(', ');
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      {
        description: `Refused. The outcome is one of: ${listCodes(status)}.`,
        content: { 'application/problem+json': { schema: schemaRef('Problem') } },
      },
    ]),
  );
}

/** Every schema that has an ID. The schemas refer to each other by these IDs. */
function listSchemas(): Json {
  const { schemas } = z.toJSONSchema(z.globalRegistry, { uri: (id) => `${schemaUri}${id}` });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _draft, $id: _uri, id: _id, ...schema }]) => [id, schema]),
  );
}
