// What is left to do once the distribution exists: the DNS record. The grants are in grants.ts.
import { getDomain } from 'tldts';
import type { CloneConfig } from './distribution.js';

/** Route 53's hosted zone of every CloudFront distribution, for alias records. */
const cloudFrontZone = 'Z2FDTNDATAQYW2';

export interface DnsRecord {
  /** The record where any DNS host can carry it; undefined at the top of a zone, where a CNAME is impossible. */
  readonly cname: string | undefined;
  /** The same as an alias record of Route 53. */
  readonly alias: string;
}

/**
 * The exact record to create. The name below a public suffix is taken for the top of a zone, such as example.co.uk
 * (https://publicsuffix.org). A zone that somebody delegated further down cannot be seen in the name.
 */
export function describeDnsRecord(domain: string, distributionDomain: string, config: CloneConfig): DnsRecord {
  const types = config.IsIPV6Enabled ? 'A and AAAA' : 'A';
  const isApex = getDomain(domain) === domain;
  return {
    cname: isApex ? undefined : `${domain} CNAME ${distributionDomain}`,
    alias: `${domain} ${types} ALIAS ${distributionDomain} (zone ${cloudFrontZone})`,
  };
}

/** Where the console shows a distribution. */
export function toConsoleAddress(distributionId: string): string {
  return `https://us-east-1.console.aws.amazon.com/cloudfront/v4/home#/distributions/${encodeURIComponent(distributionId)}`;
}
