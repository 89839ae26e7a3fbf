// What distributions of an account share: cache policies, origin request policies, and origin access controls. These are
// reads for advice, so an error means that AWS does not say; the create decides.
import {
  type CloudFrontClient,
  CreateOriginAccessControlCommand,
  GetCachePolicyCommand,
  GetOriginRequestPolicyCommand,
  paginateListOriginAccessControls,
} from '@aws-sdk/client-cloudfront';
import type { AccessControl } from '../clone/access-control.js';
import { refuse } from '../clone/outcome.js';
import type { Distributions } from '../clone/ports.js';
import { explainAwsError, readAwsError } from './errors.js';

type SharedResources = Pick<
  Distributions,
  'forwardsHost' | 'cachesByHost' | 'listAccessControls' | 'createAccessControl'
>;

export function createSharedResources(client: CloudFrontClient): SharedResources {
  return {
    forwardsHost: (policyId) =>
      orUndefined(async () => {
        const { OriginRequestPolicy } = await client.send(new GetOriginRequestPolicyCommand({ Id: policyId }));
        const headers = OriginRequestPolicy?.OriginRequestPolicyConfig?.HeadersConfig;
        return hasHost(headers?.HeaderBehavior, headers?.Headers?.Items);
      }),

    cachesByHost: (policyId) =>
      orUndefined(async () => {
        const { CachePolicy } = await client.send(new GetCachePolicyCommand({ Id: policyId }));
        const headers = CachePolicy?.CachePolicyConfig?.ParametersInCacheKeyAndForwardedToOrigin?.HeadersConfig;
        return hasHost(headers?.HeaderBehavior, headers?.Headers?.Items);
      }),

    listAccessControls: () => orUndefined(() => listAccessControls(client)),

    async createAccessControl(name, type) {
      try {
        const { OriginAccessControl } = await client.send(
          new CreateOriginAccessControlCommand({
            OriginAccessControlConfig: {
              Name: name,
              Description: 'Created by cf-clone',
              SigningProtocol: 'sigv4',
              SigningBehavior: 'always',
              OriginAccessControlOriginType: type,
            },
          }),
        );
        const id = OriginAccessControl?.Id;
        if (id) return { ok: true, value: id };
        return refuse('aws_unavailable', { details: [{ kind: 'answer_incomplete', facts: {} }] });
      } catch (error) {
        if (readAwsError(error).code === 'OriginAccessControlAlreadyExists') {
          const controls = await orUndefined(() => listAccessControls(client));
          const existing = controls?.find((control) => control.name === name && control.type === type);
          if (existing) return { ok: true, value: existing.id };
        }
        return explainAwsError(error, { service: 'CloudFront', action: 'cloudfront:CreateOriginAccessControl' });
      }
    },
  };
}

async function listAccessControls(client: CloudFrontClient): Promise<readonly AccessControl[]> {
  const controls: AccessControl[] = [];
  for await (const { OriginAccessControlList: page } of paginateListOriginAccessControls({ client }, {})) {
    for (const { Id, Name, OriginAccessControlOriginType, SigningBehavior } of page?.Items ?? []) {
      if (!Id || !OriginAccessControlOriginType) continue;
      const signsAlways = SigningBehavior === 'always';
      controls.push({ id: Id, name: Name ?? '', type: OriginAccessControlOriginType, signsAlways });
    }
  }
  return controls;
}

async function orUndefined<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch {
    return undefined;
  }
}

function hasHost(behavior: string | undefined, headers: readonly string[] = []): boolean | undefined {
  const isNamed = headers.some((name) => name.toLowerCase() === 'host');
  switch (behavior) {
    case 'none':
      return false;
    case 'whitelist':
      return isNamed;
    case 'allViewer':
    case 'allViewerAndWhitelistCloudFront':
      return true;
    case 'allExcept':
      return !isNamed;
    default:
      return undefined;
  }
}
