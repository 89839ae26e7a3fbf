// The arguments of a Web API call, out of a form or JSON body: forms carry numbers, booleans and lists as text.
import type { IncomingMessage } from 'node:http';
import { type Fields, isFields, parseJson } from './json.js';
import { SlackError } from './slack-error.js';

const maxBodyBytes = 1_000_000;
const STRUCTURED = new Set(['blocks', 'attachments', 'message', 'metadata', 'view']);

export class Arguments {
  readonly fields: Fields;

  constructor(fields: Fields) {
    this.fields = fields;
  }

  has(name: string): boolean {
    const value = this.fields[name];
    return value !== undefined && value !== null && value !== '';
  }

  text(name: string): string | undefined {
    const value = this.fields[name];
    if (typeof value === 'string') return value;
    return typeof value === 'number' ? String(value) : undefined;
  }

  flag(name: string): boolean {
    const value = this.fields[name];
    return value === true || value === 'true' || value === '1' || value === 1;
  }

  /** A page size: never less than one item, never more than Slack's own most. */
  limit(standard: number, most: number): number {
    const given = Number(this.fields.limit);
    return Number.isInteger(given) && given > 0 ? Math.min(given, most) : standard;
  }

  structured(name: string): unknown {
    return this.has(name) ? this.fields[name] : undefined;
  }
}

export async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > maxBodyBytes) throw new SlackError('request_too_large');
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Query and body together. Structured arguments are parsed where they are JSON and kept as text where they are not. */
export function parseArguments(url: URL, contentType: string, body: string): Arguments {
  const query: Fields = Object.fromEntries(url.searchParams);
  if (contentType.startsWith('application/json')) {
    const value = body === '' ? {} : parseJson(body);
    if (!isFields(value)) throw new SlackError('invalid_json');
    return new Arguments(structure({ ...query, ...value }));
  }
  return new Arguments(structure({ ...query, ...Object.fromEntries(new URLSearchParams(body)) }));
}

function structure(fields: Fields): Fields {
  const done: Fields = { ...fields };
  for (const [name, value] of Object.entries(fields)) {
    if (STRUCTURED.has(name) && typeof value === 'string') done[name] = parseJson(value) ?? value;
  }
  return done;
}
