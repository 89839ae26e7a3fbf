// One logger for the process: JSON lines, with whatever could carry a secret taken out.
import { type DestinationStream, type Logger, pino } from 'pino';
import { showInvisible } from '../clone/visible-text.js';
import type { LogLevel } from '../shared-config.js';

export type Log = Logger;

/** Members of any logged object that never leave the process. */
const secretMembers = [
  'token',
  'botToken',
  'appToken',
  'signingSecret',
  'authorization',
  'Authorization',
  'cookie',
  'response_url',
  'responseUrl',
  'trigger_id',
  'HeaderValue',
  'email',
  'password',
  'secretAccessKey',
  'sessionToken',
];

/**
 * Slack tokens, webhook addresses, the user and password of a URL, and e-mail addresses inside longer texts, such as the
 * message of an error.
 */
const secretText =
  /(?<=:\/\/)[^\s/@]*:[^\s/]*@|\bx(?:ox[a-z]|app)-[A-Za-z0-9-]+|https:\/\/hooks\.slack\.com\/\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}/g;

export function hideSecrets(text: string): string {
  return text.replace(secretText, '(hidden)');
}

/** Text that others wrote, such as an error's message: without secrets, and visible as a whole. */
export function toLogText(text: string): string {
  return showInvisible(hideSecrets(text));
}

export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const paths = secretMembers.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]);
  const options = {
    level,
    base: null,
    redact: { paths, censor: '(hidden)' },
    serializers: { err: describeError },
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
  };
  return destination ? pino(options, destination) : pino(options);
}

/** An error without the request that it may carry: SDK and Slack errors hold whole bodies. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: toLogText(String(error)) };
  return {
    type: error.name,
    message: toLogText(error.message),
    ...(error.stack ? { stack: error.stack.split('\n').map(toLogText).join('\n') } : {}),
    ...(error.cause ? { cause: describeError(error.cause) } : {}),
  };
}
