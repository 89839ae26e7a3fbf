// The digest of a plan: SHA-256 over its canonical JSON, what the approver saw.
import { createHash } from 'node:crypto';

/** JSON with sorted keys and without undefined members, so that equal plans give equal text. */
export function toCanonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => {
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Hexadecimal SHA-256 of the canonical JSON. */
export function digest(value: unknown): string {
  return createHash('sha256').update(toCanonicalJson(value)).digest('hex');
}
