// Fetches one path of a site through a distribution's own public addresses, and tells what a viewer would see. Nothing of
// the body is kept.
import { Resolver } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { ServerCertificate } from '../clone/origin-facts.js';
import type { SiteFetch } from '../clone/ports.js';
import type { SiteAnswer, SiteFailureReason, SiteRequest } from '../clone/site-answer.js';
import { listAddresses, type NameResolver } from './addresses.js';
import { type Connect, inspectTls } from './connect.js';
import { type Deadline, startDeadline as startTimer } from './deadline.js';
import { isPublicAddress } from './public-address.js';
import { readCertificate } from './server-certificate.js';
import { readResponse } from './site-response.js';

/** The whole fetch, from DNS to the end of the body. */
const timeoutMs = 5_000;
const defaultMaxBodyBytes = 1_000_000;
/** One address may be out of reach, such as IPv6 where this machine has none. */
const maxAddresses = 3;
const httpsPort = 443;
/** Larger headers are refused by Node.js; CloudFront's own limit for them is 20,480 bytes. */
const maxHeaderBytes = 24_576;

export interface SiteFetchOptions {
  readonly connect: Connect;
  readonly resolver?: NameResolver;
  readonly maxBodyBytes?: number;
  /** The clock of the time limit; the process's own unless given. */
  readonly startDeadline?: (timeoutMs: number) => Deadline;
}

export function createSiteFetch({
  connect,
  resolver = new Resolver({ timeout: 1_000, tries: 2 }),
  maxBodyBytes = defaultMaxBodyBytes,
  startDeadline = startTimer,
}: SiteFetchOptions): SiteFetch {
  return {
    async fetch(request) {
      const deadline = startDeadline(timeoutMs);
      try {
        const addresses = await deadline.wait(findAddresses(resolver, request));
        if (addresses === undefined) return fail('dns_unavailable');
        if (addresses.length === 0) return fail('no_public_address');
        const connected = await openFirst(connect, addresses.slice(0, maxAddresses), request.host, deadline);
        if ('kind' in connected) return connected;
        const { secure } = connected;
        // Nobody may read it after the socket was destroyed.
        const certificate = readCertificate(secure);
        try {
          return await ask(secure, request, { deadline, maxBodyBytes, certificate });
        } finally {
          secure.destroy();
        }
      } finally {
        deadline.end();
      }
    },
  };
}

function fail(reason: SiteFailureReason, certificate?: ServerCertificate): SiteAnswer {
  return { kind: 'failure', reason, ...(certificate ? { certificate } : {}) };
}

/** Public addresses of the distribution; with a real name, those that this name leads to as well. */
async function findAddresses(
  resolver: NameResolver,
  { distributionDomain, realName }: SiteRequest,
): Promise<string[] | undefined> {
  const [own, named] = await Promise.all([
    listAddresses(resolver, distributionDomain),
    realName === undefined ? undefined : listAddresses(resolver, realName),
  ]);
  if (own === undefined || (realName !== undefined && named === undefined)) return undefined;
  return own.filter(isPublicAddress).filter((address) => named?.includes(address) ?? true);
}

/** The first address that shakes hands. */
async function openFirst(
  connect: Connect,
  addresses: readonly string[],
  host: string,
  deadline: Deadline,
): Promise<{ readonly secure: TLSSocket } | SiteAnswer> {
  const progress: Progress = { reached: 'not_connected' };
  for (const address of addresses) {
    const secure = await deadline.wait(open({ connect, address, host, signal: deadline.signal, progress }));
    if (secure) return { secure };
  }
  return fail(progress.reached);
}

interface Progress {
  reached: 'not_connected' | 'no_handshake';
}

interface OpenOptions {
  readonly connect: Connect;
  readonly address: string;
  readonly host: string;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

async function open({ connect, address, host, signal, progress }: OpenOptions): Promise<TLSSocket | undefined> {
  try {
    const socket = await connect({ address, port: httpsPort }, signal);
    progress.reached = 'no_handshake';
    const secure = await inspectTls(socket, host, signal);
    if (!signal.aborted) return secure;
    // The time was over while the handshake ended: nobody waits for the socket any more.
    secure.destroy();
  } catch {
    // The next address may answer.
  }
  return undefined;
}

interface AskOptions {
  readonly deadline: Deadline;
  readonly maxBodyBytes: number;
  readonly certificate: ServerCertificate | undefined;
}

/** The server was not authenticated, so the request carries nothing that is secret. */
async function ask(secure: TLSSocket, { host, path }: SiteRequest, options: AskOptions): Promise<SiteAnswer> {
  const { deadline, maxBodyBytes, certificate } = options;
  const response = await deadline.wait(
    new Promise<IncomingMessage | 'closed'>((resolve) => {
      httpRequest({
        createConnection: () => secure,
        path,
        maxHeaderSize: maxHeaderBytes,
        headers: { host, accept: '*/*', 'user-agent': 'cf-clone', connection: 'close' },
      })
        .once('response', resolve)
        .on('error', () => resolve('closed'))
        .end();
    }),
  );
  if (response === undefined || response === 'closed') return fail('no_answer', certificate);
  const body = countBody(response, maxBodyBytes);
  const isEnded = await deadline.wait(body.ended);
  return readResponse(response, {
    host,
    path,
    bodyBytes: body.count(),
    isBodyWhole: isEnded === true,
    ...(certificate ? { certificate } : {}),
  });
}

/** Counts the bytes of the body and lets them go. */
function countBody(response: IncomingMessage, maxBodyBytes: number) {
  let bytes = 0;
  const ended = new Promise<boolean>((resolve) => {
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBodyBytes) return;
      resolve(false);
      response.destroy();
    });
    // A connection that closes too early raises an error and no `end`.
    response.once('end', () => resolve(true)).on('error', () => resolve(false));
  });
  return { ended, count: () => Math.min(bytes, maxBodyBytes) };
}
