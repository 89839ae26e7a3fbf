// Who is calling: a token of the pool, verified here or by an authorizer in front, and whether it may call at all.
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { type Refusal, refuse } from '../../clone/outcome.js';
import { type Caller, type CallerRules, judgeClaims } from './caller.js';
import { type KeysOptions, makeKeys } from './signing-keys.js';
import {
  explainTokenError,
  reasonOf,
  refuseToken,
  type TokenRefusal,
  type TokenRefusalReason,
} from './token-refusal.js';

export interface TokenOptions extends CallerRules, Omit<KeysOptions, 'timeout'> {
  readonly userPoolId: string;
  /** The time of day. */
  readonly today?: () => Date;
  /** Hears of every request whose token does not count, and why. */
  readonly countRefused?: (reason: TokenRefusalReason) => void;
}

/** Tells who is calling from the Authorization header, or from claims that were verified in front. */
export type Authorize = (header: string | undefined, claims: unknown) => Promise<Caller | Refusal>;

/** Cognito lets an access token or an ID token live a day at most (API reference, "CreateUserPoolClient"). */
const maxLifetimeSeconds = 86_400;
/** The pool's clock and ours may differ. */
const maxClockSkewSeconds = 300;

export function makeAuthorize(options: TokenOptions): Authorize {
  const { today = () => new Date(), countRefused = () => undefined } = options;
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
    const judged = await judge(header, claims);
    if ('ok' in judged) return judged;
    countRefused(judged.reason);
    return judged.refusal;
  };

  async function judge(header: string | undefined, claims: unknown): Promise<Caller | TokenRefusal> {
    if (claims !== undefined) return judgeCaller(claims);
    if (header === undefined || header.trim() === '') return { reason: 'missing', refusal: refuse('token_missing') };
    // API Gateway's Cognito authorizer takes the bare token, so callers that come from there send it so.
    const token = /^(?:Bearer +)?([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(header.trim())?.[1];
    if (token === undefined) return refuseToken('malformed', 'The Authorization header holds no JSON Web Token.');
    try {
      await keys.keepFresh();
      const verified = await verifier.verify(token);
      return judgeTimes(verified, today()) ?? judgeCaller(verified);
    } catch (error) {
      return explainTokenError(error);
    }
  }

  function judgeCaller(claims: unknown): Caller | TokenRefusal {
    const caller = judgeClaims(claims, issuers, options);
    return caller.ok ? caller : { reason: reasonOf(caller), refusal: caller };
  }
}

/**
 * The library checks exp and nbf where they are there, and ignores iat. A token without exp would be valid forever, and
 * so would one that expires in a thousand years; no user pool issues such tokens.
 */
function judgeTimes(token: { readonly exp?: number; readonly iat?: number }, today: Date): TokenRefusal | undefined {
  const latest = today.getTime() / 1_000 + maxClockSkewSeconds;
  if (token.exp === undefined) return refuseToken('time', 'It does not say when it expires.');
  if (token.exp > latest + maxLifetimeSeconds)
    return refuseToken('time', 'It expires later than any token of a user pool does.');
  if (token.iat !== undefined && token.iat > latest) return refuseToken('time', 'It was issued in the future.');
  return undefined;
}
