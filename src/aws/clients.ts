// All SDK clients of the bot: those that a clone takes, and the user pool's, which says its own region.
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import {
  arrangeCalls,
  type ClientOptions,
  type CloneClients,
  configureCalls,
  createCloneClients,
  untimed,
} from './client-settings.js';

export { defaultTimeouts } from './client-settings.js';

export interface AwsClients extends CloneClients {
  readonly cognito: CognitoIdentityProviderClient;
}

/** ListUsers takes 30 calls a second. */
const maxConcurrentCalls = 10;

export function createAwsClients(poolRegion: string, options: ClientOptions = {}): AwsClients {
  const { time = untimed } = options;
  const inPool = { ...configureCalls(options), region: poolRegion };
  return {
    ...createCloneClients(options),
    cognito: arrangeCalls(new CognitoIdentityProviderClient(inPool), 'cognito', time, maxConcurrentCalls),
  };
}

export function closeAwsClients(clients: AwsClients): void {
  clients.cloudFront.destroy();
  clients.acm.destroy();
  clients.cognito.destroy();
  clients.tagging.destroy();
}
