// Finds out what the bot's role may read, by one harmless call for each action: a short page, or a thing that need not
// exist. Nothing is written. Only an answer that needs the permission counts as one: whatever else AWS says, the action stays
// unknown. The calls are made one after the other, so that nobody's clone waits for them.
import { DescribeCertificateCommand, ListCertificatesCommand } from '@aws-sdk/client-acm';
import {
  GetCachePolicyCommand,
  GetDistributionCommand,
  GetMonitoringSubscriptionCommand,
  GetOriginRequestPolicyCommand,
  ListDistributionsCommand,
  ListDomainConflictsCommand,
  ListOriginAccessControlsCommand,
  ListTagsForResourceCommand,
  type ViewerCertificate,
} from '@aws-sdk/client-cloudfront';
import {
  type CloudWatchLogsClient,
  DescribeDeliveriesCommand,
  DescribeDeliverySourcesCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { AdminListGroupsForUserCommand, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import type { ProbeResult } from '../clone/permissions.js';
import type { AwsClients } from './clients.js';
import { isDenied, readAwsError } from './errors.js';
import { describeProtection, type JsonEndpoints, listSubscriptions } from './json-services.js';
import type { SendSigned } from './signed-call.js';

/** For one call with its repetitions. The clients wait longer for people. */
const probeTimeoutMs = 5_000;
/** So many distributions are looked through for one with an alias and a certificate. */
const maxDistributions = 20;

export interface ProbeClients extends AwsClients {
  readonly logs: CloudWatchLogsClient;
  readonly send: SendSigned;
  readonly endpoints: JsonEndpoints;
}

/** Managed by AWS, so that each account has them: CachingOptimized and AllViewer. */
const cachePolicyId = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const requestPolicyId = '216adef6-5c7f-47e4-b989-5492eafa07d3';
const noUser = 'cf-clone-permission-check';

/** By action, in this order. `isStopping` ends the check between two calls. */
export async function probePermissions(
  clients: ProbeClients,
  userPoolId: string,
  isStopping: () => boolean,
): Promise<ReadonlyMap<string, ProbeResult>> {
  const { cloudFront, acm, tagging, cognito, logs, send, endpoints } = clients;
  const results = new Map<string, ProbeResult>();

  async function probe<T>(action: string, call: (options: CallOptions) => Promise<T>): Promise<T | undefined> {
    if (isStopping()) return undefined;
    try {
      const answer = await call({ abortSignal: AbortSignal.timeout(probeTimeoutMs) });
      results.set(action, 'granted');
      return answer;
    } catch (error) {
      results.set(action, judge(error));
      return undefined;
    }
  }

  const list = await probe('cloudfront:ListDistributions', (options) =>
    cloudFront.send(new ListDistributionsCommand({ MaxItems: maxDistributions }), options),
  );
  // A policy may name the distributions of this account alone, so one of them is asked about, where there is one.
  const distributions = list?.DistributionList?.Items ?? [];
  const named = distributions.find(
    ({ Aliases, ViewerCertificate }) => Aliases?.Items?.[0] && hasOwn(ViewerCertificate),
  );
  const { Id: id = 'E00000000NONE', ARN: arn, Aliases } = named ?? distributions[0] ?? {};
  const known = { DistributionId: id };
  await probe('cloudfront:GetDistribution', (options) =>
    cloudFront.send(new GetDistributionCommand({ Id: id }), options),
  );
  await probe('cloudfront:GetMonitoringSubscription', (options) =>
    cloudFront.send(new GetMonitoringSubscriptionCommand(known), options),
  );
  // CloudFront answers only for a domain that the certificate of the distribution covers, as it covers its alias.
  const domain = named && Aliases?.Items?.[0];
  if (domain === undefined) results.set('cloudfront:ListDomainConflicts', 'unknown');
  else {
    const input = { Domain: domain, DomainControlValidationResource: known, MaxItems: 1 };
    await probe('cloudfront:ListDomainConflicts', (options) =>
      cloudFront.send(new ListDomainConflictsCommand(input), options),
    );
  }
  if (arn === undefined) {
    results.set('cloudfront:ListTagsForResource', 'unknown');
    results.set('shield:DescribeProtection', 'unknown');
  } else {
    await probe('cloudfront:ListTagsForResource', (options) =>
      cloudFront.send(new ListTagsForResourceCommand({ Resource: arn }), options),
    );
    await probe('shield:DescribeProtection', () => describeProtection(send, endpoints, arn));
  }
  await probe('cloudfront:GetCachePolicy', (options) =>
    cloudFront.send(new GetCachePolicyCommand({ Id: cachePolicyId }), options),
  );
  await probe('cloudfront:GetOriginRequestPolicy', (options) =>
    cloudFront.send(new GetOriginRequestPolicyCommand({ Id: requestPolicyId }), options),
  );
  await probe('cloudfront:ListOriginAccessControls', (options) =>
    cloudFront.send(new ListOriginAccessControlsCommand({ MaxItems: 1 }), options),
  );
  const certificates = await probe('acm:ListCertificates', (options) =>
    acm.send(new ListCertificatesCommand({ MaxItems: 1 }), options),
  );
  const certificate = certificates?.CertificateSummaryList?.[0]?.CertificateArn;
  if (certificate === undefined) results.set('acm:DescribeCertificate', 'unknown');
  else {
    await probe('acm:DescribeCertificate', (options) =>
      acm.send(new DescribeCertificateCommand({ CertificateArn: certificate }), options),
    );
  }
  await probe('tag:GetResources', (options) => tagging.send(new GetResourcesCommand({ ResourcesPerPage: 1 }), options));
  await probe('logs:DescribeDeliverySources', (options) =>
    logs.send(new DescribeDeliverySourcesCommand({ limit: 1 }), options),
  );
  await probe('logs:DescribeDeliveries', (options) => logs.send(new DescribeDeliveriesCommand({ limit: 1 }), options));
  await probe('pricingplanmanager:ListSubscriptions', () => listSubscriptions(send, endpoints));
  await probe('cognito-idp:ListUsers', (options) =>
    cognito.send(new ListUsersCommand({ UserPoolId: userPoolId, Limit: 1 }), options),
  );
  await probe('cognito-idp:AdminListGroupsForUser', (options) =>
    cognito.send(new AdminListGroupsForUserCommand({ UserPoolId: userPoolId, Username: noUser }), options),
  );
  return results;
}

interface CallOptions {
  readonly abortSignal: AbortSignal;
}

/** CloudFront's own certificate covers no alias. */
function hasOwn(certificate: ViewerCertificate | undefined): boolean {
  return certificate?.ACMCertificateArn !== undefined || certificate?.IAMCertificateId !== undefined;
}

/**
 * AWS tells whether something exists only to those who may ask for it. Too many calls, a fault of AWS, no answer, and
 * credentials that do not hold say nothing of the permission; nor does an input that AWS refuses, because it may have looked
 * at that first.
 */
function judge(error: unknown): ProbeResult {
  if (isDenied(error)) return 'denied';
  const { status, code } = readAwsError(error);
  const isAnswer = status !== undefined && status >= 400 && status < 500;
  return isAnswer && /^NoSuch|NotFound(?:Exception)?$/.test(code) ? 'granted' : 'unknown';
}
