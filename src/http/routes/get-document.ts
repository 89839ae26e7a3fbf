// GET /openapi.json: the OpenAPI document. It needs no token.
import * as z from 'zod';
import { createDocument } from '../openapi.js';
import { jsonResponse } from '../request.js';
import { maxJsonBytes } from './document-parts.js';
import type { Route } from './route.js';

export function createOpenApiRoute(listRoutes: () => readonly Route[]): Route {
  return {
    method: 'GET',
    path: '/openapi.json',
    tag: 'Document',
    operationId: 'readDocument',
    summary: 'Get this document',
    description: 'Returns the OpenAPI document of this API. It needs no token.',
    query: z.strictObject({}),
    headers: [],
    maxBodyBytes: maxJsonBytes,
    responses: {
      '200': {
        description: 'The OpenAPI 3.1 document.',
        content: { 'application/json': { schema: { type: 'object' } } },
      },
    },
    problemStatuses: [],
    isPublic: true,
    respond: async () => jsonResponse(200, createDocument(listRoutes())),
  };
}
