// Checks who may use the sandbox: its own page and programs of this machine, never the page of another website.
import type { IncomingMessage } from 'node:http';

/** The reason for a refusal, or nothing. `port` is the one that the server listens on. */
export function checkAccess(request: IncomingMessage, port: number): string | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = request.headers;
  // A name of somebody else's that resolves to this machine would come with that name.
  if (host === undefined || !hosts.includes(host)) return 'the Host header is not this sandbox';
  if (origin !== undefined && !hosts.some((own) => origin === `http://${own}`)) return 'the page is not this sandbox';
  // Browsers send a form of another page without asking first; they ask before they send JSON.
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (request.method === 'POST' && type !== 'application/json') return 'only JSON is taken';
  return undefined;
}
