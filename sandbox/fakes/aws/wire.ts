// What travels between the HTTP server and the services.

import { randomUUID } from 'node:crypto';
import type { AwsError } from './errors.js';

export type ServiceName = 'cloudfront' | 'acm' | 'cognito-idp' | 'tagging' | 'logs' | 'shield' | 'pricingplanmanager';

export interface AwsRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

export interface Service {
  readonly name: ServiceName;
  /** The API's name for what is asked, known here or not: faults and the call log go by it. */
  identify(request: AwsRequest): string;
  answer(operation: string, request: AwsRequest): Answer;
  refuse(error: AwsError, requestId: string): Answer;
  /** The body as the call log shows it. */
  describe(body: string): unknown;
  throttled(): AwsError;
  unavailable(): AwsError;
  denied(): AwsError;
}

export function headerOf(request: AwsRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** For what Cognito serves besides its API. */
export function answerJson(status: number, value: unknown, requestId: string = randomUUID()): Answer {
  const headers = { 'content-type': 'application/json;charset=UTF-8', 'x-amz-cognito-request-id': requestId };
  return { status, headers, body: JSON.stringify(value) };
}
