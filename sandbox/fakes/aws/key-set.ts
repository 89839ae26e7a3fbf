// The keys of the user pool, where everybody may read them who has a token to verify.

import { AwsError } from './errors.js';
import type { Store } from './store.js';
import type { TokenIssuer } from './tokens.js';
import { type AwsRequest, answerJson, type Service } from './wire.js';

const fileName = '/.well-known/jwks.json';

export function keySetPath(poolId: string): string {
  return `/${poolId}${fileName}`;
}

export function isKeySet(request: AwsRequest): boolean {
  return request.method === 'GET' && request.path.endsWith(fileName);
}

export function buildKeySet(store: Store, tokens: TokenIssuer): Service {
  return {
    name: 'cognito-idp',
    // Not an operation of the API, so AWS has no name for it.
    identify: () => 'Jwks_GET',
    answer(_operation, request) {
      if (request.path !== keySetPath(store.pool.id)) {
        const id = request.path.slice(1, -fileName.length);
        throw new AwsError('ResourceNotFoundException', 404, `User pool ${id} does not exist.`);
      }
      return answerJson(200, tokens.publishedKeys());
    },
    refuse: (error, requestId) => answerJson(error.status, { message: error.message }, requestId),
    describe: () => undefined,
    throttled: () => new AwsError('TooManyRequestsException', 429, 'Rate exceeded'),
    unavailable: () => new AwsError('ServiceUnavailableException', 503, 'The service is temporarily unavailable.'),
    denied: () => new AwsError('AccessDeniedException', 403, 'Forbidden'),
  };
}
