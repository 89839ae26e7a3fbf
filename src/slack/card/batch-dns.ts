// The DNS records of several clones, to copy: a list for any DNS host, and change batches for Route 53. Files would need the
// scope files:write, which the bot does not ask for, so both are texts.
import { createHash } from 'node:crypto';
import { cloudFrontZone } from '../../messages/dns-record.js';
import { escapeText } from '../mrkdwn.js';
import type { BatchLine } from './batch-lines.js';
import type { Line } from './post-once.js';
import { batchDnsEventType, buildMark } from './record.js';

/** Characters of a list in one section, with its frame. */
const maxListChars = 2_800;

/** CSV, as DNS hosts import it. An alias record stands for a type that only some of them have. */
export function toDnsCsv(lines: readonly BatchLine[]): string[] {
  return [
    'name,type,value',
    ...lines.map(({ domain, dns = 'CNAME', distribution_domain = '' }) =>
      [domain, dns === 'CNAME' ? 'CNAME' : 'ALIAS', distribution_domain].join(','),
    ),
  ];
}

/**
 * Changes of ChangeResourceRecordSets as alias records, which cost nothing and work at the top of a zone too. CREATE fails
 * where there is a record already: it may serve somebody.
 */
export function toChanges(lines: readonly BatchLine[]): string[] {
  return lines.flatMap(({ domain, dns, distribution_domain = '' }) =>
    (dns === 'A' ? ['A'] : ['A', 'AAAA']).map((Type) =>
      JSON.stringify({
        Action: 'CREATE',
        ResourceRecordSet: {
          Name: domain,
          Type,
          AliasTarget: { HostedZoneId: cloudFrontZone, DNSName: distribution_domain, EvaluateTargetHealth: false },
        },
      }),
    ),
  );
}

/** Messages for the thread, each once: their marks follow from what they list. */
export function renderDnsRecords(lines: readonly BatchLine[], by: string): Line[] {
  if (lines.length === 0) return [];
  const texts = split(toDnsCsv(lines));
  return texts.map((text, index) => {
    const part = texts.length > 1 ? ` (${index + 1} of ${texts.length})` : '';
    const head = `DNS records to create for ${lines.length === 1 ? '1 clone' : `${lines.length} clones`}${part}. ALIAS stands for A${lines.some(({ dns }) => dns === 'A AAAA') ? ' and AAAA' : ''} alias records of Route 53 (zone ${cloudFrontZone}), which work at the top of a zone.`;
    const block = `\`\`\`${escapeLines(text)}\`\`\``;
    return {
      text: `${head}\n${block}`,
      blocks: [section('head', head), section('list', block)],
      metadata: buildMark(batchDnsEventType, by, createHash('sha256').update(text).digest('hex').slice(0, 16)),
      isOneOfMany: true,
    };
  });
}

function section(id: string, text: string) {
  return {
    type: 'section' as const,
    block_id: `batch:dns:${id}`,
    text: { type: 'mrkdwn' as const, text, verbatim: true },
  };
}

function escapeLines(text: string): string {
  return text
    .split('\n')
    .map((line) => escapeText(line.replaceAll('`', '’')))
    .join('\n');
}

function split(lines: readonly string[]): string[] {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + line.length + 1 <= maxListChars)
      texts[texts.length - 1] = `${last}\n${line}`;
    else texts.push(line);
  }
  return texts;
}
