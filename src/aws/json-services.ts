// The two services that are asked without a client of the SDK: Shield Advanced and the Pricing Plan Manager.
import * as z from 'zod';
import type { SendSigned } from './signed-call.js';

/** Where they are; undefined means AWS's own address. */
export interface JsonEndpoints {
  readonly shield: string | undefined;
  readonly pricingPlans: string | undefined;
}

/** AWS General Reference, "Service endpoints": each of the two has one API, in us-east-1. */
const ownEndpoints = {
  shield: 'https://shield.us-east-1.amazonaws.com',
  pricingPlans: 'https://pricingplanmanager.us-east-1.api.aws',
};

const subscriptionsSchema = z.object({
  nextToken: z.string().nullish(),
  subscriptionSummaries: z
    .array(z.object({ planTier: z.string(), status: z.string(), resourceArns: z.array(z.string()).default([]) }))
    .default([]),
});

/** Throws ResourceNotFoundException where Shield Advanced does not protect the resource, or is not there at all. */
export async function describeProtection(send: SendSigned, { shield }: JsonEndpoints, arn: string): Promise<void> {
  await send({
    service: 'shield',
    signingName: 'shield',
    endpoint: shield ?? ownEndpoints.shield,
    operation: 'DescribeProtection',
    path: '/',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSShield_20160616.DescribeProtection',
    },
    body: { ResourceArn: arn },
  });
}

/** One page of the account's flat-rate plans. */
export async function listSubscriptions(send: SendSigned, { pricingPlans }: JsonEndpoints, nextToken?: string) {
  return subscriptionsSchema.parse(
    await send({
      service: 'pricingplanmanager',
      signingName: 'pricingplanmanager',
      endpoint: pricingPlans ?? ownEndpoints.pricingPlans,
      operation: 'ListSubscriptions',
      path: '/v1/ListSubscriptions',
      headers: { 'content-type': 'application/json' },
      body: nextToken === undefined ? {} : { nextToken },
    }),
  );
}
