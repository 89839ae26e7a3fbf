// A fetch through the distribution's own addresses: where it connects, what it asks, where it stops, what it keeps.
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { connect as connectTo, createServer as createPlainServer } from 'node:net';
import nock from 'nock';
import { createCertificateAuthority } from '../../sandbox/fakes/tls/certificates.js';
import type { SiteRequest } from '../../src/clone/site-answer.js';
import type { NameResolver } from '../../src/network/addresses.js';
import { type Connect, createConnect, type Target } from '../../src/network/connect.js';
import { createDeadline, type Deadline } from '../../src/network/deadline.js';
import { createSiteFetch, type SiteFetchOptions } from '../../src/network/site-fetch.js';
import { startConnectProxy } from '../support/connect-proxy.js';

const leaf = createCertificateAuthority().issue({
  names: ['*.example.com'],
  validTo: new Date('2031-05-06T07:08:09Z'),
});
const servedNames: string[] = [];
const received: IncomingMessage[] = [];
let answer: (response: ServerResponse) => void;
let server: Server;

beforeAll(async () => {
  // nock would answer in place of the test's server.
  nock.restore();
  server = createServer(
    {
      ...leaf,
      SNICallback: (name, done) => {
        servedNames.push(name);
        done(null);
      },
    },
    (request, response) => {
      received.push(request);
      answer(response);
    },
  );
  server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const targets: Target[] = [];
beforeEach(() => {
  for (const list of [servedNames, received, targets]) list.splice(0);
  answer = (response) => response.end();
});

function portOf(listening: { address(): unknown }): number {
  const address = listening.address();
  return typeof address === 'object' && address && 'port' in address ? Number(address.port) : 0;
}

/** Leads every address to the test's server. */
const toServer: Connect = async (target, signal) => {
  targets.push(target);
  const socket = connectTo({ host: '127.0.0.1', port: portOf(server), signal });
  await once(socket, 'connect');
  return socket;
};

const own = 'd111111abcdef8.cloudfront.net';

function resolverOf(zone: Readonly<Record<string, readonly string[] | 'fails'>>): NameResolver {
  const answerWith = (pick: (address: string) => boolean) => async (name: string) => {
    const found = zone[name];
    if (found === 'fails') throw Object.assign(new Error('no answer'), { code: 'ETIMEOUT' });
    const addresses = (found ?? []).filter(pick);
    if (addresses.length === 0) throw Object.assign(new Error('none'), { code: 'ENOTFOUND' });
    return addresses;
  };
  return {
    resolveCname: answerWith(() => false),
    resolve4: answerWith((address) => !address.includes(':')),
    resolve6: answerWith((address) => address.includes(':')),
  };
}

const zone = { [own]: ['52.84.0.1', '2600:9000::1'], 'www.example.com': ['52.84.0.1'] };

const fetchSite = (options: Partial<SiteFetchOptions> = {}, request: Partial<SiteRequest> = {}) =>
  createSiteFetch({ connect: toServer, resolver: resolverOf(zone), ...options }).fetch({
    distributionDomain: own,
    host: 'www.example.com',
    path: '/health?full=1',
    ...request,
  });

test('it asks the address of the distribution for the path, under the name of the clone', async () => {
  answer = (response) => response.end('hello');
  const found = await fetchSite();
  expect(targets).toEqual([{ address: '52.84.0.1', port: 443 }]);
  expect(servedNames).toEqual(['www.example.com']);
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({ method: 'GET', url: '/health?full=1' });
  expect(received[0]?.headers).toEqual({
    host: 'www.example.com',
    accept: '*/*',
    'user-agent': 'cf-clone',
    connection: 'close',
  });
  expect(found).toMatchObject({
    kind: 'response',
    status: 200,
    bodyBytes: 5,
    isBodyWhole: true,
    certificate: { names: ['*.example.com'], validTo: new Date('2031-05-06T07:08:09Z'), isTrusted: false },
  });
});

test('only headers of the closed list are kept, and no cookie', async () => {
  answer = (response) =>
    response
      .writeHead(200, {
        'content-type': 'text/html',
        'cache-control': 'max-age=60',
        'set-cookie': ['session=very-secret'],
        'content-security-policy': "default-src 'self'",
        'x-internal-token': 'very-secret',
        'x-cache': `Miss ${'x'.repeat(500)}`,
      })
      .end('very-secret');
  const found = await fetchSite();
  expect(found).toMatchObject({
    headers: { 'content-type': 'text/html', 'cache-control': 'max-age=60' },
    present: ['content-security-policy', 'set-cookie'],
  });
  const text = JSON.stringify(found);
  expect(text).not.toContain('very-secret');
  expect(text).not.toContain('x'.repeat(201));
});

test.each([
  ['to another host', 'https://Other.example.net/a?token=very-secret', { redirectHost: 'other.example.net' }, false],
  ['to another path', '/login', {}, false],
  ['to itself', 'https://www.example.com/health?full=1', {}, true],
  ['to nothing that can be read', 'https://', {}, false],
])('a redirect %s is told and not followed', async (_, location, host, isRedirectLoop) => {
  answer = (response) => response.writeHead(301, { location }).end();
  const found = await fetchSite();
  expect(received).toHaveLength(1);
  expect(found).toMatchObject({ status: 301, ...host, isRedirectLoop });
  expect('redirectHost' in found).toBe('redirectHost' in host);
  expect(JSON.stringify(found)).not.toContain('very-secret');
});

describe('addresses', () => {
  test.each([
    ['private ones alone', { [own]: ['10.0.0.1', '127.0.0.1', '::1', 'fd00::1', '169.254.169.254'] }],
    ['none', {}],
  ])('%s are not connected to', async (_, addresses) => {
    const found = await fetchSite({ resolver: resolverOf(addresses) });
    expect(found).toEqual({ kind: 'failure', reason: 'no_public_address' });
    expect(targets).toEqual([]);
  });

  test('even a resolver that is not checked cannot lead to this machine', async () => {
    const connect = createConnect(undefined);
    await expect(connect({ address: '127.0.0.1', port: portOf(server) }, new AbortController().signal)).rejects.toThrow(
      'not public',
    );
  });

  test('under the real name, only addresses of the distribution count', async () => {
    const names = { [own]: ['52.84.0.1', '52.84.0.2'], 'www.example.com': ['8.8.8.8', '52.84.0.2'] };
    await fetchSite({ resolver: resolverOf(names) }, { realName: 'www.example.com' });
    expect(targets).toEqual([{ address: '52.84.0.2', port: 443 }]);
    targets.splice(0);
    const elsewhere = { ...names, 'www.example.com': ['8.8.8.8'] };
    const found = await fetchSite({ resolver: resolverOf(elsewhere) }, { realName: 'www.example.com' });
    expect(found).toEqual({ kind: 'failure', reason: 'no_public_address' });
    expect(targets).toEqual([]);
  });

  test('the next one is tried where nobody listens', async () => {
    const connect: Connect = async (target, signal) => {
      if (target.address === '52.84.0.1') throw new Error('refused');
      return toServer(target, signal);
    };
    expect(await fetchSite({ connect })).toMatchObject({ status: 200 });
    expect(targets).toEqual([{ address: '2600:9000::1', port: 443 }]);
  });

  test('DNS that does not answer is told as such', async () => {
    expect(await fetchSite({ resolver: resolverOf({ [own]: 'fails' }) })).toEqual({
      kind: 'failure',
      reason: 'dns_unavailable',
    });
  });
});

describe('limits', () => {
  test('a body without an end is left after the largest size', async () => {
    let closed: Promise<unknown> | undefined;
    answer = (response) => {
      closed = once(response, 'close');
      const fill = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(10_000)));
      };
      response.on('drain', fill);
      fill();
    };
    // The time never ends here.
    const startDeadline = () => createDeadline(new AbortController());
    const found = await fetchSite({ maxBodyBytes: 50_000, startDeadline });
    expect(found).toMatchObject({ status: 200, bodyBytes: 50_000, isBodyWhole: false });
    await closed;
  });

  /** The time is over when `end` is called; the answer comes then. */
  function holdTime(): { readonly end: () => void; readonly options: Partial<SiteFetchOptions> } {
    const controller = new AbortController();
    return {
      end: () => controller.abort(),
      options: {
        startDeadline: (timeoutMs) => {
          expect(timeoutMs).toBe(5_000);
          return createDeadline(controller);
        },
      },
    };
  }

  test('a body that never ends is left when the time is over, and what is known is told', async () => {
    let closed: Promise<unknown> | undefined;
    answer = (response) => {
      closed = once(response, 'close');
      response.writeHead(200, { 'content-type': 'text/plain' }).write('abc');
    };
    let waits = 0;
    const found = await fetchSite({
      startDeadline: () => {
        const deadline = createDeadline(new AbortController());
        const wait: Deadline['wait'] = (promise) => {
          waits += 1;
          // DNS, the handshake, the headers; the fourth is the body.
          if (waits === 4) deadline.end();
          return deadline.wait(promise);
        };
        return { ...deadline, wait };
      },
    });
    expect(found).toMatchObject({ status: 200, headers: { 'content-type': 'text/plain' }, isBodyWhole: false });
    await closed;
  });

  test('a server that never answers is left when the time is over', async () => {
    const { end, options } = holdTime();
    answer = end;
    const found = await fetchSite(options);
    expect(found).toMatchObject({ kind: 'failure', reason: 'no_answer', certificate: { names: ['*.example.com'] } });
  });

  test('a host that shakes no hands is left when the time is over', async () => {
    const { end, options } = holdTime();
    const mute = createPlainServer((socket) => socket.once('data', end)).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const connect: Connect = async (_, signal) => {
      const socket = connectTo({ host: '127.0.0.1', port: portOf(mute), signal });
      await once(socket, 'connect');
      return socket;
    };
    expect(await fetchSite({ ...options, connect })).toEqual({ kind: 'failure', reason: 'no_handshake' });
    mute.close();
  });

  test('nobody waits for a connection or for DNS that never comes', async () => {
    const over = holdTime();
    const connect = () => {
      over.end();
      return new Promise<never>(() => undefined);
    };
    expect(await fetchSite({ ...over.options, connect })).toEqual({ kind: 'failure', reason: 'not_connected' });
    const silent = holdTime();
    const never = () => {
      silent.end();
      return new Promise<never>(() => undefined);
    };
    const resolver = { resolveCname: never, resolve4: never, resolve6: never };
    expect(await fetchSite({ ...silent.options, resolver })).toEqual({ kind: 'failure', reason: 'dns_unavailable' });
  });

  test('a connection that is cut before the headers is no answer', async () => {
    answer = (response) => response.socket?.destroy();
    expect(await fetchSite()).toMatchObject({ kind: 'failure', reason: 'no_answer' });
  });
});

test('it goes through the proxy where there is one', async () => {
  const proxy = await startConnectProxy();
  try {
    const connect = createConnect({ httpsProxy: proxy.url, httpProxy: undefined, noProxy: '' });
    // The proxy leads to this machine; the port is the test server's.
    const toProxy: Connect = (target, signal) => connect({ ...target, port: portOf(server) }, signal);
    expect(await fetchSite({ connect: toProxy })).toMatchObject({ status: 200 });
    expect(proxy.tunnels).toEqual([`52.84.0.1:${portOf(server)}`]);
  } finally {
    await proxy.close();
  }
});
