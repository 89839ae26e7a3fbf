// The origin access controls of the sample account.

import type { AccessControl } from './seed.js';

export const accessControls: AccessControl[] = [
  { id: 'E1OACBUCKET001', name: 'bucket', originType: 's3', signingBehavior: 'always', description: '' },
  { id: 'E2OACLAMBDA001', name: 'function-url', originType: 'lambda', signingBehavior: 'always', description: '' },
];

export const bucketControl = 'E1OACBUCKET001';
export const lambdaControl = 'E2OACLAMBDA001';
