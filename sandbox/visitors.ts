// Who may control a fake through its control API: programs and pages of this machine, never a page of some website.
import type { IncomingHttpHeaders } from 'node:http';

const ownPage = /^https?:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/;

/** The reason for a refusal, or nothing. */
export function refuseVisitor(method: string | undefined, headers: IncomingHttpHeaders): string | undefined {
  const { origin } = headers;
  if (origin !== undefined && !ownPage.test(origin)) return 'only pages of this machine';
  // Browsers send a form or text of another page without asking first; they ask before they send JSON.
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (method === 'POST' && type !== 'application/json') return 'only JSON is taken: send content-type application/json';
  return undefined;
}
