// The user pool of the sample account: who may, who may not, and who only seems to.

import type { UserPoolSeed } from './seed.js';

const scopes = ['cfclone/write', 'cfclone/read'];

/** The program whose tokens the bot takes. */
export const pipelineClient = {
  id: '1example23456789abcdefghij',
  secret: '1examplesecret23456789abcdefghijklmnopqrstuvwxyz123',
  name: 'deploy-pipeline',
  scopes,
};

/** Has the same scopes, but belongs to somebody else's program. */
export const otherClient = {
  id: '2another23456789abcdefghij',
  secret: '2anothersecret23456789abcdefghijklmnopqrstuvwxyz123',
  name: 'billing-export',
  scopes,
};

export function createUserPoolSeed(now: Date): UserPoolSeed {
  const createdAt = new Date(now.getTime() - 200 * 24 * 60 * 60 * 1000).toISOString();
  const person = (number: number, username: string, email: string, groups: string[], isVerified = true) => ({
    username,
    sub: `7c0e5d1a-0000-4000-8000-${String(number).padStart(12, '0')}`,
    attributes: { email, email_verified: String(isVerified) },
    groups,
    createdAt,
  });
  return {
    id: 'us-east-1_cfclone01',
    groups: ['cdn-operators', 'cdn-approvers', 'developers'],
    apiClients: [pipelineClient, otherClient],
    users: [
      person(1, 'ana', 'ana@example.com', ['cdn-operators', 'cdn-approvers']),
      person(2, 'bo', 'bo@example.com', ['cdn-operators']),
      person(3, 'dev', 'dev@example.com', ['developers']),
      person(4, 'guest', 'guest@example.com', ['cdn-operators']),
      person(5, 'stranger', 'stranger@partner.example', ['cdn-operators']),
      person(6, 'unverified', 'unverified@example.com', ['cdn-operators'], false),
      // An address that is no sign-in name can be anyone's, so two may have it.
      person(7, 'twin-one', 'twin@example.com', ['cdn-operators']),
      person(8, 'twin-two', 'twin@example.com', ['cdn-operators']),
    ],
  };
}
