// Checks what a request contains: its query, its JSON body, and its headers. A refusal names each problem.
import type * as z from 'zod';
import type { Result } from '../clone/result.js';
import { quote } from '../clone/visible-text.js';
import { describeIssue } from './describe-issues.js';
import { type ApiOutcome, refuse } from './outcomes.js';
import type { ApiRequest } from './request.js';

export type Checked<T> = Result<T, ApiOutcome>;

/** Reads the JSON body. A body of another type is refused and not guessed at. */
export function readJson(request: ApiRequest): Checked<unknown> {
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
 * Reads the query and checks it. An unknown parameter is refused: a request with the misspelt parameter `dryrun=true`
 * must not create anything.
 */
export function readQuery<Query extends z.ZodObject>(schema: Query, query: URLSearchParams): Checked<z.output<Query>> {
  const known = Object.keys(schema.shape);
  const values: Record<string, string> = {};
  for (const [name, value] of query) {
    if (!known.includes(name)) {
      return refuse('invalid_request', {
        what: `There is no parameter ${quote(name)} here.`,
        next: known.length > 0 ? `The parameters are ${known.map(quote).join(', ')}.` : 'Send no parameters.',
      });
    }
    if (Object.hasOwn(values, name)) {
      return refuse('invalid_request', {
        what: `The request has the parameter ${quote(name)} twice.`,
        next: 'Send each parameter once.',
      });
    }
    values[name] = value;
  }
  return checkSchema(schema, values);
}

const maxProblems = 5;

/** Checks a value against a schema. The refusal names each member that does not fit. */
export function checkSchema<Schema extends z.ZodType>(schema: Schema, value: unknown): Checked<z.output<Schema>> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const problems = parsed.error.issues.slice(0, maxProblems).map((issue) => describeIssue(issue, value));
  return refuse('invalid_request', {
    what: `The request is not valid. ${problems.join(' ')}`,
    next: 'Send what /openapi.json describes.',
  });
}

/** The ETags of an If-Match header. Weak ones never match (RFC 9110, 13.1.1). Undefined if any ETag is accepted. */
export function readIfMatch(header: string | undefined): readonly string[] | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  return header
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => !tag.startsWith('W/'))
    .map((tag) => tag.replace(/^"(.*)"$/, '$1'));
}

const maxKeyChars = 255;

/** The key of an Idempotency-Key header, with or without the quotes of a structured header. */
export function readIdempotencyKey(header: string | undefined): Checked<string | undefined> {
  if (header === undefined) return { ok: true, value: undefined };
  const key = header.trim().replace(/^"(.*)"$/, '$1');
  if (key !== '' && key.length <= maxKeyChars && /^[\x21-\x7e]+$/.test(key)) return { ok: true, value: key };
  return refuse('invalid_request', {
    what: 'The Idempotency-Key is not valid.',
    next: `Send 1 to ${maxKeyChars} visible ASCII characters without spaces, such as a UUID.`,
  });
}
