// Whether a behavior sends the viewer's Host header to the origin: by legacy forwarding, by its cache policy, whose cache
// key always reaches the origin, or by its origin request policy.
import type { CacheBehavior, DefaultCacheBehavior } from '@aws-sdk/client-cloudfront';

/** CloudFront's own policies. Developer Guide, "Use managed cache policies" and "Use managed origin request policies". */
const managedPolicies: Readonly<Record<string, boolean>> = {
  '83da9c7e-98b4-4e11-a168-04f0df8e2c65': true, // UseOriginCacheControlHeaders
  '4cc15a8a-d715-48a4-82b8-cc0b614638fe': true, // UseOriginCacheControlHeaders-QueryStrings
  '2e54312d-136d-493c-8eb9-b001f22f67d2': true, // Amplify
  '658327ea-f89d-4fab-a63d-7e88639e58f6': false, // CachingOptimized
  'b2884449-e4de-46a7-ac36-70bc7f1ddd6d': false, // CachingOptimizedForUncompressedObjects
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': false, // CachingDisabled
  '08627262-05a9-4f76-9ded-b50ca2e3a84f': false, // Elemental-MediaPackage
  '216adef6-5c7f-47e4-b989-5492eafa07d3': true, // AllViewer
  '33f36d7e-f396-46d9-90e0-52428a34d9dc': true, // AllViewerAndCloudFrontHeaders-2022-06
  'bf0718e1-ba1e-49d1-88b1-f726733018ae': true, // HostHeaderOnly
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': false, // AllViewerExceptHostHeader
  '59781a5b-3903-41f3-afcb-af62929ccde1': false, // CORS-CustomOrigin
  '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf': false, // CORS-S3Origin
  'acba4595-bd28-49b8-b9fe-13317c0390fa': false, // UserAgentRefererHeaders
};

/** Whether the policy is one of CloudFront's own that this code knows. */
export function isManagedPolicy(policyId: string): boolean {
  return Object.hasOwn(managedPolicies, policyId);
}

/** Whether a policy sends Host to the origin; `told` holds what AWS said of policies that this code does not know. */
export function readPolicyForwarding(
  policyId: string,
  told: ReadonlyMap<string, boolean | undefined>,
): boolean | undefined {
  return managedPolicies[policyId] ?? told.get(policyId);
}

/** Entries of a behavior's legacy header list that send Host. A cache policy takes the place of the list. */
export function listLegacyHostHeaders(behavior: DefaultCacheBehavior | CacheBehavior): string[] {
  if (behavior.CachePolicyId) return [];
  const names = behavior.ForwardedValues?.Headers?.Items ?? [];
  return names.filter((name) => name === '*' || name.toLowerCase() === 'host');
}
