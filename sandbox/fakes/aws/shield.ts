// Shield Advanced: whether it protects a resource. API: DescribeProtection.

import { z } from 'zod';
import { AwsError } from './errors.js';
import { buildJsonService, readInput } from './json-protocol.js';
import type { Store } from './store.js';
import type { Service } from './wire.js';

const describeSchema = z.object({ ResourceArn: z.string().min(1).max(2_048) });

export function buildShield(store: Store): Service {
  return buildJsonService({
    name: 'shield',
    throttled: new AwsError('ThrottlingException', 400, 'Rate exceeded'),
    operations: {
      DescribeProtection(input) {
        const { ResourceArn } = readInput(describeSchema, input, 'InvalidParameterException');
        // DescribeProtection answers the same to an account without a subscription.
        if (!store.outside.protections.has(ResourceArn)) {
          throw new AwsError('ResourceNotFoundException', 400, 'The referenced protection does not exist.');
        }
        return { Protection: { Id: 'protection-1', Name: 'protected', ResourceArn } };
      },
    },
  });
}
