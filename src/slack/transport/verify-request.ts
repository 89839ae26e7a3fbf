// Verifies that a request comes from Slack, by its signature and its age.
// https://docs.slack.dev/authentication/verifying-requests-from-slack
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface SlackSignature {
  /** The whole header, such as `v0=a2114d57…`. There is exactly one for each timestamp and body. */
  readonly text: string;
  /** As it was sent, because the signature covers the text. */
  readonly timestamp: string;
}

/** Why a request to Slack's path is not passed on. */
export const requestRefusals = [
  'unsigned',
  'malformed_signature',
  'stale',
  'from_the_future',
  'wrong_signature',
  'replayed',
  'body_too_large',
  'invalid_body',
  'overloaded',
] as const;
export type RequestRefusal = (typeof requestRefusals)[number];

/** Seconds for which Slack's signature counts, and how far Slack's clock may be ahead of ours. */
export const maxAgeSeconds = 300;
export const maxAheadSeconds = 60;

/** Bolt reads `v0=<hash>=x` as `v0=<hash>`; one signature with many spellings could not be remembered. */
const signaturePattern = /^v0=[0-9a-f]{64}$/;
const timestampPattern = /^[1-9]\d{0,11}$/;

/** Reads the signature, and refuses whatever need not be verified. Looks at nothing but the headers. */
export function readSignature(headers: IncomingHttpHeaders, now: number): SlackSignature | RequestRefusal {
  const text = headers['x-slack-signature'];
  const timestamp = headers['x-slack-request-timestamp'];
  if (text === undefined) return 'unsigned';
  if (typeof text !== 'string' || !signaturePattern.test(text)) return 'malformed_signature';
  if (typeof timestamp !== 'string' || !timestampPattern.test(timestamp)) return 'malformed_signature';
  const ageSeconds = Math.floor(now / 1_000) - Number(timestamp);
  if (ageSeconds > maxAgeSeconds) return 'stale';
  if (ageSeconds < -maxAheadSeconds) return 'from_the_future';
  return { text, timestamp };
}

export function isSignatureValid({ text, timestamp }: SlackSignature, body: Buffer, signingSecret: string): boolean {
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(body).digest('hex');
  // Both have the same length, because the pattern of the signature fixes it.
  return timingSafeEqual(Buffer.from(text), Buffer.from(`v0=${digest}`));
}
