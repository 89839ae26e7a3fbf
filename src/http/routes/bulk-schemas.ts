// The schemas of POST /clone_distributions.
import * as z from 'zod';
import {
  cloneSchema,
  domain,
  dryRun,
  inputText,
  origin,
  planSchema,
  problemSchema,
  refDist,
  requestId,
  text,
} from './schemas.js';

const maxItems = 100;

export const bulkInput = z
  .strictObject({ items: z.array(z.unknown()).min(1).max(maxItems), dry_run: dryRun.optional() })
  .meta({ id: 'BulkInput' });

/** Each item is checked separately, so that an invalid one does not stop the others. */
export const bulkItemInput = z
  .strictObject({
    domain,
    origin,
    ref_dist: refDist,
    if_match: inputText
      .optional()
      .meta({ description: 'Clone only if the reference still has this ETag.', example: 'E2QWRUHEXAMPLE' }),
  })
  .meta({ id: 'BulkItemInput' });

const bulkResult = z
  .object({
    index: z.int().meta({ description: 'The position of the item in the request, from 0.' }),
    domain: text,
    outcome: text,
    status: z.int(),
    clone: cloneSchema.optional(),
    plan: planSchema.optional(),
    problem: problemSchema.optional(),
  })
  .meta({ id: 'BulkResult', description: 'Has one of clone, plan and problem, depending on the outcome.' });
export type BulkResult = z.infer<typeof bulkResult>;

const bulkSummary = z
  .object({
    requestId,
    items: z.int(),
    cloned: z.int().meta({ description: 'Items that have a distribution now, from this request or an earlier one.' }),
    replayed: z.int().meta({ description: 'Those of them that an earlier request with the same key created.' }),
    planned: z.int(),
    refused: z.int(),
  })
  .meta({ id: 'BulkSummary' });

const bulkResponse = z
  .object({ requestId, results: z.array(bulkResult), summary: bulkSummary })
  .meta({ id: 'BulkAnswer' });
export type BulkResponse = z.infer<typeof bulkResponse>;

const bulkLine = z.union([z.object({ result: bulkResult }), z.object({ summary: bulkSummary })]).meta({
  id: 'BulkLine',
  description: 'One line of the stream: a result as soon as it exists, and the summary as the last line.',
});
export type BulkLine = z.infer<typeof bulkLine>;
