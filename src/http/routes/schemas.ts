// The zod schemas that several routes share. They check the input, give the responses their types, and become the
// schemas of the OpenAPI document. A schema that only one route uses stands beside that route.
import * as z from 'zod';

export const text = z.string();
const maxTextChars = 2_000;
export const inputText = z.string().min(1).max(maxTextChars);

export const domain = inputText.meta({
  description: 'The new alias. An ACM certificate in us-east-1 has to cover it.',
  example: 'www.example.com',
});
export const origin = inputText.meta({
  description: 'The host that replaces the main origin of the reference.',
  example: 'new-origin.example.net',
});
export const refDist = inputText.meta({
  description:
    'The distribution to copy: its ID, its ARN, its name under cloudfront.net, or one of its aliases. The names need a process that keeps an index of the account, so the Lambda function takes only IDs and ARNs.',
  example: 'E2ABCDEFGHIJKL',
});
export const dryRun = z.boolean().meta({ description: 'Return the plan and create nothing.' });

/** `dry_run` in a query is a text. */
export const dryRunParameter = text
  .refine((value) => /^(?:true|1|false|0)$/.test(value), 'Set it to true or false.')
  .transform((value) => value === 'true' || value === '1')
  .optional()
  .meta({ description: 'Return the plan and create nothing.', type: 'boolean', default: false });

export const requestId = text.meta({ description: 'Identifies this request in the log and in the tag of the clone.' });

export const warningSchema = z
  .object({
    kind: text,
    weight: z.enum(['stop', 'act', 'know']).meta({
      description:
        'stop: read it before you create the clone. act: you have to do something afterwards. know: for your information.',
    }),
    sentence: text,
    action: text.meta({ description: 'What to do about it. Empty if there is nothing to do.' }),
  })
  .meta({ id: 'Warning' });

export const changeSchema = z
  .object({
    path: text.meta({ description: 'The changed field, such as Origins[main].DomainName.' }),
    before: text.meta({ description: 'Empty if the field did not exist. Secret values are masked.' }),
    after: text,
    why: text,
  })
  .meta({ id: 'Change' });

const referenceSchema = z.object({
  id: text,
  etag: text.meta({ description: 'Send it in If-Match to clone exactly this version of the reference.' }),
});

export const cloneSchema = z
  .object({
    requestId,
    distributionId: text.meta({ description: 'The ID of the new distribution.' }),
    domainName: text.meta({ description: 'The name that the DNS record of the domain has to point to.' }),
    arn: text,
    status: text.meta({ description: 'InProgress until CloudFront has deployed the distribution, then Deployed.' }),
    domain: text,
    origin: text,
    reference: referenceSchema
      .nullable()
      .meta({ description: 'null if a repeated request finds that its reference was changed or deleted.' }),
    certificateArn: text,
    warnings: z.array(warningSchema),
    changes: z.array(changeSchema),
    dns: z.object({
      cname: text.nullable().meta({ description: 'null at the top of a zone, where a CNAME is impossible.' }),
      alias: text,
    }),
    grants: z
      .array(z.object({ host: text, instruction: text, text }))
      .meta({ description: 'The permissions that origins with access control still need.' }),
    replayed: z
      .boolean()
      .meta({ description: 'Whether an earlier request with the same Idempotency-Key created the distribution.' }),
  })
  .meta({ id: 'Clone' });
export type CloneResponse = z.infer<typeof cloneSchema>;

export const planSchema = z
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
    digest: text.meta({ description: 'Two plans with the same digest create the same distribution.' }),
  })
  .meta({ id: 'Plan' });
export type PlanResponse = z.infer<typeof planSchema>;

export const problemSchema = z
  .object({
    type: text.meta({ description: 'urn:cf-clone:outcome: followed by the outcome code.' }),
    title: text,
    status: z.int(),
    detail: text.meta({ description: 'What happened, whether anything was created, and what to do next.' }),
    outcome: text,
    what: text,
    next: text,
    created: z.enum(['nothing', 'unknown', 'yes']),
    requestId,
    awsRequestId: text.optional(),
    holder: text.optional().meta({ description: 'The distribution that already has the domain.' }),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;
