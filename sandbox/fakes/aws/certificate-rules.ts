// What CloudFront refuses in a ViewerCertificate: the certificate itself, its coverage, the protocol.

import { itemsOf, textAt, type XmlElement } from './cloudfront-xml.js';
import { AwsError } from './errors.js';
import { isCoveredBy } from './hosts.js';
import type { Certificate } from './seed.js';
import type { Store } from './store.js';

const guide =
  'For more details, see: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-requirements';

const usableKeys: ReadonlySet<Certificate['keyAlgorithm']> = new Set([
  'RSA_1024',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_prime256v1',
]);

const minimumProtocols = new Set([
  'SSLv3',
  'TLSv1',
  'TLSv1_2016',
  'TLSv1.1_2016',
  'TLSv1.2_2018',
  'TLSv1.2_2019',
  'TLSv1.2_2021',
  'TLSv1.2_2025',
  'TLSv1.3_2025',
]);

export function checkViewerCertificate(config: XmlElement, store: Store): void {
  const arn = textAt(config, 'ViewerCertificate', 'ACMCertificateArn');
  const iamId = textAt(config, 'ViewerCertificate', 'IAMCertificateId');
  const isDefault = textAt(config, 'ViewerCertificate', 'CloudFrontDefaultCertificate') === 'true';
  const aliases = itemsOf(config, 'Aliases').map((alias) => alias.text);
  if ([arn !== '', iamId !== '', isDefault].filter(Boolean).length > 1) {
    throw invalid('The parameter ViewerCertificate names more than one certificate.');
  }
  if (arn === '' && iamId === '' && aliases.length > 0) {
    throw invalid(
      `To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name. ${guide}`,
    );
  }
  if (arn !== '') checkCertificate(arn, aliases, store);
  if (arn !== '' || iamId !== '') checkProtocol(config);
}

function checkCertificate(arn: string, aliases: readonly string[], store: Store): void {
  const certificate = arn.startsWith('arn:aws:acm:us-east-1:') ? store.certificates.get(arn) : undefined;
  if (certificate === undefined || !isUsable(certificate, store)) {
    throw invalid(
      "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
    );
  }
  if (!aliases.every((alias) => isCoveredBy(alias, certificate.names))) {
    throw invalid(
      `The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're trying to add. ${guide}`,
    );
  }
}

const dayMs = 86_400_000;
/** CA/Browser Forum, Baseline Requirements 6.3.2: no public authority issues for longer since 2020-09-01. */
const maxPublicValidityDays = 398;

/**
 * CloudFront trusts the authorities in Mozilla's list (Developer Guide, "Requirements for using SSL/TLS certificates"):
 * neither a private one nor a certificate that signed itself.
 */
function isPubliclyTrusted({ type, issuer, domainName, notBefore, notAfter }: Certificate): boolean {
  if (type === 'AMAZON_ISSUED') return true;
  if (type === 'PRIVATE' || issuer === domainName) return false;
  if (notBefore === undefined || notAfter === undefined) return true;
  return (Date.parse(notAfter) - Date.parse(notBefore)) / dayMs <= maxPublicValidityDays;
}

function isUsable(certificate: Certificate, store: Store): boolean {
  const usages = certificate.extendedKeyUsages;
  const servesWeb =
    usages.length === 0 || usages.some((usage) => ['TLS_WEB_SERVER_AUTHENTICATION', 'ANY', 'NONE'].includes(usage));
  return (
    store.statusOfCertificate(certificate) === 'ISSUED' &&
    isPubliclyTrusted(certificate) &&
    usableKeys.has(certificate.keyAlgorithm) &&
    servesWeb
  );
}

function checkProtocol(config: XmlElement): void {
  const support = textAt(config, 'ViewerCertificate', 'SSLSupportMethod');
  const minimum = textAt(config, 'ViewerCertificate', 'MinimumProtocolVersion');
  if (!['sni-only', 'vip', 'static-ip'].includes(support)) {
    throw invalid('The parameter SSLSupportMethod is required with this certificate.');
  }
  if (minimum !== '' && !minimumProtocols.has(minimum)) {
    throw new AwsError('InvalidMinimumProtocolVersion', 400, 'The minimum protocol version specified is not valid.');
  }
  if (support === 'sni-only' && minimum === 'SSLv3') {
    throw new AwsError(
      'InvalidProtocolSettings',
      400,
      'You cannot specify SSLv3 as the minimum protocol version with SNI.',
    );
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidViewerCertificate', 400, message);
}
