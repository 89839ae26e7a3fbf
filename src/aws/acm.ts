// ACM behind the Certificates port.
import {
  type ACMClient,
  type CertificateSummary,
  DescribeCertificateCommand,
  KeyAlgorithm,
  paginateListCertificates,
} from '@aws-sdk/client-acm';
import type { Certificate } from '../clone/certificate.js';
import { normalizeHostname } from '../clone/hostname.js';
import type { Certificates } from '../clone/ports.js';
import { createNameReader, type ReadNames } from './certificate-names.js';
import { explainAwsError, readAwsError } from './errors.js';

const pageSize = 1_000;
/** InUseBy names load balancers and others too. */
const distributionArn = /^arn:aws[\w-]*:cloudfront::\d{12}:distribution\/(\w+)$/;

export function createCertificates(client: ACMClient): Certificates {
  const names = createNameReader(client);
  return {
    async list() {
      try {
        const summaries: CertificateSummary[] = [];
        // Without key types ACM hides all but RSA_1024 and RSA_2048 (ListCertificates, Filters).
        const input = { Includes: { keyTypes: Object.values(KeyAlgorithm) } };
        for await (const page of paginateListCertificates({ client, pageSize }, input)) {
          summaries.push(...(page.CertificateSummaryList ?? []));
        }
        names.keepOnly(summaries);
        const certificates = await Promise.all(summaries.map((summary) => describe(summary, names.read)));
        return { ok: true, value: certificates.filter((certificate) => certificate !== undefined) };
      } catch (error) {
        return explainAwsError(error, { service: 'ACM', action: 'acm:ListCertificates and acm:DescribeCertificate' });
      }
    },

    async readRenewal(arn) {
      try {
        const { Certificate: found } = await client.send(new DescribeCertificateCommand({ CertificateArn: arn }));
        const { RenewalStatus, DomainValidationOptions } = found?.RenewalSummary ?? {};
        if (!RenewalStatus) return undefined;
        const pending = (DomainValidationOptions ?? []).filter(
          ({ ValidationStatus }) => ValidationStatus !== 'SUCCESS',
        );
        return {
          status: RenewalStatus,
          pending: pending.map(({ DomainName, ResourceRecord }) => ({
            name: normalizeHostname(DomainName ?? ''),
            ...(ResourceRecord?.Name ? { record: ResourceRecord.Name } : {}),
          })),
        };
      } catch {
        // Advice alone: the plan says how many days are left in any case.
        return undefined;
      }
    },

    async listUsers(arn) {
      try {
        const { Certificate: found } = await client.send(new DescribeCertificateCommand({ CertificateArn: arn }));
        return (found?.InUseBy ?? []).flatMap((user) => distributionArn.exec(user)?.[1] ?? []);
      } catch {
        // The plan says that conflicts could not be asked about, and CreateDistribution decides.
        return [];
      }
    },
  };
}

/**
 * A summary names 100 subject alternative names at the most; the rest has to be asked for. The client limits how many of
 * these calls run at the same time. Undefined for a certificate that was deleted since the list was read.
 */
async function describe(summary: CertificateSummary, readNames: ReadNames): Promise<Certificate | undefined> {
  const names = summary.SubjectAlternativeNameSummaries;
  if (names && !summary.HasAdditionalSubjectAlternativeNames) return toCertificate(summary, names);
  try {
    return toCertificate(summary, await readNames(summary));
  } catch (error) {
    if (readAwsError(error).code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

function toCertificate(summary: CertificateSummary, names: readonly string[]): Certificate {
  return {
    arn: summary.CertificateArn ?? '',
    names: names.map(normalizeHostname),
    // Live answers spell key types with a hyphen, the API's model with an underscore.
    keyAlgorithm: (summary.KeyAlgorithm ?? '').replaceAll('-', '_'),
    status: summary.Status ?? '',
    type: summary.Type ?? '',
    extendedKeyUsages: summary.ExtendedKeyUsages ?? [],
    ...(summary.NotBefore ? { notBefore: summary.NotBefore } : {}),
    ...(summary.NotAfter ? { notAfter: summary.NotAfter } : {}),
    ...(summary.InUse === undefined ? {} : { isInUse: summary.InUse }),
    ...(summary.ManagedBy ? { managedBy: summary.ManagedBy } : {}),
  };
}
