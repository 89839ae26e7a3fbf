// What distributions of an account share: cache policies, origin request policies, and origin access controls. These are
// reads for advice, so an error means that AWS does not say; the create decides.
import {
  type CloudFrontClient,
  GetCachePolicyCommand,
  GetOriginRequestPolicyCommand,
  paginateListOriginAccessControls,
} from '@aws-sdk/client-cloudfront';
import type { AccessControl } from '../clone/access-control.js';
import type { Distributions } from '../clone/ports.js';

type SharedResourceReads = Pick<Distributions, 'forwardsHost' | 'cachesByHost' | 'listAccessControls'>;

export function createSharedResourceReads(client: CloudFrontClient): SharedResourceReads {
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

    listAccessControls: () =>
      orUndefined(async () => {
        const controls: AccessControl[] = [];
        for await (const { OriginAccessControlList: page } of paginateListOriginAccessControls({ client }, {})) {
          for (const { Id, Name, OriginAccessControlOriginType, SigningBehavior } of page?.Items ?? []) {
            if (!Id || !OriginAccessControlOriginType) continue;
            const signsAlways = SigningBehavior === 'always';
            controls.push({ id: Id, name: Name ?? '', type: OriginAccessControlOriginType, signsAlways });
          }
        }
        return controls;
      }),
  };
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
