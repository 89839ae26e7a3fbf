// GET /clone_distribution/{id}: the status of one clone.

import type { Tag } from '@aws-sdk/client-cloudfront';
import * as z from 'zod';
import { readTag, tagKeys } from '../../clone/tags.js';
import { readUndoState } from '../../clone/undo/undo-tags.js';
import { refuse } from '../outcomes.js';
import { jsonResponse } from '../request.js';
import { jsonContent, maxJsonBytes } from './document-parts.js';
import { defineRoute } from './route.js';
import { requestId, text } from './schemas.js';

const statusSchema = z
  .object({
    requestId,
    distributionId: text,
    domainName: text,
    arn: text,
    status: text,
    isEnabled: z.boolean(),
    aliases: z.array(text),
    certificateArn: text,
    reference: text,
    requestedBy: text,
    approvedBy: text,
    etag: text.meta({ description: 'Send it in If-Match to undo exactly this version of the clone.' }),
    deleteAfter: text
      .nullable()
      .meta({ description: 'When it is deleted, if an undo has disabled it. Until then it can be restored in Slack.' }),
    card: text.nullable().meta({ description: 'The link to its card in Slack.' }),
  })
  .meta({ id: 'Status' });
type StatusResponse = z.infer<typeof statusSchema>;

/** Deployments take minutes, so a client need not ask more often. */
const pollIntervalSeconds = 15;

export const getClone = defineRoute({
  method: 'GET',
  path: '/clone_distribution/{id}',
  tag: 'Clones',
  operationId: 'readClone',
  summary: 'Get the status of a clone',
  description:
    'Returns the status of a distribution that cf-clone created. Until CloudFront has deployed it, the Retry-After header says when to ask again.',
  query: z.strictObject({}),
  headers: [],
  maxBodyBytes: maxJsonBytes,
  responses: {
    '200': {
      description: 'The status of the clone.',
      headers: {
        'Retry-After': {
          description: 'Seconds until the next request is useful. Missing once the clone is deployed.',
          schema: { type: 'integer' },
        },
      },
      content: jsonContent('Status'),
    },
  },
  problemStatuses: [400, 404, 502],

  async handle({ distributions }, { request, id }) {
    if (!/^[A-Z0-9]{8,25}$/i.test(id)) return refuse('clone_not_found');
    const distribution = await distributions.read(id.toUpperCase());
    if (!distribution.ok)
      return distribution.outcome === 'reference_not_found' ? refuse('clone_not_found') : distribution;
    const { arn, config, domainName, status } = distribution.value;
    const tags = await distributions.readTags(arn);
    if (!tags.ok) return tags;
    const reference = readTag(tags.value, tagKeys.reference);
    // The API says nothing about distributions that are not clones.
    if (reference === undefined) return refuse('clone_not_found');
    const card = readTag(tags.value, tagKeys.card);
    const response: StatusResponse = {
      requestId: request.id,
      distributionId: distribution.value.id,
      domainName,
      arn,
      status,
      isEnabled: config.Enabled !== false,
      aliases: [...(config.Aliases?.Items ?? [])],
      certificateArn: config.ViewerCertificate?.ACMCertificateArn ?? '',
      reference,
      requestedBy: readTag(tags.value, tagKeys.requestedBy) ?? '',
      approvedBy: readTag(tags.value, tagKeys.approvedBy) ?? '',
      etag: distribution.value.etag,
      deleteAfter: readDeleteAfter(tags.value),
      card: card?.startsWith('https://') ? card : null,
    };
    return jsonResponse(200, response, status === 'Deployed' ? {} : { 'retry-after': String(pollIntervalSeconds) });
  },
});

function readDeleteAfter(tags: readonly Tag[]): string | null {
  const state = readUndoState(tags);
  return state === undefined || state === 'unreadable' ? null : (state.deleteAfter?.at.toISOString() ?? null);
}
