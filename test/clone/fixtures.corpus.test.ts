// Real configurations, which live outside this repository: CORPUS_DIR names their folder.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import { buildPlan } from '../../src/clone/plan.js';
import { checkClone } from './invariants.js';
import { makeCertificate, makeInput, newHosts } from './references.js';

function listFiles(folder: string | undefined): string[] {
  if (!folder) throw new Error('CORPUS_DIR is not set. Set it to the folder that holds the configurations as *.json.');
  const files = readdirSync(folder).filter((file) => file.endsWith('.json') && file !== 'INDEX.json');
  if (files.length === 0) throw new Error(`CORPUS_DIR (${folder}) holds no *.json. Set it to the folder that does.`);
  return files.sort();
}

const folder = process.env.CORPUS_DIR;
const hosts = (['s3', 's3-website', 'lambda-url', 'api-gateway', 'custom'] as const).map((kind) => newHosts[kind]);

function readConfig(file: string): DistributionConfig {
  const config: unknown = JSON.parse(readFileSync(join(folder ?? '', file), 'utf8'));
  if (!isConfig(config)) throw new Error(`${file} is not a DistributionConfig.`);
  return config;
}

function isConfig(value: unknown): value is DistributionConfig {
  return typeof value === 'object' && value !== null && 'Origins' in value && 'DefaultCacheBehavior' in value;
}

/** Whether a behavior forwards Host, or all headers, to the origin that the default behavior leads to. */
function forwardsHostToMain(reference: DistributionConfig): boolean {
  const main = reference.DefaultCacheBehavior;
  return [main, ...(reference.CacheBehaviors?.Items ?? [])].some(
    (behavior) =>
      behavior?.TargetOriginId === main?.TargetOriginId &&
      !behavior?.CachePolicyId &&
      behavior?.ForwardedValues?.Headers?.Items?.some((name) => name === '*' || name.toLowerCase() === 'host'),
  );
}

describe.each(listFiles(folder).map((file) => [file]))('%s', (file) => {
  const reference = readConfig(file);
  const isTenant = reference.ConnectionMode === 'tenant-only' || Boolean(reference.TenantConfig?.ParameterDefinitions);
  const outcome = isTenant ? 'reference_tenant_only' : reference.Staging ? 'reference_staging' : 'planned';

  test.each(hosts.map((host) => [host]))(`with the origin %s: ${outcome}`, (origin) => {
    // CloudFront takes no behavior that forwards Host to a bucket: InvalidHeadersForS3Origin.
    const isRefused = outcome === 'planned' && origin === newHosts.s3 && forwardsHostToMain(reference);
    const expected = isRefused ? 'origin_unsupported' : outcome;
    expect(checkClone(reference, { domain: 'www.clone.example.org', origin })).toBe(expected);
    expect(checkClone(reference, { domain: '*.clone.example.org', origin })).toBe(expected);
  });

  const domain = 'www.clone.example.org';
  const kindsFor = (origin: string): readonly string[] | undefined => {
    const certificates = [makeCertificate({ names: [domain] })];
    const plan = buildPlan(makeInput(reference, { domain, origin, certificates }));
    return plan.ok ? plan.value.warnings.map(({ kind }) => kind) : undefined;
  };
  const saysWhoMayRead = [
    'access_control_missing',
    'access_control_chosen',
    'grant_needed',
    'identity_grant_needed',
    'bucket_as_custom_origin',
  ];

  test.each([[newHosts.s3], [newHosts['lambda-url']], [newHosts['mediapackage-v2']], [newHosts.mediastore]])(
    'who may read %s is said',
    (origin) => {
      const kinds = kindsFor(origin);
      if (kinds) expect(kinds.some((kind) => saysWhoMayRead.includes(kind))).toBe(true);
    },
  );

  test('error pages that change the code are said where the clone leaves S3', () => {
    const main = reference.Origins?.Items?.find(({ Id }) => Id === reference.DefaultCacheBehavior?.TargetOriginId);
    const isBucket = /\.s3[.-]/.test(main?.DomainName ?? '');
    const changesCode = reference.CustomErrorResponses?.Items?.some(
      ({ ErrorCode, ResponseCode }) => ResponseCode && ResponseCode !== String(ErrorCode),
    );
    const kinds = kindsFor(newHosts['api-gateway']);
    if (kinds) expect(kinds.includes('error_codes_hidden')).toBe(isBucket && changesCode === true);
  });

  test(`with the host that it has already: ${outcome}`, () => {
    for (const origin of reference.Origins?.Items ?? []) {
      const wanted = { domain: 'www.clone.example.org', origin: (origin.DomainName ?? '').toLowerCase() };
      expect(checkClone(reference, wanted)).toBe(outcome);
    }
  });
});
