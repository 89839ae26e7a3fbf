// ACM behind the Certificates port.
import { type ACMClient, type CertificateSummary, KeyAlgorithm, ListCertificatesCommand } from '@aws-sdk/client-acm';
import type { Certificate } from '../clone/certificate.js';
import { normalizeHostname } from '../clone/hostname.js';
import type { Certificates } from '../clone/ports.js';
import { createNameReader, type ReadNames } from './certificate-names.js';
import { explainAwsError } from './errors.js';

const pageSize = 1_000;
/** DescribeCertificate is limited to 10 calls a second. */
const maxConcurrentDescribes = 5;

export function createCertificates(client: ACMClient): Certificates {
  const names = createNameReader(client);
  return {
    async list() {
      try {
        const summaries: CertificateSummary[] = [];
        let NextToken: string | undefined;
        do {
          const page = await client.send(
            new ListCertificatesCommand({
              // Without key types ACM hides all but RSA_1024 and RSA_2048 (ListCertificates, Filters).
              Includes: { keyTypes: Object.values(KeyAlgorithm) },
              MaxItems: pageSize,
              NextToken,
            }),
          );
          summaries.push(...(page.CertificateSummaryList ?? []));
          NextToken = page.NextToken;
        } while (NextToken);
        names.keepOnly(summaries);
        return { ok: true, value: await Promise.all(withAllNames(names.read, summaries)) };
      } catch (error) {
        return explainAwsError(error, 'ACM');
      }
    },
  };
}

/** A summary names 100 subject alternative names at the most; the rest has to be asked for. */
function withAllNames(readNames: ReadNames, summaries: readonly CertificateSummary[]): Promise<Certificate>[] {
  let lane = 0;
  const lanes: Promise<unknown>[] = Array.from({ length: maxConcurrentDescribes }, () => Promise.resolve());
  return summaries.map((summary) => {
    const names = summary.SubjectAlternativeNameSummaries;
    if (names && !summary.HasAdditionalSubjectAlternativeNames) {
      return Promise.resolve(toCertificate(summary, names));
    }
    const turn = lane++ % maxConcurrentDescribes;
    const described = (lanes[turn] ?? Promise.resolve()).then(() => readNames(summary));
    lanes[turn] = described.catch(() => undefined);
    return described.then((all) => toCertificate(summary, all));
  });
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
    ...(summary.ManagedBy ? { managedBy: summary.ManagedBy } : {}),
  };
}
