// The SDK clients that a clone takes: all that the Lambda loads. CloudFront's API and the certificates it takes live in
// us-east-1, whatever AWS_REGION says. Credentials and AWS_ENDPOINT_URL_* are the SDK's own to read.
import { ACMClient } from '@aws-sdk/client-acm';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { createProxyAgents, type ProxyAgents, type ProxySettings } from '../network/proxy.js';
import { type AwsService, type TimeAwsCall, timeCalls } from './middleware/call-metrics.js';
import { limitCalls } from './middleware/concurrency-limit.js';

export interface CloneClients {
  readonly cloudFront: CloudFrontClient;
  readonly acm: ACMClient;
  readonly tagging: ResourceGroupsTaggingAPIClient;
}

/** Milliseconds. A person is waiting: rather a clear "AWS did not answer" than a long silence. */
export interface AwsTimeouts {
  readonly connect: number;
  readonly request: number;
}

/** ACM takes 8 to 10 calls a second; CloudFront does not publish its rates. */
const maxConcurrentCalls = { cloudFront: 10, acm: 4, tagging: 4 };

export const defaultTimeouts: AwsTimeouts = { connect: 3_000, request: 10_000 };

export const untimed: TimeAwsCall = () => () => undefined;

export interface ClientOptions {
  readonly timeouts?: AwsTimeouts | undefined;
  readonly time?: TimeAwsCall | undefined;
  /** Undefined where AWS is reached directly. */
  readonly proxy?: ProxySettings | undefined;
}

export function createCloneClients(options: ClientOptions = {}): CloneClients {
  const { time = untimed } = options;
  const usEast1 = { ...configureCalls(options), region: 'us-east-1' };
  return {
    cloudFront: arrangeCalls(new CloudFrontClient(usEast1), 'cloudfront', time, maxConcurrentCalls.cloudFront),
    acm: arrangeCalls(new ACMClient(usEast1), 'acm', time, maxConcurrentCalls.acm),
    tagging: arrangeCalls(new ResourceGroupsTaggingAPIClient(usEast1), 'tagging', time, maxConcurrentCalls.tagging),
  };
}

/** What each call of a client goes through: the concurrency limit, then the timer. */
export function arrangeCalls<T extends Arrangeable>(
  client: T,
  service: AwsService,
  time: TimeAwsCall,
  most: number,
): T {
  return limitCalls(timeCalls(client, service, time), most);
}
type Arrangeable = Parameters<typeof timeCalls>[0] & Parameters<typeof limitCalls>[0];

/** What all clients have in common. */
export function configureCalls({ timeouts = defaultTimeouts, proxy }: ClientOptions) {
  // The clients that the SDK makes for credentials (STS, SSO) take over the request handler, and with it the agents.
  const agents: Partial<ProxyAgents> = proxy ? createProxyAgents(proxy) : {};
  return {
    maxAttempts: 4,
    retryMode: 'adaptive',
    requestHandler: {
      ...agents,
      connectionTimeout: timeouts.connect,
      requestTimeout: timeouts.request,
      // Without this the SDK only logs a warning and waits on.
      throwOnRequestTimeout: true,
    },
  };
}
