// What a host name is to CloudFront: an alias, an origin, a kind of origin, a name a certificate covers.

import { isIP } from 'node:net';

export type OriginKind = 's3' | 'lambda' | 'mediastore' | 'mediapackagev2' | 'api-gateway' | 'other';

const region = '[a-z]{2}(?:-[a-z]+)+-\\d';
const kinds: readonly { kind: OriginKind; host: RegExp }[] = [
  {
    kind: 's3',
    host: new RegExp(
      `^[a-z0-9][a-z0-9.-]*[a-z0-9]\\.s3(?:[.-](?:dualstack\\.)?${region})?\\.amazonaws\\.com(?:\\.cn)?$`,
    ),
  },
  { kind: 'lambda', host: new RegExp(`^[a-z0-9]+\\.lambda-url\\.${region}\\.on\\.aws$`) },
  { kind: 'api-gateway', host: new RegExp(`\\.execute-api\\.${region}\\.amazonaws\\.com(?:\\.cn)?$`) },
  { kind: 'mediastore', host: new RegExp(`\\.mediastore\\.${region}\\.amazonaws\\.com$`) },
  { kind: 'mediapackagev2', host: new RegExp(`\\.mediapackagev2\\.${region}\\.amazonaws\\.com$`) },
];

export function originKindOf(host: string): OriginKind {
  const name = host.toLowerCase();
  return kinds.find((candidate) => candidate.host.test(name))?.kind ?? 'other';
}

/** Why CloudFront would not take this as an origin's host, in its words. */
export function originHostProblem(host: string): string | undefined {
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0) return 'The parameter origin name cannot be an IP address.';
  if (host.includes(':')) return 'The parameter origin name cannot contain a colon.';
  const labels = host.split('.');
  const isName = host.length <= 253 && labels.length >= 2 && labels.every(isLabel);
  return isName ? undefined : 'The parameter origin name must be a domain name.';
}

export function isAlias(name: string): boolean {
  if (name.length > 253 || name !== name.toLowerCase() || isIP(name) !== 0) return false;
  const labels = (name.startsWith('*.') ? name.slice(2) : name).split('.');
  return labels.length >= 2 && labels.every(isLabel);
}

/** A certificate's wildcard stands for exactly one label. */
export function isCoveredBy(domain: string, names: readonly string[]): boolean {
  const wanted = domain.toLowerCase();
  const parent = wanted.slice(wanted.indexOf('.') + 1);
  return names.some((name) => {
    const offered = name.toLowerCase();
    return offered === wanted || (!wanted.startsWith('*.') && offered === `*.${parent}`);
  });
}

/** An alias wildcard, unlike a certificate's, reaches through any number of labels. */
export function overlaps(one: string, other: string): boolean {
  return one === other || reaches(one, other) || reaches(other, one);
}

function reaches(wildcard: string, name: string): boolean {
  return wildcard.startsWith('*.') && name.endsWith(wildcard.slice(1));
}

function isLabel(label: string): boolean {
  return /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/i.test(label);
}
