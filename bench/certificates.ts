// Searching the certificates of an account, first and again, against reading the pages alone.
import { ListCertificatesCommand } from '@aws-sdk/client-acm';
import type { CertificateSeed } from '../sandbox/fakes/aws/seed.js';
import { startAws } from '../sandbox/fakes/aws/server.js';
import { createCertificates } from '../src/aws/acm.js';
import { closeAwsClients, createAwsClients } from '../src/aws/clients.js';
import { chooseCertificate } from '../src/clone/certificate.js';
import type { Figure, Row } from './report.js';
import { median, timed } from './sample.js';

const sizes = [10, 1_000, 10_000] as const;
const rounds = 5;
const latencyMs = 50;

export async function measureCertificates(): Promise<Figure> {
  // The fake is this process's own: the SDK reads where it is from the environment.
  process.env.AWS_ACCESS_KEY_ID ??= 'AKIAEXAMPLE';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'example';
  const rows: Row[] = [];
  const checks = [];
  for (const size of sizes) {
    const aws = await startAws({ seed: { certificates: makeSeeds(size) } });
    process.env.AWS_ENDPOINT_URL = aws.url;
    aws.faults.latencyMs = latencyMs;
    const clients = createAwsClients('us-east-1');
    const certificates = createCertificates(clients.acm);
    const readPages = async (): Promise<void> => {
      let NextToken: string | undefined;
      do {
        ({ NextToken } = await clients.acm.send(new ListCertificatesCommand({ MaxItems: 1_000, NextToken })));
      } while (NextToken);
    };
    const search = async (): Promise<string> => {
      const list = await certificates.list();
      if (!list.ok) throw new Error(list.outcome);
      const choice = chooseCertificate('www.example.com', list.value, { now: new Date() });
      if (!choice.ok) throw new Error(choice.outcome);
      return choice.value.certificate.arn;
    };
    await readPages();
    globalThis.gc?.();
    const heap = process.memoryUsage().heapUsed;
    const first = await timed(search);
    globalThis.gc?.();
    const kept = (process.memoryUsage().heapUsed - heap) / 1_048_576;
    const pages: number[] = [];
    const again: number[] = [];
    for (let round = 0; round < rounds; round++) {
      pages.push((await timed(readPages)).milliseconds);
      again.push((await timed(search)).milliseconds);
    }
    const calls = aws.calls.list('DescribeCertificate').length;
    const limit = median(pages);
    const name = `${size.toLocaleString('en')} certificates`;
    rows.push({ what: `${name}, first`, measured: first.milliseconds, limit, unit: 'ms' });
    rows.push({ what: `${name}, again`, measured: median(again), limit, unit: 'ms' });
    checks.push({
      says: `${name}: no call but the pages, and ${kept.toFixed(1)} MB kept (5 at the most)`,
      holds: calls === 0 && kept < 5,
    });
    closeAwsClients(clients);
    await aws.close();
  }
  return {
    title: 'Certificate search',
    how: `Certificates of 1 to 100 names, in pages of 1,000, each call taking ${latencyMs} ms at least; medians of ${rounds}, in turn. The list is read afresh each time; of it nothing is kept.`,
    limit: 'reading the pages alone, with the same client.',
    rows,
    checks,
    notes: [
      'A summary shows 100 names. Certificates with more cost a call each the first time; their names are kept until they are imported anew.',
    ],
  };
}

function makeSeeds(count: number): CertificateSeed[] {
  const day = 86_400_000;
  return Array.from({ length: count }, (_, n) => {
    const names = Array.from({ length: 1 + (n % 100) }, (_name, index) => `h${index}.site-${n}.example.org`);
    const all = n === Math.floor(count / 2) ? ['*.example.com'] : names;
    return {
      arn: `arn:aws:acm:us-east-1:123456789012:certificate/${n}`,
      domainName: all[0] ?? '',
      names: all,
      notBefore: new Date(Date.now() - 30 * day).toISOString(),
      notAfter: new Date(Date.now() + 200 * day).toISOString(),
      createdAt: new Date(Date.now() - 30 * day).toISOString(),
    };
  });
}
