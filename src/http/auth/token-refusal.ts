// Why a token is refused: a reason for the metrics, and a refusal that reveals nothing of the token.
import {
  FetchError,
  JwkValidationError,
  JwtExpiredError,
  JwtInvalidIssuerError,
  JwtInvalidSignatureAlgorithmError,
  JwtInvalidSignatureError,
  JwtNotBeforeError,
  JwtParseError,
  JwtWithoutValidKidError,
  KidNotFoundInJwksError,
  ParameterValidationError,
} from 'aws-jwt-verify/error';
import { type Refusal, refuse } from '../outcomes.js';

/** The closed list of reasons. */
export const tokenRefusalReasons = [
  'missing',
  'malformed',
  'algorithm',
  'key',
  'signature',
  'expired',
  'time',
  'issuer',
  'claims',
  'client',
  'scope',
  'group',
  'keys_unavailable',
] as const;
export type TokenRefusalReason = (typeof tokenRefusalReasons)[number];

export interface TokenRefusal {
  readonly reason: TokenRefusalReason;
  readonly refusal: Refusal;
}

export function refuseToken(reason: TokenRefusalReason, also: string): TokenRefusal {
  return { reason, refusal: refuse('token_invalid', { also }) };
}

/** Says which check failed, and reveals nothing of the token. */
export function explainTokenError(error: unknown): TokenRefusal {
  if (error instanceof JwtExpiredError) return { reason: 'expired', refusal: refuse('token_expired') };
  if (error instanceof JwtNotBeforeError) return refuseToken('time', 'It is not valid yet.');
  // For an unknown issuer, the library throws a ParameterValidationError.
  if (error instanceof JwtInvalidIssuerError || error instanceof ParameterValidationError)
    return refuseToken('issuer', 'It was not issued by the user pool of this API.');
  if (error instanceof JwtInvalidSignatureAlgorithmError)
    return refuseToken('algorithm', 'It is unsigned, or signed by an algorithm that the pool does not use.');
  if (error instanceof JwtInvalidSignatureError) return refuseToken('signature', 'Its signature is not valid.');
  if (error instanceof JwtParseError) return refuseToken('malformed', 'It cannot be read as a JSON Web Token.');
  if (error instanceof KidNotFoundInJwksError || error instanceof JwtWithoutValidKidError)
    return refuseToken('key', 'It is signed with a key that the pool does not publish.');
  if (error instanceof FetchError || error instanceof JwkValidationError) {
    const refusal = refuse('identity_unavailable', { also: 'The keys of the user pool could not be read.' });
    return { reason: 'keys_unavailable', refusal };
  }
  const name = error instanceof Error ? error.name : 'unknown';
  return refuseToken('claims', `It failed a check (${name}).`);
}

export function findReason({ outcome }: Refusal): TokenRefusalReason {
  switch (outcome) {
    case 'client_not_allowed':
      return 'client';
    case 'scope_missing':
      return 'scope';
    case 'not_allowed':
      return 'group';
    default:
      return 'claims';
  }
}
