// The Pricing Plan Manager: the flat-rate plans of the account. API: ListSubscriptions, in restJson1.

import { z } from 'zod';
import { AwsError } from './errors.js';
import { readInput, readToken, writeToken } from './json-protocol.js';
import { accountId, type Store } from './store.js';
import { type AwsRequest, answerJson, type Service } from './wire.js';

const listPath = '/v1/ListSubscriptions';
const inputSchema = z.object({ nextToken: z.string().optional() });
/** ListSubscriptions names no page size; a small one shows whether a caller reads all pages. */
const pageSize = 10;
const scope = 'subscriptions';

export function isPricingPlans(request: AwsRequest): boolean {
  return request.method === 'POST' && request.path === listPath;
}

export function buildPricingPlans(store: Store): Service {
  return {
    name: 'pricingplanmanager',
    identify: () => 'ListSubscriptions',
    answer(_operation, request) {
      const { nextToken } = readInput(inputSchema, JSON.parse(request.body), 'ValidationException');
      const start = readToken(nextToken, scope);
      if (start === undefined) throw new AwsError('ValidationException', 400, 'The token is not valid.');
      const end = start + pageSize;
      const { plans } = store.outside;
      return answerJson(200, {
        subscriptionSummaries: plans.slice(start, end).map(({ tier, status, resourceArns }, index) => ({
          arn: `arn:aws:pricingplanmanager:us-east-1:${accountId}:subscription/${start + index}`,
          planFamily: 'CloudFront',
          planTier: tier,
          status,
          resourceArns,
        })),
        ...(end < plans.length ? { nextToken: writeToken(end, scope) } : {}),
      });
    },
    refuse(error, requestId) {
      const { status, headers, body } = answerJson(error.status, { message: error.message }, requestId);
      return { status, headers: { ...headers, 'x-amzn-errortype': error.code, 'x-amzn-requestid': requestId }, body };
    },
    describe: (body) => (body === '' ? undefined : JSON.parse(body)),
    throttled: () => new AwsError('ThrottlingException', 429, 'Rate exceeded'),
    unavailable: () => new AwsError('InternalServerException', 500, 'The service is temporarily unavailable.'),
    denied: () => new AwsError('AccessDeniedException', 403, 'User is not authorized to perform this operation.'),
  };
}
