// One SDK client a service. CloudFront's API and the certificates it takes live in us-east-1, whatever AWS_REGION says;
// the pool says its own region. Credentials and AWS_ENDPOINT_URL_* are the SDK's own to read.
import { ACMClient } from '@aws-sdk/client-acm';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { limitCalls } from './gate.js';
import { type TimeAwsCall, timeCalls } from './meter.js';

export interface AwsClients {
  readonly cloudFront: CloudFrontClient;
  readonly acm: ACMClient;
  readonly cognito: CognitoIdentityProviderClient;
  readonly tagging: ResourceGroupsTaggingAPIClient;
}

/** Milliseconds. A person is waiting: rather a clear "AWS did not answer" than a long silence. */
export interface AwsTimeouts {
  readonly connect: number;
  readonly request: number;
}

/** ACM takes 8 to 10 calls a second, ListUsers 30; CloudFront does not publish its rates. */
const callsAtOnce = { cloudFront: 10, acm: 4, cognito: 10, tagging: 4 };

export const defaultTimeouts: AwsTimeouts = { connect: 3_000, request: 10_000 };

const untimed: TimeAwsCall = () => () => undefined;

export function makeAwsClients(
  poolRegion: string,
  timeouts: AwsTimeouts = defaultTimeouts,
  time: TimeAwsCall = untimed,
): AwsClients {
  const shared = {
    maxAttempts: 4,
    retryMode: 'adaptive',
    requestHandler: {
      connectionTimeout: timeouts.connect,
      requestTimeout: timeouts.request,
      // Without this the SDK only logs a warning and waits on.
      throwOnRequestTimeout: true,
    },
  };
  const usEast1 = { ...shared, region: 'us-east-1' };
  const inPool = { ...shared, region: poolRegion };
  return {
    cloudFront: limitCalls(timeCalls(new CloudFrontClient(usEast1), 'cloudfront', time), callsAtOnce.cloudFront),
    acm: limitCalls(timeCalls(new ACMClient(usEast1), 'acm', time), callsAtOnce.acm),
    cognito: limitCalls(timeCalls(new CognitoIdentityProviderClient(inPool), 'cognito', time), callsAtOnce.cognito),
    tagging: limitCalls(timeCalls(new ResourceGroupsTaggingAPIClient(usEast1), 'tagging', time), callsAtOnce.tagging),
  };
}

export function closeAwsClients(clients: AwsClients): void {
  clients.cloudFront.destroy();
  clients.acm.destroy();
  clients.cognito.destroy();
  clients.tagging.destroy();
}
