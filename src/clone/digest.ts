// The digest of a plan: SHA-256 over its canonical JSON, what the approver saw.
import { createHash } from 'node:crypto';

/** JSON with sorted keys and without undefined members, so that equal plans give equal text. */
export function toCanonicalJson(value: unknown): string {
  return write(value) ?? 'null';
}

/** Undefined for what JSON leaves out. */
function write(value: unknown): string | undefined {
  if (Array.isArray(value)) return `[${value.map(toCanonicalJson).join(',')}]`;
  if (!isPlain(value)) return JSON.stringify(value);
  let members = '';
  for (const name of Object.keys(value).sort()) {
    const member = write(value[name]);
    if (member !== undefined) members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${member}`;
  }
  return `{${members}}`;
}

/** Other objects, such as dates, say themselves what they are in JSON. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !('toJSON' in value);
}

/** Hexadecimal SHA-256 of the canonical JSON. */
export function digest(value: unknown): string {
  return createHash('sha256').update(toCanonicalJson(value)).digest('hex');
}
