// What is known of the hosts that a plan names: who answers there, and which distribution it is.

/** The certificate that a server shows. */
export interface ServerCertificate {
  /** Its DNS names in lower case, with wildcards. */
  readonly names: readonly string[];
  readonly validFrom: Date;
  readonly validTo: Date;
  /** Whether a public certificate authority issued it and the chain is complete. */
  readonly isTrusted: boolean;
}

/** What can be seen of an origin from outside. */
export interface OriginFacts {
  /** `private`: it has addresses, but none that is reached over the internet. `unknown`: DNS did not answer in time. */
  readonly resolution: 'public' | 'private' | 'none' | 'unknown';
  /** The host, then each name that its CNAME records lead to, in lower case. */
  readonly names: readonly string[];
  /** Undefined where nobody looked, or the host did not answer. */
  readonly certificate?: ServerCertificate;
}

/** What a list tells of a distribution. */
export interface DistributionSummary {
  readonly id: string;
  readonly arn: string;
  readonly domainName: string;
  readonly aliases: readonly string[];
  readonly comment: string;
  /** `InProgress` or `Deployed`. */
  readonly status: string;
  /** The host that the default behavior leads to; empty where it leads to none. */
  readonly origin: string;
}
