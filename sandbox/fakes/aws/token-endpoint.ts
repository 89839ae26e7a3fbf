// Cognito's token endpoint: a program's ID and secret for an access token (the client credentials grant).

import { AwsError } from './errors.js';
import type { ApiClient } from './seed.js';
import type { Store } from './store.js';
import { type TokenIssuer, tokenLifetime } from './tokens.js';
import { type Answer, type AwsRequest, answerJson, headerOf, type Service } from './wire.js';

export const tokenPath = '/oauth2/token';

/** The words of OAuth 2.0 that Cognito answers with. */
type Refusal =
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'invalid_scope'
  | 'unauthorized_client'
  | 'unsupported_grant_type';

/** Of people's sign-ins, which the fake has none of. */
const grantsOfPeople = ['authorization_code', 'refresh_token'];

export function isTokenEndpoint(request: AwsRequest): boolean {
  return request.method === 'POST' && request.path === tokenPath;
}

export function buildTokenEndpoint(store: Store, tokens: TokenIssuer): Service {
  return {
    name: 'cognito-idp',
    // As CloudTrail names it.
    identify: () => 'Token_POST',
    answer: (_operation, request) => issue(store, tokens, request),
    refuse: (error, requestId) => answerJson(error.status, { error: error.code }, requestId),
    describe: describeForm,
    throttled: () => new AwsError('TooManyRequestsException', 429, 'Rate exceeded'),
    unavailable: () => new AwsError('ServiceUnavailableException', 503, 'The service is temporarily unavailable.'),
    denied: () => refusal('unauthorized_client'),
  };
}

function issue(store: Store, tokens: TokenIssuer, request: AwsRequest): Answer {
  const given = readParameters(request);
  const grant = given.get('grant_type');
  if (grant === null) throw refusal('invalid_request');
  if (grant !== 'client_credentials' && !grantsOfPeople.includes(grant)) throw refusal('unsupported_grant_type');
  const client = authenticate(store, request, given);
  if (grant !== 'client_credentials') throw refusal('unauthorized_client');
  if (client.scopes.length === 0) throw refusal('invalid_grant');
  const access_token = tokens.issueMachineToken({ clientId: client.id, scopes: readScopes(client, given) });
  return answerJson(200, { access_token, expires_in: tokenLifetime, token_type: 'Bearer' });
}

/** Cognito also reads what is in the query string; what is in the form comes first. */
function readParameters(request: AwsRequest): URLSearchParams {
  const parameters = new URLSearchParams(request.query);
  const type = headerOf(request, 'content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/x-www-form-urlencoded') {
    for (const [name, value] of new URLSearchParams(request.body)) parameters.set(name, value);
  }
  return parameters;
}

function authenticate(store: Store, request: AwsRequest, given: URLSearchParams): ApiClient {
  const { id, secret } = readBasic(request) ?? { id: given.get('client_id'), secret: given.get('client_secret') };
  if (id === null) throw refusal('invalid_request');
  const client = store.pool.apiClients.find((candidate) => candidate.id === id);
  const isSame = (given.get('client_id') ?? id) === id;
  if (client === undefined || client.secret !== secret || !isSame) throw refusal('invalid_client');
  return client;
}

function readBasic(request: AwsRequest): { id: string; secret: string } | undefined {
  const encoded = /^Basic +(.*)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { id, secret: rest.join(':') };
}

/** All that the client has, unless it asks for less. */
function readScopes(client: ApiClient, given: URLSearchParams): readonly string[] {
  const asked = (given.get('scope') ?? '').split(' ').filter(Boolean);
  if (!asked.every((scope) => client.scopes.includes(scope))) throw refusal('invalid_scope');
  return asked.length > 0 ? asked : client.scopes;
}

function refusal(word: Refusal): AwsError {
  return new AwsError(word, 400, word);
}

/** The call log is for everybody's eyes. */
function describeForm(body: string): unknown {
  const fields = [...new URLSearchParams(body)];
  return Object.fromEntries(fields.map(([name, value]) => [name, name === 'client_secret' ? '(hidden)' : value]));
}
