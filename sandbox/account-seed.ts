// What the fake account holds at first: an account with some history on the day that it is asked.

import { z } from 'zod';
import { accessControls } from './fakes/aws/access-controls.js';
import { createCertificateSeeds } from './fakes/aws/certificates.js';
import { outsideSettings } from './fakes/aws/outside-settings.js';
import { outsideSeedSchema } from './fakes/aws/outside-state.js';
import { createUserPoolSeed } from './fakes/aws/people.js';
import { createDistributionSeeds } from './fakes/aws/references.js';
import {
  accessControlSeedSchema,
  cachePolicySeedSchema,
  certificateSeedSchema,
  conflictSeedSchema,
  distributionSeedSchema,
  requestPolicySeedSchema,
  userPoolSeedSchema,
} from './fakes/aws/seed.js';

export const accountSeedSchema = z.object({
  distributions: z.array(distributionSeedSchema).optional(),
  certificates: z.array(certificateSeedSchema).optional(),
  accessControls: z.array(accessControlSeedSchema).optional(),
  cachePolicies: z.array(cachePolicySeedSchema).optional(),
  requestPolicies: z.array(requestPolicySeedSchema).optional(),
  conflicts: z.array(conflictSeedSchema).optional(),
  outside: outsideSeedSchema.optional(),
  userPool: userPoolSeedSchema.optional(),
});

/** As it is written down; what is left out gets its default. */
export type AccountSeed = z.input<typeof accountSeedSchema>;

export function createAccountSeed(now: Date): AccountSeed {
  return {
    distributions: createDistributionSeeds(now),
    certificates: createCertificateSeeds(now),
    accessControls,
    outside: outsideSettings,
    conflicts: [
      { domain: 'taken.example.com', resourceType: 'distribution', resourceId: 'EOTHERACCT0001' },
      { domain: 'tenant.example.com', resourceType: 'distribution-tenant', resourceId: 'dt_2wjDZi3hD1ivOXf6rpZ' },
    ],
    userPool: createUserPoolSeed(now),
  };
}
