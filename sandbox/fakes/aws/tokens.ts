// The issuer of the user pool: its keys, and tokens with the claims that Cognito writes into them.

import {
  createHmac,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  randomUUID,
  sign,
} from 'node:crypto';
import type { Store } from './store.js';

/** In seconds; what an app client has unless it is told otherwise. */
export const tokenLifetime = 3600;

export type Claims = Readonly<Record<string, unknown>>;

export interface PublishedKey {
  readonly alg: 'RS256';
  readonly e: string;
  readonly kid: string;
  readonly kty: 'RSA';
  readonly n: string;
  readonly use: 'sig';
}

/** What no Cognito would do, for tests of those who verify. */
export interface SignOptions {
  readonly kid?: string;
  readonly alg?: 'RS256' | 'RS384' | 'RS512' | 'HS256' | 'none';
  /** Without one, HS256 takes the published key for its secret: the oldest trick against a verifier. */
  readonly key?: KeyObject;
}

export interface MachineRequest {
  readonly clientId: string;
  readonly scopes: readonly string[];
}

export interface PersonRequest {
  readonly username: string;
  readonly clientId: string;
  readonly use: 'access' | 'id';
  /** Given for a sign-in by the login pages; one by the API has no scope but that of the person's own account. */
  readonly scopes?: readonly string[];
}

interface SigningKey {
  readonly privateKey: KeyObject;
  readonly published: PublishedKey;
}

/** Access tokens and ID tokens are signed with different keys. */
interface KeyRing {
  readonly access: SigningKey;
  readonly id: SigningKey;
}

export class TokenIssuer {
  readonly #store: Pick<Store, 'now' | 'pool'>;
  #ring: KeyRing | undefined;
  #former: KeyRing[] = [];
  #rotations = 0;

  constructor(store: Pick<Store, 'now' | 'pool'>) {
    this.#store = store;
  }

  /** The pool's own, wherever its keys are read. */
  get iss(): string {
    const { id } = this.#store.pool;
    return `https://cognito-idp.${id.split('_')[0]}.amazonaws.com/${id}`;
  }

  publishedKeys(): { readonly keys: readonly PublishedKey[] } {
    const rings = [this.#current(), ...this.#former];
    return { keys: rings.flatMap(({ access, id }) => [id.published, access.published]) };
  }

  /** From now on new keys sign; the old ones stay published. */
  rotate(): void {
    this.#former.unshift(this.#current());
    this.#rotations += 1;
    this.#ring = ringAt(this.#rotations);
  }

  /** Withdraws every key that does not sign any more. */
  retire(): void {
    this.#former = [];
  }

  /** A text is signed as it is: JSON has numbers that JavaScript does not write. */
  sign(claims: Claims | string, options: SignOptions = {}): string {
    const { access, id } = this.#current();
    const isId = typeof claims !== 'string' && claims.token_use === 'id';
    const { privateKey, published } = isId ? id : access;
    const { kid = published.kid, alg = published.alg } = options;
    const payload = typeof claims === 'string' ? claims : JSON.stringify(claims);
    const input = `${encode(JSON.stringify({ kid, alg }))}.${encode(payload)}`;
    return `${input}.${signatureOf(input, alg, options.key ?? privateKey)}`;
  }

  issueMachineToken(request: MachineRequest): string {
    return this.sign(this.machineClaims(request));
  }

  issuePersonToken(request: PersonRequest): string {
    return this.sign(this.personClaims(request));
  }

  /** A program is its own subject: no user, hence no groups. */
  machineClaims({ clientId, scopes }: MachineRequest): Claims {
    const own = { sub: clientId, client_id: clientId, token_use: 'access', scope: scopes.join(' '), version: 2 };
    return { ...own, ...this.#commonClaims() };
  }

  /** As the user is at this moment, whether or not they could sign in: a token outlasts what happens to its owner. */
  personClaims({ username, clientId, use, scopes }: PersonRequest): Claims {
    const user = this.#store.pool.users.find((candidate) => candidate.username === username);
    if (user === undefined) throw new Error(`no user ${username} in the pool`);
    const subject = {
      sub: user.sub ?? user.username,
      // Left out for those who are in no group.
      ...(user.groups.length > 0 && { 'cognito:groups': [...user.groups] }),
    };
    const session = { origin_jti: randomUUID(), event_id: randomUUID(), ...this.#commonClaims() };
    if (use === 'id') {
      const { email_verified, ...attributes } = user.attributes;
      return {
        ...subject,
        ...attributes,
        ...(email_verified !== undefined && { email_verified: email_verified === 'true' }),
        'cognito:username': username,
        aud: clientId,
        token_use: 'id',
        ...session,
      };
    }
    return {
      ...subject,
      client_id: clientId,
      token_use: 'access',
      scope: (scopes ?? ['aws.cognito.signin.user.admin']).join(' '),
      ...(scopes && { version: 2 }),
      username,
      ...session,
    };
  }

  #commonClaims() {
    const now = Math.floor(this.#store.now().getTime() / 1000);
    return { iss: this.iss, auth_time: now, iat: now, exp: now + tokenLifetime, jti: randomUUID() };
  }

  /** Made when first asked for: it takes a while, and most of those who start a fake want no token. */
  #current(): KeyRing {
    this.#ring ??= ringAt(this.#rotations);
    return this.#ring;
  }
}

/** RSA keys take a while to make: every issuer of this process has the same first keys, the same second keys and so on. */
const rings: KeyRing[] = [];

function ringAt(index: number): KeyRing {
  const ring = rings[index] ?? { access: makeKey(), id: makeKey() };
  rings[index] = ring;
  return ring;
}

function makeKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const kid = randomBytes(32).toString('base64');
  return { privateKey, published: { alg: 'RS256', e, kid, kty: 'RSA', n, use: 'sig' } };
}

function signatureOf(input: string, alg: NonNullable<SignOptions['alg']>, key: KeyObject): string {
  if (alg === 'none') return '';
  if (alg === 'HS256') return createHmac('sha256', secretFrom(key)).update(input).digest('base64url');
  return sign(`sha${alg.slice(2)}`, Buffer.from(input), key).toString('base64url');
}

function secretFrom(key: KeyObject): KeyObject {
  if (key.type === 'secret') return key;
  return createSecretKey(createPublicKey(key).export({ format: 'pem', type: 'spki' }).toString(), 'utf8');
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}
