// Composition root of the REST API, for the bot's process and for the Lambda function.

import { createCloneNow } from '../clone/clone-now.js';
import { createExecuteClone } from '../clone/execute-clone.js';
import type { OutsideReads } from '../clone/outside-reads.js';
import type { Certificates, DistributionIndex, Distributions, Pause } from '../clone/ports.js';
import { createSharedPrepare } from '../clone/shared-prepare.js';
import type { Monotonic } from '../observability/timer.js';
import type { ApiConfig, AutomatedStep, PoolConfig } from '../shared-config.js';
import { type Api, createApi, type TimeApiRequest } from './api.js';
import type { TokenRefusalReason } from './auth/token-refusal.js';
import { createAuthorize } from './auth/verify-token.js';
import type { ApiContext } from './context.js';

export interface RestApiOptions
  extends Pick<
    ApiContext,
    'undo' | 'taggedClones' | 'dns' | 'announceChannel' | 'announce' | 'auditLog' | 'log' | 'now'
  > {
  readonly api: ApiConfig;
  readonly pool: PoolConfig;
  readonly requireSecondPerson: boolean;
  readonly automate: readonly AutomatedStep[];
  readonly distributions: Distributions;
  readonly certificates: Certificates;
  /** Reads what references have outside their configuration; nobody reads it unless given. */
  readonly outsideReads: OutsideReads | undefined;
  readonly index: DistributionIndex;
  readonly clock: Monotonic;
  readonly pause: Pause;
  readonly time?: TimeApiRequest;
  readonly countRefusedToken?: (reason: TokenRefusalReason) => void;
}

export function createRestApi(options: RestApiOptions): Api {
  const { api, pool, distributions, certificates, outsideReads, index, clock, pause } = options;
  const execute = createExecuteClone(distributions, pause, index);
  return createApi({
    authorize: createAuthorize({
      userPoolId: pool.userPoolId,
      jwksUri: api.jwksUri,
      clientIds: api.clientIds,
      scopes: api.scopes,
      undoScopes: api.undoScopes,
      allowedGroups: pool.allowedGroups,
      approverGroups: pool.approverGroups,
      requireSecondPerson: options.requireSecondPerson,
      now: clock,
      today: options.now,
      ...(options.countRefusedToken ? { countRefused: options.countRefusedToken } : {}),
      onRefreshFailed: (error) =>
        options.log.warn({ err: error }, 'the keys of the user pool could not be refreshed; the old ones are used'),
    }),
    context: {
      ...options,
      createCloneNow: ({ cacheTtlMs }) => {
        const outside = outsideReads && { reads: outsideReads, pause };
        return createCloneNow({
          prepare: createSharedPrepare(
            { distributions, certificates, index, outside },
            { createsAccessControls: options.automate.includes('access') },
            { ttlMs: cacheTtlMs, now: clock },
          ),
          execute,
          // The tags and the owner of a distribution decide, so they are never cached.
          distributions,
          index,
        });
      },
    },
    clock,
    ...(options.time ? { time: options.time } : {}),
  });
}
