// What the certificate of a server says, as far as the bot judges it.
import type { TLSSocket } from 'node:tls';
import type { ServerCertificate } from '../clone/origin-facts.js';

/** Reads it after the handshake; undefined if the server showed none. */
export function readCertificate(socket: TLSSocket): ServerCertificate | undefined {
  const { subjectaltname = '', valid_from, valid_to, subject } = socket.getPeerCertificate();
  if (!subject) return undefined;
  const names = subjectaltname
    .split(', ')
    .filter((name) => name.startsWith('DNS:'))
    .map((name) => name.slice('DNS:'.length).toLowerCase());
  return {
    names,
    validFrom: new Date(valid_from),
    validTo: new Date(valid_to),
    isTrusted: socket.authorized || isTooOldOrYoung(socket.authorizationError),
  };
}

/** The dates are judged by the caller; here it is about who issued the certificate. */
function isTooOldOrYoung(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : error;
  return code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID';
}
