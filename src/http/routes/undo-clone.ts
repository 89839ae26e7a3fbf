// DELETE /clone_distribution/{id}: undoes one clone. The answer comes before the clone is deleted: it is disabled first, and
// can be restored for a while. The same request again tells how far it has come, and changes nothing twice.
import * as z from 'zod';
import type { UndoProgress } from '../../clone/undo/advance-undo.js';
import { refuseObstacle } from '../../clone/undo/refuse-obstacle.js';
import { type Refusal, refuse } from '../outcomes.js';
import { type ApiResponse, jsonResponse } from '../request.js';
import { jsonContent, maxJsonBytes } from './document-parts.js';
import { defineRoute } from './route.js';
import { requestId, text } from './schemas.js';

const undoSchema = z
  .object({
    requestId,
    distributionId: text,
    state: z.enum(['disabling', 'disabled']).meta({
      description: 'disabling: CloudFront deploys the change. disabled: it has no alias, and can be restored in Slack.',
    }),
    deleteAfter: text.nullable().meta({ description: 'When it is deleted. Null until it is disabled everywhere.' }),
  })
  .meta({ id: 'Undo' });
type UndoResponse = z.infer<typeof undoSchema>;

/** Deployments take minutes, so a client need not ask more often. */
const pollIntervalSeconds = '30';

export const undoClone = defineRoute({
  method: 'DELETE',
  path: '/clone_distribution/{id}',
  tag: 'Clones',
  operationId: 'undoClone',
  summary: 'Undo a clone',
  description:
    'Removes the alias of a distribution that cf-clone created and disables it. After a grace time, in which people can restore it in Slack, it is deleted. It is refused while DNS leads to the clone. Send the same request again to see how far it has come: 202 until the clone is deleted, then 204.',
  query: z.strictObject({}),
  headers: ['If-Match'],
  maxBodyBytes: maxJsonBytes,
  responses: {
    '202': {
      description: 'The undo is under way.',
      headers: {
        'Retry-After': { description: 'Seconds until the next request is useful.', schema: { type: 'integer' } },
      },
      content: jsonContent('Undo'),
    },
    '204': { description: 'There is no such distribution, or not any more.' },
  },
  problemStatuses: [400, 404, 409, 412, 422, 502],

  async handle({ undo, auditLog }, { request, caller, id, etags }) {
    if (!/^[A-Z0-9]{8,25}$/i.test(id)) return refuse('clone_not_found');
    const distribution = id.toUpperCase();
    const facts = { command: 'undo', request: request.id, requester: caller.id, distribution } as const;
    const refuseWith = (refusal: Refusal): Refusal => {
      auditLog.record({ event: 'request', outcome: refusal.outcome, ...facts, awsRequestId: refusal.awsRequestId });
      return refusal;
    };
    if (caller.mayNotUndo) return refuseWith(caller.mayNotUndo);
    const prepared = await undo.prepare(distribution);
    if (!prepared.ok) return prepared.outcome === 'reference_not_found' ? noContent() : refuseWith(prepared);
    const plan = prepared.value;
    // It was approved before: by this client, by another one, or in Slack.
    if (plan.kind === 'under_way') return show(await undo.advance(distribution), request.id, distribution);
    if (plan.kind === 'not_a_clone') return refuseWith(refuse('clone_not_found'));
    if (plan.kind !== 'plan') return refuseWith(refuseObstacle(plan));
    if (etags !== undefined && !etags.includes(plan.distribution.etag)) {
      return refuseWith(refuse('clone_changed', { what: 'The clone has another ETag than the one in If-Match.' }));
    }
    if (plan.leadsHere) return refuseWith(refuse('dns_leads_here'));
    if (plan.isDnsUnknown) {
      return refuseWith(
        refuse('dns_leads_here', {
          what: 'DNS could not be asked, so it may lead to this clone.',
          next: 'Try again in a minute, or ask for the undo in Slack, where people can approve it all the same.',
        }),
      );
    }
    const started = await undo.start(plan, { where: caller.id, by: caller.id });
    if (!started.ok) return refuseWith(started);
    if (started.value !== 'started') return refuseWith(refuseObstacle(started.value));
    auditLog.record({ event: 'approval', outcome: 'approved', ...facts, approver: caller.id });
    const progress = await undo.advance(distribution);
    undo.follow(distribution);
    return show(progress, request.id, distribution);
  },
});

function show(progress: UndoProgress, requestId: string, distributionId: string): ApiResponse | Refusal {
  const accepted = (state: UndoResponse['state'], deleteAfter: Date | undefined) => {
    const response: UndoResponse = {
      requestId,
      distributionId,
      state,
      deleteAfter: deleteAfter?.toISOString() ?? null,
    };
    return jsonResponse(202, response, { 'retry-after': pollIntervalSeconds });
  };
  switch (progress.kind) {
    case 'disabling':
      return accepted('disabling', undefined);
    case 'disabled':
      return accepted('disabled', progress.until);
    case 'gone':
      return noContent();
    case 'blocked':
      return progress.refusal;
    case 'stopped':
      return refuse('clone_changed', { details: [{ kind: 'undo_stopped', facts: { reason: progress.reason } }] });
    case 'none':
    case 'restored':
      return refuse('clone_changed', { what: 'Somebody restored the clone.' });
    default:
      return progress satisfies never;
  }
}

function noContent(): ApiResponse {
  return { status: 204, headers: { 'cache-control': 'no-store' }, body: '' };
}
