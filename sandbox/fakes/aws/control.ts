// The control API: other processes look at the fake and change what it holds, in JSON.

import { z } from 'zod';
import { refuseVisitor } from '../../visitors.js';
import type { Calls } from './calls.js';
import { toValue } from './cloudfront-shapes.js';
import { type Faults, faultSchema } from './faults.js';
import { limitsSchema, type RateLimits } from './limits.js';
import {
  certificateChangeSchema,
  certificateSeedSchema,
  conflictSeedSchema,
  distributionSeedSchema,
  userSeedSchema,
} from './seed.js';
import { aliasesOf, type Store, type StoredDistribution } from './store.js';
import type { AwsRequest } from './wire.js';

export const controlPath = '/_control/';

export interface ControlAnswer {
  readonly status: number;
  readonly body: unknown;
}

interface Controlled {
  readonly store: Store;
  readonly calls: Calls;
  readonly faults: Faults;
  readonly limits: RateLimits;
}

const latencySchema = z.object({ ms: z.int().min(0) });
const settingsSchema = z.strictObject({
  emptyFirstUserPage: z.boolean().optional(),
  deploySeconds: z.number().min(0).optional(),
  listLagSeconds: z.number().min(0).optional(),
  isAliasCheckedFirst: z.boolean().optional(),
});
const membershipSchema = z.object({ username: z.string(), group: z.string(), action: z.enum(['add', 'remove']) });
const patchSchema = z
  .record(z.string(), z.unknown())
  .refine((patch) => Object.keys(patch).length > 0, 'must name at least one member');
const certificateBodySchema = z.union([certificateSeedSchema, certificateChangeSchema]);

export function answerControl(controlled: Controlled, request: AwsRequest): ControlAnswer {
  const refused = refuseVisitor(request.method, request.headers);
  if (refused !== undefined) return { status: 403, body: { error: refused } };
  try {
    return route(controlled, request) ?? { status: 404, body: { error: `no ${request.method} ${request.path}` } };
  } catch (error) {
    if (error instanceof z.ZodError) return { status: 400, body: { error: z.prettifyError(error) } };
    if (error instanceof SyntaxError) return { status: 400, body: { error: 'the body is not JSON' } };
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
  }
}

function route({ store, calls, faults, limits }: Controlled, request: AwsRequest): ControlAnswer | undefined {
  const [name = '', id] = request.path.slice(controlPath.length).split('/').map(decodeURIComponent);
  const read = <T>(schema: z.ZodType<T>) => schema.parse(JSON.parse(request.body));
  switch (`${request.method} ${id === undefined ? name : `${name}/*`}`) {
    case 'GET state':
      return done(showState(store));
    case 'GET calls':
      return done(calls.list(request.query.get('operation') ?? undefined));
    case 'DELETE calls':
      calls.clear();
      return done();
    case 'GET faults':
      return done({ faults: faults.list(), latencyMs: faults.latencyMs });
    case 'POST faults':
      faults.set(read(z.array(faultSchema)));
      return done({ faults: faults.list() });
    case 'GET limits':
      return done({ limits: limits.list() });
    case 'POST limits':
      limits.set(read(limitsSchema));
      return done({ limits: limits.list() });
    case 'POST latency':
      faults.latencyMs = read(latencySchema).ms;
      return done({ latencyMs: faults.latencyMs });
    case 'POST settings':
      return done(applySettings(store, read(settingsSchema)));
    case 'POST distributions':
      return { status: 201, body: showDistribution(store, store.seedDistribution(read(distributionSeedSchema))) };
    case 'PATCH distributions/*':
      return onDistribution(store, id, (distribution) => {
        store.mergeConfig(distribution, read(patchSchema));
        return showDistribution(store, distribution);
      });
    case 'DELETE distributions/*':
      return onDistribution(store, id, (distribution) => {
        store.distributions.delete(distribution.id);
        return {};
      });
    case 'POST users':
      return { status: 201, body: store.putUser(read(userSeedSchema)) };
    case 'DELETE users/*':
      return store.removeUser(id ?? '') ? done() : missing('user', id);
    case 'POST memberships': {
      const { username, group, action } = read(membershipSchema);
      const user = store.changeMembership(username, group, action === 'add');
      return user === undefined ? missing('user', username) : done(user);
    }
    case 'POST certificates': {
      const body = read(certificateBodySchema);
      const certificate = 'names' in body ? store.addCertificate(body) : store.changeCertificate(body);
      return certificate === undefined ? missing('certificate', body.arn) : done(certificate);
    }
    case 'POST conflicts':
      store.conflicts = read(z.array(conflictSeedSchema));
      return done({ conflicts: store.conflicts });
    case 'POST reset':
      store.reset();
      faults.clear();
      limits.reset();
      calls.clear();
      return done();
    default:
      return undefined;
  }
}

function applySettings(store: Store, settings: z.infer<typeof settingsSchema>): unknown {
  store.emptyFirstUserPage = settings.emptyFirstUserPage ?? store.emptyFirstUserPage;
  store.deploySeconds = settings.deploySeconds ?? store.deploySeconds;
  store.listLagSeconds = settings.listLagSeconds ?? store.listLagSeconds;
  store.isAliasCheckedFirst = settings.isAliasCheckedFirst ?? store.isAliasCheckedFirst;
  return describeSettings(store);
}

function describeSettings({ emptyFirstUserPage, deploySeconds, listLagSeconds, isAliasCheckedFirst }: Store) {
  return { emptyFirstUserPage, deploySeconds, listLagSeconds, isAliasCheckedFirst };
}

function onDistribution(
  store: Store,
  id: string | undefined,
  act: (distribution: StoredDistribution) => unknown,
): ControlAnswer {
  const distribution = store.distributions.get(id ?? '');
  return distribution === undefined ? missing('distribution', id) : done(act(distribution));
}

function showState(store: Store): unknown {
  return {
    now: store.now().toISOString(),
    distributions: [...store.distributions.values()].map((distribution) => showDistribution(store, distribution)),
    certificates: [...store.certificates.values()].map((certificate) => ({
      ...certificate,
      status: store.statusOfCertificate(certificate),
      inUseBy: store.usersOfCertificate(certificate.arn).map(({ id }) => id),
    })),
    userPool: store.pool,
    accessControls: [...store.accessControls.values()],
    conflicts: store.conflicts,
    settings: describeSettings(store),
  };
}

function showDistribution(store: Store, distribution: StoredDistribution): unknown {
  return {
    id: distribution.id,
    arn: distribution.arn,
    domainName: distribution.domainName,
    status: store.statusOf(distribution),
    etag: distribution.etag,
    lastModified: distribution.lastModified.toISOString(),
    aliases: aliasesOf(distribution),
    tags: distribution.tags,
    config: toValue(distribution.config),
    xml: distribution.xml,
  };
}

function done(body: unknown = {}): ControlAnswer {
  return { status: 200, body };
}

function missing(what: string, id: string | undefined): ControlAnswer {
  return { status: 404, body: { error: `no ${what} ${id ?? ''}` } };
}
