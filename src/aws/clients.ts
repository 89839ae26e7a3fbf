// All SDK clients of the bot: those that a clone takes, and the user pool's, which says its own region.
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import {
  type AwsTimeouts,
  arrangeCalls,
  type CloneClients,
  configureCalls,
  createCloneClients,
  defaultTimeouts,
  untimed,
} from './client-settings.js';
import type { TimeAwsCall } from './middleware/call-metrics.js';

export { defaultTimeouts } from './client-settings.js';

export interface AwsClients extends CloneClients {
  readonly cognito: CognitoIdentityProviderClient;
}

/** ListUsers takes 30 calls a second. */
const maxConcurrentCalls = 10;

export function createAwsClients(
  poolRegion: string,
  timeouts: AwsTimeouts = defaultTimeouts,
  time: TimeAwsCall = untimed,
): AwsClients {
  const inPool = { ...configureCalls(timeouts), region: poolRegion };
  return {
    ...createCloneClients(timeouts, time),
    cognito: arrangeCalls(new CognitoIdentityProviderClient(inPool), 'cognito', time, maxConcurrentCalls),
  };
}

export function closeAwsClients(clients: AwsClients): void {
  clients.cloudFront.destroy();
  clients.acm.destroy();
  clients.cognito.destroy();
  clients.tagging.destroy();
}
