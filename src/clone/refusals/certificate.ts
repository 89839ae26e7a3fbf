// Domains that no certificate of the account covers.

/** Why CloudFront would not take a certificate today. */
export type UnusableReason =
  | { readonly kind: 'expired'; readonly notAfter: Date }
  | { readonly kind: 'expires_today'; readonly notAfter: Date }
  | { readonly kind: 'status'; readonly status: string }
  | { readonly kind: 'key_type'; readonly keyAlgorithm: string }
  | { readonly kind: 'private_ca' }
  | { readonly kind: 'long_validity'; readonly maxDays: number }
  | { readonly kind: 'purpose' };

/** A certificate that would cover the domain if CloudFront took it. */
export interface UnusableCertificate {
  readonly coveringName: string;
  readonly arn: string;
  readonly reason: UnusableReason;
}

export interface CertificateRefusals {
  /** `near`: names on the certificates that come nearest, where no certificate would cover the domain. */
  domain_not_covered: {
    readonly hostname: string;
    readonly unusable: readonly UnusableCertificate[];
    readonly near: readonly string[];
  };
}
