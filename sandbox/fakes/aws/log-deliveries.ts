// CloudWatch Logs, as far as it delivers the access logs of CloudFront. API: DescribeDeliverySources, DescribeDeliveries,
// PutDeliverySource, CreateDelivery.

import { z } from 'zod';
import { AwsError } from './errors.js';
import { buildJsonService, readInput, readToken, writeToken } from './json-protocol.js';
import { type StoredDelivery, type StoredLogSource, s3ConfigurationSchema } from './outside-state.js';
import { accountId, type Store } from './store.js';
import type { Service } from './wire.js';

/** DescribeDeliverySources and DescribeDeliveries: 1 to 50. */
const pageSchema = z.object({ limit: z.int().min(1).max(50).default(50), nextToken: z.string().optional() });
/** PutDeliverySource: length and characters of the name. */
const nameSchema = z.string().regex(/^[\w-]{1,60}$/);
const tagsSchema = z.record(z.string().min(1).max(128), z.string().max(256)).default({});
const putSourceSchema = z.object({
  name: nameSchema,
  resourceArn: z.string(),
  // PutDeliverySource: what it takes for CloudFront.
  logType: z.enum(['ACCESS_LOGS', 'CONNECTION_LOGS']),
  tags: tagsSchema,
});
const createSchema = z.object({
  deliverySourceName: nameSchema,
  deliveryDestinationArn: z.string(),
  // CreateDelivery: at most 128 fields of at most 64 characters, a delimiter of at most 5.
  recordFields: z.array(z.string().min(1).max(64)).max(128).default([]),
  fieldDelimiter: z.string().max(5).optional(),
  s3DeliveryConfiguration: s3ConfigurationSchema.optional(),
  tags: tagsSchema,
});

const invalid = 'ValidationException';

export function buildLogDeliveries(store: Store): Service {
  const { outside } = store;
  return buildJsonService({
    name: 'logs',
    throttled: new AwsError('ThrottlingException', 400, 'Rate exceeded'),
    operations: {
      DescribeDeliverySources: (input) => {
        const { items, nextToken } = takePage([...outside.sources.values()], input, 'sources');
        return { deliverySources: items.map(describeSource), ...nextToken };
      },
      DescribeDeliveries: (input) => {
        const { items, nextToken } = takePage(outside.deliveries, input, 'deliveries');
        return { deliveries: items.map((delivery) => describeDelivery(store, delivery)), ...nextToken };
      },
      PutDeliverySource: (input) => putSource(store, readInput(putSourceSchema, input, invalid)),
      CreateDelivery: (input) => createDelivery(store, readInput(createSchema, input, invalid)),
    },
  });
}

function takePage<T>(all: readonly T[], input: unknown, scope: string) {
  const { limit, nextToken } = readInput(pageSchema, input, invalid);
  const start = readToken(nextToken, scope);
  if (start === undefined) throw new AwsError(invalid, 400, 'The specified nextToken is invalid.');
  const end = start + limit;
  return { items: all.slice(start, end), nextToken: end < all.length ? { nextToken: writeToken(end, scope) } : {} };
}

function putSource(store: Store, { name, resourceArn, logType, tags }: z.output<typeof putSourceSchema>): unknown {
  const { sources } = store.outside;
  if (![...store.distributions.values()].some(({ arn }) => arn === resourceArn)) {
    throw new AwsError('ResourceNotFoundException', 400, 'The specified resource does not exist.');
  }
  const existing = sources.get(name);
  // github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2513
  if (existing && existing.resourceArn !== resourceArn) {
    throw conflict('Update to existing Delivery Source with new ResourceId is not allowed.');
  }
  // github.com/hashicorp/terraform-provider-aws/issues/40885: one source for each resource.
  if ([...sources.values()].some((source) => source.name !== name && source.resourceArn === resourceArn)) {
    throw conflict('This ResourceId has already been used in another Delivery Source in this account.');
  }
  const source = { name, resourceArn, logType, tags: { ...existing?.tags, ...tags } };
  sources.set(name, source);
  return { deliverySource: describeSource(source) };
}

function createDelivery(store: Store, input: z.output<typeof createSchema>): unknown {
  const { outside } = store;
  const { deliverySourceName: sourceName, deliveryDestinationArn: destinationArn, recordFields } = input;
  const destination = outside.destinations.get(destinationArn);
  if (!outside.sources.has(sourceName) || !destination) {
    throw new AwsError('ResourceNotFoundException', 400, 'The specified resource does not exist.');
  }
  // CreateDelivery: "This operation attempted to create a resource that already exists."
  if (outside.deliveries.some((one) => one.sourceName === sourceName && one.destinationArn === destinationArn)) {
    throw conflict('This operation attempted to create a resource that already exists.');
  }
  // S3DeliveryConfiguration: "valid only when the delivery's delivery destination is an S3 bucket".
  if (input.s3DeliveryConfiguration && destination.type !== 'S3') {
    throw new AwsError(invalid, 400, 's3DeliveryConfiguration is valid only for an S3 destination.');
  }
  const { fieldDelimiter, s3DeliveryConfiguration: s3, tags } = input;
  const added = outside.addDelivery({ sourceName, destinationArn, recordFields, fieldDelimiter, s3, tags });
  return { delivery: describeDelivery(store, added) };
}

function describeSource({ name, resourceArn, logType, tags }: StoredLogSource): unknown {
  const arn = `arn:aws:logs:us-east-1:${accountId}:delivery-source:${name}`;
  return { name, arn, resourceArns: [resourceArn], service: 'cloudfront', logType, tags };
}

function describeDelivery(store: Store, delivery: StoredDelivery): unknown {
  const { id, sourceName, destinationArn, recordFields, fieldDelimiter, s3, tags } = delivery;
  return {
    id,
    arn: `arn:aws:logs:us-east-1:${accountId}:delivery:${id}`,
    deliverySourceName: sourceName,
    deliveryDestinationArn: destinationArn,
    deliveryDestinationType: store.outside.destinations.get(destinationArn)?.type ?? 'S3',
    recordFields,
    fieldDelimiter,
    s3DeliveryConfiguration: s3,
    tags,
  };
}

function conflict(message: string): AwsError {
  return new AwsError('ConflictException', 400, message);
}
