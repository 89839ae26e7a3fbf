// Several clones as text: lines of `domain origin`, domains with one origin for all, or pasted CSV. Every line is read, and
// each problem names its line.
import { parseHostname } from './hostname.js';
import type { HostnameProblem } from './refusals/names.js';

/** One clone of several that share a reference. */
export interface CloneLine {
  readonly domain: string;
  readonly origin: string;
}

/** What is wrong with a line. The sentences are in messages/line-problems.ts. */
export type LineProblem =
  | { readonly kind: 'hostname'; readonly problem: HostnameProblem }
  | { readonly kind: 'no_origin' }
  | { readonly kind: 'too_many_words'; readonly words: number }
  /** `first`: the line that has the same domain. */
  | { readonly kind: 'repeated'; readonly domain: string; readonly first: number }
  | { readonly kind: 'same_host'; readonly host: string };

export interface NumberedProblem {
  /** As people count: from 1, empty lines too. */
  readonly line: number;
  readonly problem: LineProblem;
}

/** What is wrong with the text as a whole. */
export type TextProblem =
  | { readonly kind: 'no_lines' }
  | { readonly kind: 'too_many_lines'; readonly lines: number; readonly max: number };

export type ParsedLines =
  | { readonly ok: true; readonly lines: readonly CloneLine[] }
  | { readonly ok: false; readonly problems: readonly NumberedProblem[]; readonly whole?: TextProblem };

/** So many lines one card can show and carry out with certainty: its table has 100 rows at the most. */
export const maxLines = 60;

/** Names of columns, as spreadsheets and exports of DNS and CloudFront have them. */
const columnNames = {
  domain: new Set(['domain', 'alias', 'cname', 'name', 'host', 'domainname', 'alternatedomainname']),
  origin: new Set(['origin', 'neworigin', 'origindomain', 'origindomainname', 'originhost', 'target']),
};

interface Columns {
  readonly domain: number;
  readonly origin: number | undefined;
}

/** `defaultOrigin`: the origin of every line that names none. It was checked before. */
export function parseLines(text: string, defaultOrigin?: string): ParsedLines {
  const problems: NumberedProblem[] = [];
  const lines: CloneLine[] = [];
  const firstLines = new Map<string, number>();
  let columns: Columns | undefined;
  let isFirst = true;
  for (const [index, typed] of text.split(/\r\n|[\n\r\u2028\u2029]/).entries()) {
    const words = splitWords(typed);
    if (words.every((word) => word === '')) continue;
    const header = isFirst ? readHeader(words) : undefined;
    isFirst = false;
    if (header) {
      columns = header;
      continue;
    }
    const line = index + 1;
    const parsed = parseLine(columns ? pick(words, columns) : words.filter(Boolean), defaultOrigin);
    if (!Array.isArray(parsed)) {
      const first = firstLines.get(parsed.domain);
      if (first === undefined) {
        firstLines.set(parsed.domain, line);
        lines.push(parsed);
      } else problems.push({ line, problem: { kind: 'repeated', domain: parsed.domain, first } });
    } else problems.push(...parsed.map((problem) => ({ line, problem })));
  }
  const count = lines.length + new Set(problems.map(({ line }) => line)).size;
  if (count === 0) return { ok: false, problems, whole: { kind: 'no_lines' } };
  if (count > maxLines) return { ok: false, problems, whole: { kind: 'too_many_lines', lines: count, max: maxLines } };
  return problems.length > 0 ? { ok: false, problems } : { ok: true, lines };
}

/** CSV with commas, semicolons or tabs, or words with spaces. A host name holds none of them, so quotes mean nothing. */
function splitWords(line: string): string[] {
  const plain = line.replace(/["'`\u2018-\u201f\ufeff]/g, '').trim();
  const separator = [',', ';', '\t'].find((one) => plain.includes(one));
  return separator === undefined ? plain.split(/\s+/) : plain.split(separator).map((word) => word.trim());
}

/** A first line that names its columns, in any order. */
function readHeader(words: readonly string[]): Columns | undefined {
  const names = words.map((word) => word.toLowerCase().replace(/[^a-z]/g, ''));
  const domain = names.findIndex((name) => columnNames.domain.has(name));
  // A name with a dot is a host.
  if (domain < 0 || (words[domain] ?? '').includes('.')) return undefined;
  const origin = names.findIndex((name) => columnNames.origin.has(name));
  return { domain, origin: origin < 0 ? undefined : origin };
}

function pick(words: readonly string[], { domain, origin }: Columns): string[] {
  return [words[domain] ?? '', (origin === undefined ? undefined : words[origin]) ?? ''];
}

function parseLine(words: readonly string[], defaultOrigin: string | undefined): CloneLine | LineProblem[] {
  const [typedDomain = '', typedOrigin = '', ...extra] = words;
  if (extra.length > 0) return [{ kind: 'too_many_words', words: words.length }];
  const domain = parseHostname(typedDomain, 'domain');
  const origin = typedOrigin === '' ? undefined : parseHostname(typedOrigin, 'origin');
  const problems: LineProblem[] = [
    ...(domain.ok ? [] : [{ kind: 'hostname' as const, problem: domain.problem }]),
    ...(origin && !origin.ok ? [{ kind: 'hostname' as const, problem: origin.problem }] : []),
  ];
  const host = origin ? (origin.ok ? origin.hostname : undefined) : defaultOrigin;
  if (host === undefined && problems.length === 0) problems.push({ kind: 'no_origin' });
  if (!domain.ok || host === undefined || problems.length > 0) return problems;
  if (domain.hostname === host) return [{ kind: 'same_host', host }];
  return { domain: domain.hostname, origin: host };
}
