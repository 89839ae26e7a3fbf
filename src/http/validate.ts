// What a request asks for: query, JSON body and headers, each checked, every problem named.
import type * as z from 'zod';
import { quote, type Refusal, refuse } from '../clone/outcome.js';
import { showInvisible } from '../clone/visible-text.js';
import type { ApiRequest } from './request.js';

export type Read<T> = { readonly ok: true; readonly value: T } | Refusal;

/** The JSON body. Anything else that has a body is refused rather than guessed at. */
export function readBody(request: ApiRequest): Read<unknown> {
  if (request.body === undefined || request.body === '') return { ok: true, value: undefined };
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (type !== 'application/json' || encoding !== 'identity') return refuse('unsupported_media_type');
  try {
    const value: unknown = JSON.parse(request.body);
    return { ok: true, value };
  } catch {
    return refuse('invalid_request', { what: 'The body is not valid JSON.', next: 'Send one JSON object.' });
  }
}

/**
 * The query as an object, for parameters that are known. A misspelt one is refused: what was meant by `dryrun=true`
 * must not create anything.
 */
export function readQuery(query: URLSearchParams, known: readonly string[]): Read<Readonly<Record<string, string>>> {
  const values: Record<string, string> = {};
  for (const [name, value] of query) {
    if (!known.includes(name)) {
      const next = `The parameters are ${known.map(quote).join(', ')}.`;
      return refuse('invalid_request', { what: `There is no parameter ${quote(name)} here.`, next });
    }
    if (Object.hasOwn(values, name)) {
      return refuse('invalid_request', {
        what: `The parameter ${quote(name)} is there twice.`,
        next: 'Send each parameter once.',
      });
    }
    values[name] = value;
  }
  return { ok: true, value: values };
}

/** `true` or `false`; without a value it is what a switch means. */
export function readFlag(name: string, value: string | undefined): Read<boolean | undefined> {
  if (value === undefined) return { ok: true, value: undefined };
  if (value === 'true' || value === '1') return { ok: true, value: true };
  if (value === 'false' || value === '0') return { ok: true, value: false };
  return refuse('invalid_request', {
    what: `${quote(name)} is ${quote(value)}.`,
    next: `Set ${quote(name)} to true or false.`,
  });
}

/** Holds a value against its schema, naming each member that does not fit. */
export function check<T>(schema: z.ZodType<T>, value: unknown): Read<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const problems = parsed.error.issues.slice(0, 5).map((issue) => {
    const path = issue.path.map(String).join('.');
    // Some messages repeat what was sent.
    const message = showInvisible(issue.message);
    return path === '' ? message : `${quote(path)}: ${message}`;
  });
  return refuse('invalid_request', {
    what: `The request does not fit: ${problems.join('; ')}.`,
    next: 'Send what /openapi.json describes.',
  });
}

/** ETags that the reference may have; undefined where any will do (RFC 9110, 13.1.1: only strong ones count). */
export function readIfMatch(header: string | undefined): readonly string[] | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  return header
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => !tag.startsWith('W/'))
    .map((tag) => tag.replace(/^"(.*)"$/, '$1'));
}

const longestKey = 255;

/** The key as it was sent, without the quotes that a structured header has. */
export function readKey(header: string | undefined): Read<string | undefined> {
  if (header === undefined) return { ok: true, value: undefined };
  const key = header.trim().replace(/^"(.*)"$/, '$1');
  if (key !== '' && key.length <= longestKey && /^[\x21-\x7e]+$/.test(key)) return { ok: true, value: key };
  return refuse('invalid_request', {
    what: 'The Idempotency-Key is not one.',
    next: `Send 1 to ${longestKey} visible ASCII characters without spaces, such as a UUID.`,
  });
}
