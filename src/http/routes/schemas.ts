// What goes in and out of the REST API, as zod schemas: they check what comes in, type what goes out, and are the source
// of the OpenAPI document.
import * as z from 'zod';

const text = z.string();
const maxWord = 2_000;
const word = z.string().min(1).max(maxWord);
const id = (what: string) => z.string().meta({ description: what });

const domain = word.meta({
  description: 'The new alias; an ACM certificate in us-east-1 has to cover it',
  example: 'www.example.com',
});
const origin = word.meta({
  description: 'The host that replaces the reference’s main origin',
  example: 'new-origin.example.net',
});
const refDist = word.meta({
  description: 'The distribution to copy: its ID, its ARN or its d….cloudfront.net name',
  example: 'E2ABCDEFGHIJKL',
});
const dryRun = z.boolean().meta({ description: 'Answer the plan and create nothing' });

export const cloneInput = z
  .strictObject({ domain, origin, ref_dist: refDist, dry_run: dryRun.optional() })
  .meta({ id: 'CloneInput' });
export type CloneInput = z.infer<typeof cloneInput>;

export const mostItems = 100;
const bulkItem = z.strictObject({
  domain,
  origin,
  ref_dist: refDist,
  if_match: word.optional().meta({ description: 'Clone only if the reference still has this ETag' }),
});
export const bulkInput = z
  .strictObject({ items: z.array(z.unknown()).min(1).max(mostItems), dry_run: dryRun.optional() })
  .meta({ id: 'BulkInput' });
/** Each item is checked by itself, so that a bad one does not stop the rest. */
export const bulkItemInput = bulkItem.meta({ id: 'BulkItemInput' });
export type BulkItemInput = z.infer<typeof bulkItemInput>;

const requestId = id('Names this request in the log and on the clone’s tag');

export const warningSchema = z
  .object({
    kind: text,
    weight: z
      .enum(['stop', 'act', 'know'])
      .meta({ description: 'stop: read it first; act: something is left to do; know: good to know' }),
    sentence: text,
    action: text.meta({ description: 'What to do about it; empty where knowing is enough' }),
  })
  .meta({ id: 'Warning' });

export const changeSchema = z
  .object({
    path: text.meta({ description: 'Such as Origins[main].DomainName' }),
    before: text.meta({ description: 'Empty where the field was not there; secret values are masked' }),
    after: text,
    why: text,
  })
  .meta({ id: 'Change' });

const referenceSchema = z.object({
  id: text,
  etag: text.meta({ description: 'Send it in If-Match to clone exactly this' }),
});

export const cloneAnswer = z
  .object({
    requestId,
    distributionId: id('The new distribution'),
    domainName: text.meta({ description: 'Where DNS of the domain has to point' }),
    arn: text,
    status: text.meta({ description: 'InProgress until CloudFront has deployed it, then Deployed' }),
    domain: text,
    origin: text,
    reference: referenceSchema
      .nullable()
      .meta({ description: 'null where a repeated request finds its reference changed or gone' }),
    certificateArn: text,
    warnings: z.array(warningSchema),
    changes: z.array(changeSchema),
    dns: z.object({ cname: text.nullable(), alias: text }),
    grants: z
      .array(z.object({ host: text, instruction: text, text }))
      .meta({ description: 'What origins behind an access control still have to be given' }),
    replayed: z.boolean().meta({ description: 'An earlier request with the same Idempotency-Key made it' }),
  })
  .meta({ id: 'Clone' });
export type CloneAnswer = z.infer<typeof cloneAnswer>;

export const planAnswer = z
  .object({
    requestId,
    dryRun: z.literal(true),
    domain: text,
    origin: text,
    reference: referenceSchema.extend({ alias: text, comment: text }),
    certificateArn: text,
    certificate: z.object({
      coveringName: text,
      keyAlgorithm: text,
      notAfter: z.iso.datetime().nullable(),
      why: text,
      others: z.array(text),
    }),
    replaced: z.array(z.object({ id: text, oldHost: text, newHost: text, isMain: z.boolean() })),
    warnings: z.array(warningSchema),
    changes: z.array(changeSchema),
    counts: z.object({ changed: z.int(), copied: z.int(), leftOut: z.int() }),
    tags: z.record(text, text),
    digest: text.meta({ description: 'Two plans with the same digest create the same distribution' }),
  })
  .meta({ id: 'Plan' });
export type PlanAnswer = z.infer<typeof planAnswer>;

export const problemSchema = z
  .object({
    type: text.meta({ description: 'urn:cf-clone:outcome: and the outcome word' }),
    title: text,
    status: z.int(),
    detail: text.meta({ description: 'What happened, whether anything was created, what to do next' }),
    outcome: text,
    what: text,
    next: text,
    created: z.enum(['nothing', 'unknown', 'yes']),
    requestId,
    awsRequestId: text.optional(),
    holder: text.optional().meta({ description: 'The distribution that has the domain' }),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;

const itemHead = { index: z.int(), domain: text, outcome: text, status: z.int() };
export const bulkResult = z
  .object({
    ...itemHead,
    clone: cloneAnswer.optional(),
    plan: planAnswer.optional(),
    problem: problemSchema.optional(),
  })
  .meta({ id: 'BulkResult', description: 'One of clone, plan and problem, by the outcome' });
export type BulkResult = z.infer<typeof bulkResult>;

export const bulkSummary = z
  .object({
    requestId,
    items: z.int(),
    cloned: z.int().meta({ description: 'Have a distribution now, made by this request or an earlier one' }),
    replayed: z.int().meta({ description: 'Of those, made by an earlier request with the same key' }),
    planned: z.int(),
    refused: z.int(),
  })
  .meta({ id: 'BulkSummary' });
export const bulkAnswer = z
  .object({ requestId, results: z.array(bulkResult), summary: bulkSummary })
  .meta({ id: 'BulkAnswer' });
export type BulkAnswer = z.infer<typeof bulkAnswer>;
export const bulkLine = z.union([z.object({ result: bulkResult }), z.object({ summary: bulkSummary })]).meta({
  id: 'BulkLine',
  description: 'A line of the stream: a result as soon as it is there, the summary at the end',
});
export type BulkLine = z.infer<typeof bulkLine>;

const person = z.object({ id: text, name: text });
export const statusAnswer = z
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
    card: text.nullable().meta({ description: 'The link to its card in Slack' }),
  })
  .meta({ id: 'Status' });
export type StatusAnswer = z.infer<typeof statusAnswer>;

export const historyEntry = z
  .object({
    state: text,
    domain: text,
    origin: text,
    reference: text,
    distributionId: text,
    requestedBy: person,
    approvedBy: person.nullable(),
    askedAt: z.iso.datetime().nullable(),
    card: text.nullable(),
  })
  .meta({ id: 'HistoryEntry' });
export const historyAnswer = z
  .object({
    requestId,
    total: z.int(),
    clones: z.array(historyEntry),
    next: text.nullable().meta({ description: 'The path of the next page' }),
  })
  .meta({ id: 'History' });
export type HistoryAnswer = z.infer<typeof historyAnswer>;
