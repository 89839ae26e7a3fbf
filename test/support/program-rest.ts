// The REST API of the built program, as its pipeline calls it.
import { pipelineClient } from '../../sandbox/fakes/aws/people.js';
import type { Program } from './program.js';
import type { Replica } from './program-process.js';

export const cloneRequest = { domain: 'api.example.com', origin: 'new-origin.example.net', ref_dist: 'EREFERENCE0001' };

export interface RestCall {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The last one that was started, unless given. */
  readonly replica?: Replica | undefined;
}

export interface RestReply {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Readonly<Record<string, unknown>>;
}

export function authorize({ aws }: Pick<Program, 'aws'>): { authorization: string } {
  const token = aws.tokens.issueMachineToken({ clientId: pipelineClient.id, scopes: ['cfclone/write'] });
  return { authorization: `Bearer ${token}` };
}

/** Sends a request to the REST API as the pipeline; the whole answer. */
export async function rest(program: Program, method: string, path: string, call: RestCall = {}): Promise<RestReply> {
  const { status, headers, body } = await openRest(program, method, path, call);
  const parsed: unknown = JSON.parse((await new Response(body).text()) || '{}');
  const isFields = typeof parsed === 'object' && parsed !== null;
  return { status, headers, json: isFields ? Object.fromEntries(Object.entries(parsed)) : {} };
}

/** The same, with the answer's body still to be read. */
export function openRest(program: Program, method: string, path: string, call: RestCall = {}): Promise<Response> {
  const { body, headers = {} } = call;
  const replica = call.replica ?? program.replicas.at(-1);
  return fetch(`http://127.0.0.1:${replica?.port}${path}`, {
    method,
    headers: { ...authorize(program), 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** Asks for a clone, under a key where one is given. */
export function postClone(
  program: Program,
  changes: Partial<typeof cloneRequest> = {},
  key?: string,
  replica?: Replica,
): Promise<RestReply> {
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  return rest(program, 'POST', '/clone_distribution', { body: { ...cloneRequest, ...changes }, headers, replica });
}
