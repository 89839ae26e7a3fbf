// AWS JSON 1.1, the protocol that ACM and Cognito share.

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from './errors.js';
import { type Answer, type AwsRequest, headerOf, type Service, type ServiceName } from './wire.js';

export type JsonOperation = (input: unknown) => unknown;

interface JsonServiceOptions {
  readonly name: ServiceName;
  readonly throttled: AwsError;
  readonly operations: { readonly [operation: string]: JsonOperation };
}

export function buildJsonService(options: JsonServiceOptions): Service {
  return {
    name: options.name,
    identify: (request) => targetOf(request).operation,
    answer(operation, request) {
      const run = Object.hasOwn(options.operations, operation) ? options.operations[operation] : undefined;
      if (run === undefined) {
        throw new AwsError('UnknownOperationException', 400, `The operation ${operation} is not part of the fake.`);
      }
      return writeJson(200, run(parseJson(request.body)));
    },
    refuse: (error, requestId) => ({
      ...writeJson(error.status, { __type: error.code, message: error.message }),
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amzn-errortype': error.code,
        'x-amzn-requestid': requestId,
      },
    }),
    describe: describeJson,
    throttled: () => options.throttled,
    unavailable: () => new AwsError('ServiceUnavailableException', 503, 'The service is temporarily unavailable.'),
    denied: () => new AwsError('AccessDeniedException', 400, 'User is not authorized to perform this operation.'),
  };

  function parseJson(body: string): unknown {
    try {
      return JSON.parse(body === '' ? '{}' : body);
    } catch {
      throw new AwsError('SerializationException', 400, 'The request body is not JSON.');
    }
  }
}

/** `CertificateManager.ListCertificates` → its two halves. */
export function targetOf(request: AwsRequest): { prefix: string; operation: string } {
  const target = headerOf(request, 'x-amz-target') ?? '';
  const dot = target.lastIndexOf('.');
  return { prefix: target.slice(0, Math.max(dot, 0)), operation: target.slice(dot + 1) };
}

/** Reads an operation's input, answering a wrong one in the wording AWS uses. */
export function readInput<T>(schema: z.ZodType<T>, input: unknown, code: string): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues;
  const details = issues.map(
    (issue) => `Value at '${issue.path.join('.')}' failed to satisfy constraint: ${issue.message}`,
  );
  const count = `${issues.length} validation error${issues.length === 1 ? '' : 's'} detected`;
  throw new AwsError(code, 400, `${count}: ${details.join('; ')}`);
}

const tokenSchema = z.object({ offset: z.int().min(0), scope: z.string() });

/** Paging tokens carry their query, so one taken from another query is refused as AWS refuses it. */
export function writeToken(offset: number, scope: string): string {
  return Buffer.from(JSON.stringify({ offset, scope })).toString('base64url');
}

export function readToken(token: string | undefined, scope: string): number | undefined {
  if (token === undefined) return 0;
  try {
    const parsed = tokenSchema.safeParse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
    return parsed.success && parsed.data.scope === scope ? parsed.data.offset : undefined;
  } catch {
    return undefined;
  }
}

function writeJson(status: number, value: unknown): Answer {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify(value),
  };
}

function describeJson(body: string): unknown {
  try {
    return body === '' ? undefined : JSON.parse(body);
  } catch {
    return body;
  }
}
