// The program's door, wired: what the bot's process and the Lambda have in common.
import { makeExecuteClone } from './clone/execute.js';
import { makeOrderClone } from './clone/order.js';
import type { Certificates, Distributions, Pause } from './clone/ports.js';
import { makePrepareClone } from './clone/prepare.js';
import { shareReads } from './clone/shared-reads.js';
import type { ApiConfig, PoolConfig } from './config.js';
import { type Api, makeApi, type TimeApiRequest } from './http/api.js';
import type { TokenRefusalReason } from './http/auth/token-refusal.js';
import { makeAuthorize } from './http/auth/verify-token.js';
import type { ApiDesk } from './http/context.js';
import type { Monotonic } from './stopwatch.js';

export interface RestOptions
  extends Pick<ApiDesk, 'taggedClones' | 'announceChannel' | 'announce' | 'journal' | 'log' | 'now'> {
  readonly api: ApiConfig;
  readonly pool: PoolConfig;
  readonly requireSecondPerson: boolean;
  readonly distributions: Distributions;
  readonly certificates: Certificates;
  readonly clock: Monotonic;
  readonly pause: Pause;
  readonly time?: TimeApiRequest;
  readonly countRefusedToken?: (reason: TokenRefusalReason) => void;
}

export function makeRest(options: RestOptions): Api {
  const { api, pool, distributions, certificates, clock, pause } = options;
  const execute = makeExecuteClone(distributions, pause);
  return makeApi({
    authorize: makeAuthorize({
      userPoolId: pool.userPoolId,
      jwksUri: api.jwksUri,
      clientIds: api.clientIds,
      scopes: api.scopes,
      allowedGroups: pool.allowedGroups,
      approverGroups: pool.approverGroups,
      requireSecondPerson: options.requireSecondPerson,
      now: clock,
      today: options.now,
      ...(options.countRefusedToken ? { countRefused: options.countRefusedToken } : {}),
      tellOld: (error) =>
        options.log.warn({ err: error }, 'the keys of the user pool could not be read afresh; those at hand go on'),
    }),
    desk: {
      ...options,
      takeOrders: (lifetime) => {
        const shared = shareReads({ distributions, certificates }, lifetime, clock);
        return makeOrderClone({
          prepare: makePrepareClone(shared),
          execute,
          // Whose a distribution is and what it was made for decides: that is read afresh.
          distributions: {
            list: shared.distributions.list,
            read: distributions.read,
            readTags: distributions.readTags,
          },
        });
      },
    },
    clock,
    ...(options.time ? { time: options.time } : {}),
  });
}
