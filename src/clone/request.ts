// Checks the three parameters of a request, however they came, and names what is wrong with each.
import { parseHostname } from './hostname.js';
import { refuse } from './outcome.js';
import type { Result } from './result.js';

/** How the reference was named. The names lead to its ID through the distribution index. */
export type ReferenceName =
  | { readonly by: 'id'; readonly id: string }
  /** Its own d….cloudfront.net name. */
  | { readonly by: 'domainName'; readonly domainName: string }
  | { readonly by: 'alias'; readonly alias: string };

export interface CloneRequest {
  /** The clone's alias: lower case, punycode, no trailing dot. */
  readonly domain: string;
  /** The host that replaces the reference's main origin. */
  readonly origin: string;
  readonly reference: ReferenceName;
}

/** The three parameters, each checked, every problem named at once. */
export function parseRequest(typed: { domain: string; origin: string; reference: string }): Result<CloneRequest> {
  const domain = parseHostname(typed.domain, 'domain');
  const origin = parseHostname(typed.origin, 'origin');
  const reference = parseReference(typed.reference);
  if (!domain.ok || !origin.ok || !reference.ok) {
    const facts = {
      domain: domain.ok ? undefined : domain.problem,
      origin: origin.ok ? undefined : origin.problem,
      reference: reference.ok ? undefined : typed.reference,
    };
    return refuse('invalid_request', { details: [{ kind: 'parameters_wrong', facts }] });
  }
  if (domain.hostname === origin.hostname) {
    return refuse('invalid_request', { details: [{ kind: 'same_host', facts: { host: domain.hostname } }] });
  }
  return {
    ok: true,
    value: { domain: domain.hostname, origin: origin.hostname, reference: reference.name },
  };
}

type ParsedReference = { readonly ok: true; readonly name: ReferenceName } | { readonly ok: false };

/** A distribution ID, its ARN, its console address, its d….cloudfront.net name, or one of its aliases. */
export function parseReference(typed: string): ParsedReference {
  const inside =
    /^arn:aws[\w-]*:cloudfront::?\d{12}:distribution\/([A-Z0-9]+)$/i.exec(typed) ??
    /^https:\/\/[a-z0-9.-]*console\.aws\.amazon\.com\/cloudfront\/.*distributions\/([A-Z0-9]+)/i.exec(typed);
  const id = inside?.[1] ?? typed;
  if (/^[A-Z0-9]{8,25}$/i.test(id)) return { ok: true, name: { by: 'id', id: id.toUpperCase() } };
  const host = typed
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[./]$/, '');
  if (/^d[a-z0-9]+\.cloudfront\.net$/.test(host)) {
    return { ok: true, name: { by: 'domainName', domainName: host } };
  }
  const alias = parseHostname(typed, 'domain');
  if (alias.ok) return { ok: true, name: { by: 'alias', alias: alias.hostname } };
  return { ok: false };
}

/** The reference as it was named. */
export function showReference(reference: ReferenceName): string {
  switch (reference.by) {
    case 'id':
      return reference.id;
    case 'domainName':
      return reference.domainName;
    case 'alias':
      return reference.alias;
    default:
      return reference satisfies never;
  }
}
