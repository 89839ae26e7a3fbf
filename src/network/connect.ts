// Connections to hosts that somebody else chose. The caller resolves the name and gives the address, so that nothing
// changes between the check and the connection.
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect as connectDirectly, type Socket } from 'node:net';
import { connect as startTls, type TLSSocket } from 'node:tls';
import { findProxy, type ProxySettings } from './proxy.js';
import { isPublicAddress } from './public-address.js';

export interface Target {
  readonly address: string;
  readonly port: number;
}

/** Opens a connection. It fails when the signal is aborted. */
export type Connect = (target: Target, signal: AbortSignal) => Promise<Socket>;

/** Refuses every address that is not public, whatever the caller has checked. */
export function createConnect(proxy: ProxySettings | undefined): Connect {
  return async (target, signal) => {
    if (!isPublicAddress(target.address)) throw new Error('the address is not public');
    const proxyUrl = proxy && findProxy(proxy, target.address, target.port);
    return proxyUrl ? openTunnel(proxyUrl, target, signal) : openSocket(target, signal);
  };
}

function openSocket({ address, port }: Target, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectDirectly({ host: address, port });
    const release = onAbort(signal, () => socket.destroy(new Error('no connection in time')));
    socket.once('connect', () => {
      release();
      resolve(socket);
    });
    socket.on('error', reject);
  });
}

/**
 * Calls back at the abort until it is released. A signal that stayed with the socket would close it under the TLS
 * connection that is built on it, which ends the process of Node.js 20 (a segmentation fault).
 */
function onAbort(signal: AbortSignal, end: () => void): () => void {
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  return () => signal.removeEventListener('abort', end);
}

/** CONNECT (RFC 9110, 9.3.6). */
function openTunnel(proxyUrl: string, { address, port }: Target, signal: AbortSignal): Promise<Socket> {
  const { protocol, hostname, port: proxyPort, username, password } = new URL(proxyUrl);
  const authority = `${address.includes(':') ? `[${address}]` : address}:${port}`;
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return new Promise((resolve, reject) => {
    const request = (protocol === 'https:' ? httpsRequest : httpRequest)({
      method: 'CONNECT',
      host: hostname.replace(/^\[|\]$/g, ''),
      port: proxyPort || (protocol === 'https:' ? 443 : 80),
      path: authority,
      headers: {
        host: authority,
        ...(username ? { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` } : {}),
      },
      agent: false,
    });
    const release = onAbort(signal, () => request.destroy(new Error('no tunnel in time')));
    request.once('connect', ({ statusCode }, socket: Socket) => {
      release();
      socket.on('error', reject);
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new Error(`the proxy answered ${statusCode}`));
    });
    request.on('error', reject).end();
  });
}

/**
 * A TLS handshake that accepts every certificate, so that the caller can look at it. `authorizationError` of the socket
 * says whether it is trusted; nothing secret may be sent over it. The caller destroys it, and never the socket below.
 */
export function inspectTls(socket: Socket, serverName: string, signal: AbortSignal): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secure = startTls({
      socket,
      servername: serverName,
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      ALPNProtocols: ['http/1.1'],
    });
    const release = onAbort(signal, () => secure.destroy(new Error('no handshake in time')));
    secure.once('close', release);
    secure.once('secureConnect', () => resolve(secure)).on('error', reject);
  });
}
