// The DNS record to create, in a line that people can copy.
import type { DnsRecord } from '../clone/steps.js';

/** Route 53's hosted zone of every CloudFront distribution, for alias records (API: AliasTarget). */
export const cloudFrontZone = 'Z2FDTNDATAQYW2';

export interface DnsRecordText {
  /** The record where any DNS host can carry it; undefined at the top of a zone. */
  readonly cname: string | undefined;
  /** The same as an alias record of Route 53. */
  readonly alias: string;
}

export function describeDnsRecord({ name, target, types, isApex }: DnsRecord): DnsRecordText {
  return {
    cname: isApex ? undefined : `${name} CNAME ${target}`,
    alias: `${name} ${types.join(' and ')} ALIAS ${target} (zone ${cloudFrontZone})`,
  };
}
