// Takes from an answer what is shown of it. Every other header is left out.
import type { IncomingMessage } from 'node:http';
import { namedHeaders, type ShownHeader, type SiteResponse, shownHeaders } from '../clone/site-answer.js';

const maxValueChars = 200;

interface Received extends Pick<SiteResponse, 'bodyBytes' | 'isBodyWhole' | 'certificate'> {
  readonly host: string;
  readonly path: string;
}

export function readResponse(
  { statusCode = 0, headers }: Pick<IncomingMessage, 'statusCode' | 'headers'>,
  { host, path, ...received }: Received,
): SiteResponse {
  const shown: Partial<Record<ShownHeader, string>> = {};
  for (const name of shownHeaders) {
    const value = headers[name];
    if (typeof value === 'string' && value !== '') shown[name] = value.slice(0, maxValueChars);
  }
  const asked = new URL(path, `https://${host}/`);
  const target = statusCode >= 300 && statusCode < 400 ? readLocation(headers.location, asked) : undefined;
  // The rest of the target may hold tokens.
  const redirectHost = target?.hostname.toLowerCase();
  return {
    kind: 'response',
    status: statusCode,
    headers: shown,
    present: namedHeaders.filter((name) => headers[name] !== undefined),
    ...(redirectHost && redirectHost !== host ? { redirectHost } : {}),
    isRedirectLoop: target?.href === asked.href,
    ...received,
  };
}

function readLocation(location: string | undefined, asked: URL): URL | undefined {
  if (location === undefined) return undefined;
  try {
    return new URL(location, asked);
  } catch {
    return undefined;
  }
}
