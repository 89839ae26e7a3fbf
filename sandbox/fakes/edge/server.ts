// An edge location of CloudFront on one loopback port: it serves over TLS what the distributions of the fake account describe,
// with certificates of a test authority in place of ACM's.
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import { textAt } from '../aws/cloudfront-xml.js';
import type { Store } from '../aws/store.js';
import { createCertificateAuthority } from '../tls/certificates.js';
import { answerViewer, findServing } from './edge-answers.js';
import { Origins } from './origins.js';

export interface FakeEdge {
  readonly port: number;
  readonly origins: Origins;
  /** Names a file with the certificate of the authority, for NODE_EXTRA_CA_CERTS. */
  readonly caFile: string;
  /** What viewers asked for, as `host path`. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

export async function startEdge(store: Store): Promise<FakeEdge> {
  // The process that is asked goes by the time of this machine, whatever time its clock shows.
  const authority = createCertificateAuthority('cf-clone sandbox CA');
  const folder = await mkdtemp(join(tmpdir(), 'cf-clone-edge-'));
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, authority.cert);
  const origins = new Origins();
  const requests: string[] = [];
  const contexts = new Map<string, SecureContext>();

  /** The certificate of the distribution that serves the name; undefined if none does. */
  function findContext(name: string): SecureContext | undefined {
    const distribution = findServing(store, name);
    if (!distribution) return undefined;
    const isOwnName = name === distribution.domainName;
    const arn = isOwnName ? '' : textAt(distribution.config, 'ViewerCertificate', 'ACMCertificateArn');
    const certificate = store.certificates.get(arn);
    const key = `${arn} ${certificate?.notAfter ?? ''}`;
    const kept = contexts.get(key);
    if (kept) return kept;
    const { cert, key: privateKey } = authority.issue({
      // CloudFront's own certificate serves where a distribution has no other.
      names: certificate?.names ?? ['*.cloudfront.net'],
      ...(certificate?.notAfter === undefined ? {} : { validTo: new Date(certificate.notAfter) }),
    });
    const made = createSecureContext({ cert, key: privateKey });
    contexts.set(key, made);
    return made;
  }

  // No source says what CloudFront does about a server name that no distribution has; the handshake fails here.
  const server = createServer({
    SNICallback: (name, done) => {
      const context = findContext(name);
      if (context) done(null, context);
      else done(new Error(`no distribution serves ${name}`));
    },
  });
  server.on('request', (request, response) => {
    const host = (request.headers.host ?? '').toLowerCase();
    const path = request.url ?? '/';
    requests.push(`${host} ${path}`);
    const serverName = 'servername' in request.socket ? String(request.socket.servername) : undefined;
    const answer = answerViewer(store, origins, { serverName, host, path });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the edge has no port');
  return {
    port: address.port,
    origins,
    caFile,
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
