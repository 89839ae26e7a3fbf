// ACM: the certificates of one account in us-east-1, with the default filter that hides most of them.

import { z } from 'zod';
import { AwsError } from './errors.js';
import { buildJsonService, readInput, readToken, writeToken } from './json-protocol.js';
import { type Certificate, certificateStatusSchema, keyAlgorithmSchema } from './seed.js';
import type { Store } from './store.js';
import type { Service } from './wire.js';

const listInputSchema = z.object({
  CertificateStatuses: z.array(certificateStatusSchema).optional(),
  Includes: z
    .object({
      keyTypes: z.array(keyAlgorithmSchema).optional(),
      keyUsage: z.array(z.string()).optional(),
      extendedKeyUsage: z.array(z.string()).optional(),
      managedBy: z.string().optional(),
      exportOption: z.enum(['ENABLED', 'DISABLED']).optional(),
    })
    .optional(),
  MaxItems: z.int().min(1).max(1000).default(1000),
  NextToken: z.string().optional(),
  SortBy: z.literal('CREATED_AT').optional(),
  SortOrder: z.enum(['ASCENDING', 'DESCENDING']).optional(),
});

type ListInput = z.output<typeof listInputSchema>;

const describeInputSchema = z.object({ CertificateArn: z.string() });

/** How many names a summary shows. */
const shownNames = 100;

export function buildAcm(store: Store): Service {
  return buildJsonService({
    name: 'acm',
    throttled: new AwsError('ThrottlingException', 400, 'Rate exceeded'),
    operations: {
      ListCertificates: (input) => listCertificates(store, readInput(listInputSchema, input, 'ValidationException')),
      DescribeCertificate(input) {
        const { CertificateArn } = readInput(describeInputSchema, input, 'ValidationException');
        return { Certificate: describe(store, findCertificate(store, CertificateArn)) };
      },
    },
  });
}

function listCertificates(store: Store, input: ListInput): unknown {
  if ((input.SortBy === undefined) !== (input.SortOrder === undefined)) {
    throw new AwsError('ValidationException', 400, 'SortBy and SortOrder must be given together.');
  }
  const { NextToken, MaxItems, ...query } = input;
  const scope = JSON.stringify(query);
  const start = readToken(NextToken, scope);
  if (start === undefined) throw new AwsError('InvalidArgsException', 400, 'The NextToken is not valid.');
  const found = sort(
    [...store.certificates.values()].filter((certificate) => isListed(store, certificate, input)),
    input.SortOrder,
  );
  const end = start + MaxItems;
  return {
    CertificateSummaryList: found.slice(start, end).map((certificate) => summarize(store, certificate)),
    ...(end < found.length ? { NextToken: writeToken(end, scope) } : {}),
  };
}

function isListed(store: Store, certificate: Certificate, { CertificateStatuses, Includes }: ListInput): boolean {
  const keyTypes = Includes?.keyTypes ?? ['RSA_1024', 'RSA_2048'];
  const hasAny = (wanted: readonly string[] | undefined, offered: readonly string[]) =>
    wanted === undefined || wanted.some((usage) => offered.includes(usage));
  return (
    keyTypes.includes(certificate.keyAlgorithm) &&
    (CertificateStatuses === undefined || CertificateStatuses.includes(store.statusOfCertificate(certificate))) &&
    hasAny(Includes?.keyUsage, certificate.keyUsages) &&
    hasAny(Includes?.extendedKeyUsage, certificate.extendedKeyUsages) &&
    (Includes?.managedBy === undefined || Includes.managedBy === certificate.managedBy) &&
    // Nothing here was requested as exportable.
    Includes?.exportOption !== 'ENABLED'
  );
}

function sort(certificates: Certificate[], order: ListInput['SortOrder']): Certificate[] {
  if (order === undefined) return certificates;
  const direction = order === 'ASCENDING' ? 1 : -1;
  return certificates.sort((one, other) => direction * (seconds(one.createdAt) - seconds(other.createdAt)));
}

function findCertificate(store: Store, arn: string): Certificate {
  if (!/^arn:aws:acm:[^:]+:\d{12}:certificate\/[\w-]+$/.test(arn)) {
    throw new AwsError('InvalidArnException', 400, 'Invalid Arn format');
  }
  const certificate = store.certificates.get(arn);
  if (certificate === undefined) {
    throw new AwsError('ResourceNotFoundException', 400, `Could not find certificate ${arn}.`);
  }
  return certificate;
}

function summarize(store: Store, certificate: Certificate): unknown {
  return {
    ...commonPart(store, certificate),
    SubjectAlternativeNameSummaries: certificate.names.slice(0, shownNames),
    HasAdditionalSubjectAlternativeNames: certificate.names.length > shownNames,
    InUse: store.usersOfCertificate(certificate.arn).length > 0,
    Exported: false,
    KeyUsages: certificate.keyUsages,
    ExtendedKeyUsages: certificate.extendedKeyUsages,
  };
}

function describe(store: Store, certificate: Certificate): unknown {
  return {
    ...commonPart(store, certificate),
    SubjectAlternativeNames: certificate.names,
    Subject: `CN=${certificate.domainName}`,
    Issuer: certificate.issuer ?? (certificate.type === 'AMAZON_ISSUED' ? 'Amazon' : 'Example Authority'),
    // The ARNs of the resources that use it (API Reference, CertificateDetail). They may belong to other services too.
    InUseBy: store.usersOfCertificate(certificate.arn).map(({ arn }) => arn),
    ...(certificate.renewalStatus === undefined ? {} : { RenewalSummary: summarizeRenewal(certificate) }),
    KeyUsages: certificate.keyUsages.map((Name) => ({ Name })),
    ExtendedKeyUsages: certificate.extendedKeyUsages.map((Name) => ({ Name })),
    SignatureAlgorithm: certificate.keyAlgorithm.startsWith('EC') ? 'SHA256WITHECDSA' : 'SHA256WITHRSA',
  };
}

function summarizeRenewal(certificate: Certificate): unknown {
  const status = certificate.renewalStatus;
  return {
    RenewalStatus: status,
    UpdatedAt: seconds(certificate.createdAt),
    DomainValidationOptions: certificate.names.map((DomainName) => ({
      DomainName,
      ValidationMethod: 'DNS',
      ValidationStatus: status === 'PENDING_VALIDATION' ? 'PENDING_VALIDATION' : 'SUCCESS',
    })),
  };
}

function commonPart(store: Store, certificate: Certificate) {
  const { createdAt, notBefore, notAfter, type } = certificate;
  const isImported = type === 'IMPORTED';
  const isRenewable = !isImported && store.usersOfCertificate(certificate.arn).length > 0;
  return {
    CertificateArn: certificate.arn,
    DomainName: certificate.domainName,
    Status: store.statusOfCertificate(certificate),
    Type: type,
    // The enumeration says RSA_2048; the live service prints RSA-2048.
    KeyAlgorithm: certificate.keyAlgorithm.replace('_', '-'),
    RenewalEligibility: isRenewable ? 'ELIGIBLE' : 'INELIGIBLE',
    CreatedAt: seconds(createdAt),
    ...(isImported ? { ImportedAt: seconds(createdAt) } : {}),
    ...(notBefore === undefined ? {} : { NotBefore: seconds(notBefore) }),
    ...(notBefore === undefined || isImported ? {} : { IssuedAt: seconds(notBefore) }),
    ...(notAfter === undefined ? {} : { NotAfter: seconds(notAfter) }),
    ...(certificate.managedBy === undefined ? {} : { ManagedBy: certificate.managedBy }),
  };
}

function seconds(date: string): number {
  return new Date(date).getTime() / 1000;
}
