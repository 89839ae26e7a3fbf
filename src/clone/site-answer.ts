// What a viewer gets from a site, as far as a verification shows and compares it. The list of headers is closed, because
// others may hold secrets, such as cookies.
import type { ServerCertificate } from './origin-facts.js';

/** Headers whose values are shown. */
export const shownHeaders = [
  'content-type',
  'cache-control',
  'age',
  'x-cache',
  'server',
  'strict-transport-security',
  'x-content-type-options',
  'x-frame-options',
  'referrer-policy',
] as const;
export type ShownHeader = (typeof shownHeaders)[number];

/** Long or personal headers: only whether they are there is told. */
export const namedHeaders = ['content-security-policy', 'permissions-policy', 'set-cookie'] as const;
export type NamedHeader = (typeof namedHeaders)[number];

export interface SiteResponse {
  readonly kind: 'response';
  readonly status: number;
  readonly headers: Readonly<Partial<Record<ShownHeader, string>>>;
  /** Those of `namedHeaders` that the answer has. */
  readonly present: readonly NamedHeader[];
  /** The host that a redirect leads to; undefined where there is none, or it stays on this host. */
  readonly redirectHost?: string;
  /** The redirect leads to the very address that was asked. */
  readonly isRedirectLoop: boolean;
  readonly certificate?: ServerCertificate;
  /** How much of the body was received. Nothing of it is kept. */
  readonly bodyBytes: number;
  /** False if the body was longer than allowed, or not there in time. */
  readonly isBodyWhole: boolean;
}

/**
 * Why there is no answer. `dns_unavailable`: DNS could not be asked. `no_public_address`: it has none. `not_connected`,
 * `no_handshake`, `no_answer`: how far it came.
 */
export type SiteFailureReason =
  | 'dns_unavailable'
  | 'no_public_address'
  | 'not_connected'
  | 'no_handshake'
  | 'no_answer';

export interface SiteFailure {
  readonly kind: 'failure';
  readonly reason: SiteFailureReason;
  readonly certificate?: ServerCertificate;
}

export type SiteAnswer = SiteResponse | SiteFailure;

export interface SiteRequest {
  /** The distribution's own name: nobody connects to addresses that are not its own. */
  readonly distributionDomain: string;
  /** If given, only addresses to which this name leads too. */
  readonly realName?: string;
  /** Server name (SNI) and Host. */
  readonly host: string;
  readonly path: string;
}
