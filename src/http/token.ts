// Who is calling: a token of the pool, verified here or by an authorizer in front, and whether it may call at all.
import { CognitoJwtVerifier } from 'aws-jwt-verify';
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
  WaitPeriodNotYetEndedJwkError,
} from 'aws-jwt-verify/error';
import { type Refusal, refuse } from '../clone/outcome.js';
import { type Caller, type CallerRules, judgeClaims } from './caller.js';
import { type KeysOptions, makeKeys } from './keys.js';

export interface TokenOptions extends CallerRules, Omit<KeysOptions, 'timeout'> {
  readonly userPoolId: string;
}

/** Tells who is calling from the Authorization header, or from claims that were verified in front. */
export type Authorize = (header: string | undefined, claims: unknown) => Promise<Caller | Refusal>;

export function makeAuthorize(options: TokenOptions): Authorize {
  const keys = makeKeys(options);
  // What the token is for is judged by ourselves, the same for claims that an authorizer in front has verified.
  const verifier = CognitoJwtVerifier.create(
    { userPoolId: options.userPoolId, tokenUse: null, clientId: null },
    { jwksCache: keys.cache },
  );
  const issuers = [
    CognitoJwtVerifier.parseUserPoolId(options.userPoolId).issuer,
    CognitoJwtVerifier.parseUserPoolId(options.userPoolId, 'issuer-cognito-idp').issuer,
  ];

  return async (header, claims) => {
    if (claims !== undefined) return judgeClaims(claims, issuers, options);
    if (header === undefined || header.trim() === '') return refuse('token_missing');
    // API Gateway's Cognito authorizer takes the bare token, so callers that come from there send it so.
    const token = /^(?:Bearer +)?([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(header.trim())?.[1];
    if (token === undefined) {
      return refuse('token_invalid', { also: 'The Authorization header holds no JSON Web Token.' });
    }
    try {
      await keys.keepFresh();
      return judgeClaims(await verifier.verify(token), issuers, options);
    } catch (error) {
      return explainTokenError(error);
    }
  };
}

/** Which of the checks failed, without a word of the token itself. */
function explainTokenError(error: unknown): Refusal {
  const invalid = (also: string) => refuse('token_invalid', { also });
  if (error instanceof JwtExpiredError) return refuse('token_expired');
  if (error instanceof JwtNotBeforeError) return invalid('It is not valid yet.');
  if (error instanceof JwtInvalidIssuerError) return invalid('It was issued by another user pool.');
  if (error instanceof JwtInvalidSignatureAlgorithmError)
    return invalid('It is unsigned, or signed by an algorithm that the pool does not use.');
  if (error instanceof JwtInvalidSignatureError) return invalid('Its signature does not verify.');
  if (error instanceof JwtParseError) return invalid('It cannot be read as a JSON Web Token.');
  if (
    error instanceof KidNotFoundInJwksError ||
    error instanceof JwtWithoutValidKidError ||
    error instanceof WaitPeriodNotYetEndedJwkError
  ) {
    return invalid('It is signed with a key that the pool does not publish.');
  }
  if (error instanceof FetchError || error instanceof JwkValidationError) {
    return refuse('identity_unavailable', { also: 'The keys of the user pool could not be read.' });
  }
  const name = error instanceof Error ? error.name : 'unknown';
  return invalid(`It failed a check (${name}).`);
}
