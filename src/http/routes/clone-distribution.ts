// POST /clone_distribution: plans or creates one clone.
import * as z from 'zod';
import { type Refusal, refuse } from '../outcomes.js';
import { jsonResponse } from '../request.js';
import { type Checked, checkSchema } from '../validate.js';
import { jsonContent, maxJsonBytes, schemaRef } from './document-parts.js';
import { defineRoute } from './route.js';
import { runClone } from './run-clone.js';
import { domain, dryRun, dryRunParameter, origin, refDist } from './schemas.js';

const cloneInput = z
  .strictObject({ domain, origin, ref_dist: refDist, dry_run: dryRun.optional() })
  .meta({ id: 'CloneInput' });
type CloneInput = z.infer<typeof cloneInput>;

export const cloneDistribution = defineRoute({
  method: 'POST',
  path: '/clone_distribution',
  tag: 'Clones',
  operationId: 'cloneDistribution',
  summary: 'Clone a distribution',
  description:
    'Copies a distribution to a new domain and a new origin. Send the three parameters either in the query or as a JSON body, not in both. With dry_run, the response is the plan and nothing is created. With an Idempotency-Key you can repeat a request safely: it never creates a second distribution.',
  query: z.strictObject({
    domain: domain.optional(),
    origin: origin.optional(),
    ref_dist: refDist.optional(),
    dry_run: dryRunParameter,
  }),
  headers: ['Idempotency-Key', 'If-Match'],
  bodySchema: cloneInput,
  requestBody: { required: false, schema: schemaRef('CloneInput') },
  maxBodyBytes: maxJsonBytes,
  responses: {
    '200': { description: 'The plan of a dry run.', content: jsonContent('Plan') },
    '201': {
      description: 'The distribution was created, or an earlier request with the same Idempotency-Key created it.',
      headers: {
        Location: { description: 'The path of its status.', schema: { type: 'string' } },
        'Idempotency-Replayed': {
          description: 'true if an earlier request created the distribution.',
          schema: { type: 'string' },
        },
      },
      content: jsonContent('Clone'),
    },
  },
  problemStatuses: [400, 404, 408, 409, 412, 413, 415, 422, 431, 502],

  async handle(context, { request, caller, query, body, idempotencyKey, etags }) {
    const { dry_run: isDryRunInQuery, ...parameters } = query;
    const input = chooseInput(parameters, body);
    if (!input.ok) {
      const { outcome } = input;
      context.auditLog.record({ event: 'request', outcome, request: request.id, requester: caller.id });
      return input;
    }
    // One request reads each thing from AWS once.
    const cloneNow = context.createCloneNow({ cacheTtlMs: Number.POSITIVE_INFINITY });
    const result = await runClone(
      context,
      cloneNow,
      { request, caller },
      {
        input: input.value,
        isDryRun: isDryRunInQuery ?? input.value.dry_run ?? false,
        etags,
        idempotencyParts: [idempotencyKey ?? request.id],
        isRepeatable: idempotencyKey !== undefined,
        isBulk: false,
      },
    );
    switch (result.kind) {
      case 'cloned': {
        const location = `/clone_distribution/${result.response.distributionId}`;
        return jsonResponse(201, result.response, {
          location,
          ...(result.response.replayed ? { 'idempotency-replayed': 'true' } : {}),
        });
      }
      case 'planned':
        return jsonResponse(200, result.response);
      case 'refused':
        return result.refusal;
      default:
        return result satisfies never;
    }
  },
});

/** The parameters come from the query or from the body. */
function chooseInput(
  parameters: Readonly<Record<string, string | undefined>>,
  body: CloneInput | undefined,
): Checked<CloneInput> | Refusal {
  const isInQuery = Object.values(parameters).some((value) => value !== undefined);
  if (!isInQuery && body) return { ok: true, value: body };
  if (body) {
    return refuse('invalid_request', {
      what: 'The request has parameters in the query and also has a body.',
      next: 'Send domain, origin and ref_dist in one of them.',
    });
  }
  return checkSchema(cloneInput, parameters);
}
