// The new origin's host as it is now.
import { quote } from '../../clone/visible-text.js';
import type { OriginHostFacts } from '../../clone/warnings/origin-host.js';
import { text, type WarningTexts } from './text.js';

const renew = 'Renew it before requests come.';
const maxNames = 3;

export const originHostTexts: WarningTexts<OriginHostFacts> = {
  origin_unresolved: ({ host }) =>
    text(
      `${quote(host)} does not resolve: CloudFront will answer 502 until it does.`,
      'Check the spelling, or create its DNS record first.',
    ),
  origin_not_public: ({ host }) =>
    text(
      `${quote(host)} has no public address: CloudFront cannot reach it over the internet.`,
      'Use a public host, or a reference with a VPC origin.',
    ),
  origin_loop: (facts) => text(describeLoop(facts), 'Name the host that serves the content.'),
  origin_certificate: (facts) => {
    const certificate = `The certificate of ${quote(facts.host)}`;
    switch (facts.problem) {
      case 'expired':
        return text(`${certificate} expired on ${toDay(facts.validTo)}.`, renew);
      case 'not_yet_valid':
        return text(`${certificate} is valid only from ${toDay(facts.validFrom)}.`, renew);
      case 'other_names': {
        const names = facts.names.slice(0, maxNames).map(quote).join(', ') || 'no name';
        return text(
          `${certificate} is for ${names}, not for this host: CloudFront will answer 502.`,
          'Give the host a certificate for its own name.',
        );
      }
      case 'untrusted':
        return text(
          `${certificate} is not from a public authority, or its chain is incomplete.`,
          'CloudFront will answer 502. Use a certificate from a public authority, with its whole chain.',
        );
    }
  },
  origin_certificate_expiring: ({ host, daysLeft }) =>
    text(`The certificate of ${quote(host)} has ${daysLeft} days left.`, renew),
};

function describeLoop(facts: OriginHostFacts['origin_loop']): string {
  const host = quote(facts.host);
  if (facts.servedBy === 'clone') {
    return `${host} is, or leads to, the domain of the clone itself: requests would go in a circle.`;
  }
  const who =
    facts.servedBy === 'distribution' ? `our distribution ${quote(facts.distributionId)}` : 'the reference itself';
  return `${host} is served by ${who}: the clone would fetch from CloudFront, not from an origin.`;
}

function toDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
