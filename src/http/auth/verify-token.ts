// Finds out who is calling: verifies a token of the user pool, or takes the claims that an authorizer has verified, and
// checks that the caller may use the API.
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import type { Result } from '../../clone/result.js';
import { type ApiOutcome, refuse } from '../outcomes.js';
import { authorizeClaims, type Caller, type CallerRules } from './caller.js';
import { createSigningKeys, type SigningKeysOptions } from './signing-keys.js';
import {
  explainTokenError,
  findReason,
  refuseToken,
  type TokenRefusal,
  type TokenRefusalReason,
} from './token-refusal.js';

export interface TokenOptions extends CallerRules, Omit<SigningKeysOptions, 'timeoutMs'> {
  readonly userPoolId: string;
  /** The current time. */
  readonly today?: () => Date;
  /** Called with the reason for each token that is refused. */
  readonly countRefused?: (reason: TokenRefusalReason) => void;
}

/** Takes the Authorization header, and the claims if an authorizer has verified them. */
export type Authorize = (header: string | undefined, claims: unknown) => Promise<Result<Caller, ApiOutcome>>;

/** An access token or an ID token of Cognito is valid for at most one day (API reference, "CreateUserPoolClient"). */
const maxLifetimeSeconds = 86_400;
/** The clocks of the user pool and of this process may differ. */
const maxClockSkewSeconds = 300;

export function createAuthorize(options: TokenOptions): Authorize {
  const { today = () => new Date(), countRefused = () => undefined } = options;
  const keys = createSigningKeys(options);
  // `authorizeClaims` checks the purpose of the token, also for claims that an authorizer has verified.
  const verifier = CognitoJwtVerifier.create(
    { userPoolId: options.userPoolId, tokenUse: null, clientId: null },
    { jwksCache: keys.cache },
  );
  const issuers = [
    CognitoJwtVerifier.parseUserPoolId(options.userPoolId).issuer,
    CognitoJwtVerifier.parseUserPoolId(options.userPoolId, 'issuer-cognito-idp').issuer,
  ];

  return async (header, claims) => {
    const result = await verify(header, claims);
    if ('ok' in result) return result;
    countRefused(result.reason);
    return result.refusal;
  };

  async function verify(header: string | undefined, claims: unknown): Promise<Result<Caller> | TokenRefusal> {
    if (claims !== undefined) return authorizeCaller(claims);
    if (header === undefined || header.trim() === '') return { reason: 'missing', refusal: refuse('token_missing') };
    // The Cognito authorizer of API Gateway expects the token without "Bearer", so some clients send it like that.
    const token = /^(?:Bearer +)?([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(header.trim())?.[1];
    if (token === undefined) return refuseToken('malformed', 'The Authorization header holds no JSON Web Token.');
    try {
      await keys.refreshIfOld();
      const verified = await verifier.verify(token);
      return checkTimes(verified, today()) ?? authorizeCaller(verified);
    } catch (error) {
      return explainTokenError(error);
    }
  }

  function authorizeCaller(claims: unknown): Result<Caller> | TokenRefusal {
    const caller = authorizeClaims(claims, issuers, options);
    return caller.ok ? caller : { reason: findReason(caller), refusal: caller };
  }
}

/**
 * The library checks exp and nbf if they exist, and it ignores iat. A token without exp, or with an exp in a thousand
 * years, would be valid forever. No user pool issues such tokens.
 */
function checkTimes(token: { readonly exp?: number; readonly iat?: number }, today: Date): TokenRefusal | undefined {
  const latest = today.getTime() / 1_000 + maxClockSkewSeconds;
  if (token.exp === undefined) return refuseToken('time', 'It does not say when it expires.');
  if (token.exp > latest + maxLifetimeSeconds)
    return refuseToken('time', 'It expires later than any token of a user pool does.');
  if (token.iat !== undefined && token.iat > latest) return refuseToken('time', 'It was issued in the future.');
  return undefined;
}
