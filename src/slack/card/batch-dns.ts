// The DNS records of several clones, to copy: a list for any DNS host as text, and the same as files, with change batches
// for Route 53.
import { createHash } from 'node:crypto';
import { getDomain } from 'tldts';
import { cloudFrontZone } from '../../messages/dns-record.js';
import { escapeText } from '../mrkdwn.js';
import type { BatchLine } from './batch-lines.js';
import type { Line } from './post-once.js';
import { batchDnsEventType, buildMark } from './record.js';

/** Characters of a list in one section, with its frame. */
const maxListChars = 2_800;
/** Slack shows so many files in one message. The figure is not published, so it is low. */
const maxFiles = 9;

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
function toChanges(lines: readonly BatchLine[]) {
  return lines.flatMap(({ domain, dns, distribution_domain = '' }) =>
    (dns === 'A' ? ['A'] : ['A', 'AAAA']).map((Type) => ({
      Action: 'CREATE',
      ResourceRecordSet: {
        Name: domain,
        Type,
        AliasTarget: { HostedZoneId: cloudFrontZone, DNSName: distribution_domain, EvaluateTargetHealth: false },
      },
    })),
  );
}

export interface DnsFiles {
  /** Tells these records from others, in the text above the files: Slack keeps no metadata with files. */
  readonly mark: string;
  readonly text: string;
  readonly files: readonly { readonly name: string; readonly content: string }[];
}

/**
 * The records as files. A change batch is for one hosted zone, so there is one for each registrable domain. Where there are
 * too many, all changes are in one file, to be divided by people.
 */
export function renderDnsFiles(lines: readonly BatchLine[]): DnsFiles {
  const csv = toDnsCsv(lines).join('\n');
  const mark = hash(csv);
  const zones = new Map<string, BatchLine[]>();
  for (const line of lines) {
    const zone = getDomain(line.domain, { allowPrivateDomains: true }) ?? line.domain;
    zones.set(zone, [...(zones.get(zone) ?? []), line]);
  }
  const batches = zones.size < maxFiles ? [...zones] : [['all-zones', lines] as const];
  const clones = lines.length === 1 ? '1 clone' : `${lines.length} clones`;
  return {
    mark,
    text: `DNS records of ${clones} as files: CSV, and change batches for \`aws route53 change-resource-record-sets\`, one for each domain that can have a hosted zone. Their action is CREATE, which fails where there is a record. (${mark})`,
    files: [
      { name: 'dns-records.csv', content: `${csv}\n` },
      ...batches.map(([zone, some]) => ({
        name: `route53-${zone}.json`,
        content: `${JSON.stringify({ Comment: 'CloudFront clones', Changes: toChanges(some) }, undefined, 2)}\n`,
      })),
    ],
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
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
      metadata: buildMark(batchDnsEventType, by, hash(text)),
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
