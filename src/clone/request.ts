// From what a person or program typed to a CloneRequest, or to a sentence that says what to type.
import { parseHostname } from './hostname.js';
import { quote, type Refusal, refuse } from './outcome.js';

/** How the reference was named: by its ID, or by its own d….cloudfront.net name, which AWS has to look up. */
export type ReferenceName =
  | { readonly by: 'id'; readonly id: string }
  | { readonly by: 'domainName'; readonly domainName: string };

export interface CloneRequest {
  /** The clone's alias: lower case, punycode, no trailing dot. */
  readonly domain: string;
  /** The host that replaces the reference's main origin. */
  readonly origin: string;
  readonly reference: ReferenceName;
}

export type ParsedRequest = { readonly ok: true; readonly request: CloneRequest } | Refusal;

const usage = '`/cf-clone domain origin ref_dist`';
const example = '`/cf-clone www.example.com new-origin.example.net E2ABCDEFGHIJKL`';

/**
 * Undoes what Slack and keyboards do to typed text: links unwrapped, no-break and zero-width spaces, curly quotes,
 * stray formatting. https://api.slack.com/reference/surfaces/formatting#linking-urls
 */
export function normalizeText(text: string): string {
  const plain = text
    .replace(/[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g, ' ')
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g, '')
    .replace(/["'`\u2018-\u201f\u00ab\u00bb]/g, '')
    .replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, unwrapLink)
    .trim();
  return stripEmphasis(plain)
    .split(/\s+/)
    .map(stripEmphasis)
    .filter((word) => word !== '')
    .join(' ');
}

function unwrapLink(whole: string, address: string, label: string | undefined): string {
  if (/^[@#!]/.test(address)) return `<${address.split('|')[0]}>`;
  if (label === undefined || label.trim() === '' || /^mailto:/i.test(address)) return address;
  const host = (name: string) =>
    name
      .trim()
      .replace(/^[a-z]+:\/\//i, '')
      .replace(/[/.]+$/, '')
      .toLowerCase();
  // A label that names another host than the address would hide what is asked for.
  return host(address) === host(label) ? label.trim() : whole.replace(/\s+/g, '');
}

/** `*bold*`, `_italic_` and `~struck~` come as typed marks; `*.example.com` keeps its star. */
function stripEmphasis(text: string): string {
  let word = text;
  const mark = /^([*_~])(?!\.)(.+)\1$/s;
  for (let pair = mark.exec(word); pair?.[2]; pair = mark.exec(word)) word = pair[2];
  return word;
}

/** The words of a slash command: domain, origin, reference. */
export function parseCommand(text: string): ParsedRequest {
  const words = normalizeText(text).split(' ').filter(Boolean);
  const [domain, origin, reference, ...extra] = words;
  if (domain === undefined || origin === undefined || reference === undefined) {
    const missing = ['the domain', 'the origin', 'the reference distribution'].slice(words.length).join(', ');
    return refuse('invalid_request', { what: `Missing: ${missing}.`, next: `Type ${usage}, for example ${example}.` });
  }
  if (extra.length > 0) {
    return refuse('invalid_request', {
      what: `There are ${words.length} words where three belong; ${quote(extra.join(' '))} is too much.`,
      next: `Type ${usage}, for example ${example}.`,
    });
  }
  return parseRequest({ domain, origin, reference });
}

/** The three parameters, each checked, every problem named at once. */
export function parseRequest(typed: { domain: string; origin: string; reference: string }): ParsedRequest {
  const domain = parseHostname(typed.domain, 'domain');
  const origin = parseHostname(typed.origin, 'origin');
  const reference = parseReference(typed.reference);
  const problems = [
    domain.ok ? undefined : `Domain: ${domain.problem}`,
    origin.ok ? undefined : `Origin: ${origin.problem}`,
    reference.ok ? undefined : `Reference: ${reference.problem}`,
  ].filter((problem) => problem !== undefined);
  if (!domain.ok || !origin.ok || !reference.ok) {
    return refuse('invalid_request', { what: problems.join(' '), next: `Type ${usage}, for example ${example}.` });
  }
  if (domain.hostname === origin.hostname) {
    return refuse('invalid_request', {
      what: `Domain and origin are both ${quote(domain.hostname)}; the distribution would fetch from itself.`,
      next: 'Type the host that really serves the content as the second word.',
    });
  }
  return {
    ok: true,
    request: { domain: domain.hostname, origin: origin.hostname, reference: reference.name },
  };
}

type ParsedReference =
  | { readonly ok: true; readonly name: ReferenceName }
  | { readonly ok: false; readonly problem: string };

/** A distribution ID, its ARN, its console address or its d….cloudfront.net name. */
export function parseReference(typed: string): ParsedReference {
  const inside =
    /^arn:aws[\w-]*:cloudfront::?\d{12}:distribution\/([A-Z0-9]+)$/i.exec(typed) ??
    /^https:\/\/[a-z0-9.-]*console\.aws\.amazon\.com\/cloudfront\/.*distributions\/([A-Z0-9]+)/i.exec(typed);
  const id = inside?.[1] ?? typed;
  if (/^[A-Z0-9]{8,25}$/i.test(id)) return { ok: true, name: { by: 'id', id: id.toUpperCase() } };
  const host = typed.toLowerCase().replace(/[./]$/, '');
  if (/^d[a-z0-9]+\.cloudfront\.net$/.test(host)) {
    return { ok: true, name: { by: 'domainName', domainName: host } };
  }
  return {
    ok: false,
    problem: `${quote(typed)} is not a distribution ID. Type an ID such as \`E2ABCDEFGHIJKL\`, an ARN, or a \`d….cloudfront.net\` name.`,
  };
}
