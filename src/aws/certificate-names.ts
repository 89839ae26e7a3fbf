// All names of a certificate that has more of them than a summary shows: asked for once, and kept while the certificate
// stays what it was. ACM changes the names of an existing one only when it is imported anew, which its summary tells.
import { type ACMClient, type CertificateSummary, DescribeCertificateCommand } from '@aws-sdk/client-acm';

export type ReadNames = (summary: CertificateSummary) => Promise<readonly string[]>;

export interface NameReader {
  readonly read: ReadNames;
  /** Forgets the certificates that are not among these. */
  keepOnly(summaries: readonly CertificateSummary[]): void;
}

export function createNameReader(client: ACMClient): NameReader {
  const kept = new Map<string, { readonly state: string; readonly names: readonly string[] }>();
  return {
    async read(summary) {
      const { CertificateArn: arn = '', SubjectAlternativeNameSummaries: shown = [] } = summary;
      const state = describeState(summary);
      const known = kept.get(arn);
      if (known && known.state === state) return known.names;
      const { Certificate } = await client.send(new DescribeCertificateCommand({ CertificateArn: arn }));
      const names = Certificate?.SubjectAlternativeNames;
      if (names && state) kept.set(arn, { state, names });
      return names ?? shown;
    },
    keepOnly(summaries) {
      const listed = new Set(summaries.map(({ CertificateArn }) => CertificateArn));
      for (const arn of kept.keys()) if (!listed.has(arn)) kept.delete(arn);
    },
  };
}

/** When it was made what it is; undefined where the summary does not say, and then nothing is kept. */
function describeState({
  ImportedAt,
  IssuedAt,
  CreatedAt,
  Status,
  SubjectAlternativeNameSummaries,
}: CertificateSummary) {
  const since = ImportedAt ?? IssuedAt ?? CreatedAt;
  return since && [since.toISOString(), Status, ...(SubjectAlternativeNameSummaries ?? [])].join(' ');
}
