// What goes through the proxy and what does not: the same for `fetch` and for the SDK's agents, over http and https.
import { once } from 'node:events';
import { createServer as createHttpServer, request as httpRequest, type Server } from 'node:http';
import { createServer as createHttpsServer, request as httpsRequest } from 'node:https';
import { inspect } from 'node:util';
import nock from 'nock';
import { fetch as undiciFetch } from 'undici';
import { createCertificateAuthority } from '../../sandbox/fakes/tls/certificates.js';
import { isAmbiguous } from '../../src/aws/errors.js';
import {
  createProxyAgents,
  createProxyDispatcher,
  type ProxyAgents,
  type ProxySettings,
} from '../../src/network/proxy.js';
import { type ConnectProxy, startConnectProxy } from '../support/connect-proxy.js';

const authority = createCertificateAuthority();
let proxy: ConnectProxy;
let target: Server;
let secureTarget: Server;
const opened: ProxyAgents[] = [];

// nock would keep sockets of its own in between.
beforeAll(() => nock.restore());
beforeEach(async () => {
  proxy = await startConnectProxy({ credentials: 'bot:p@ss word' });
  target = createHttpServer((_request, response) => response.end('plain')).listen(0, '127.0.0.1');
  const leaf = authority.issue({ names: ['aws.test'] });
  secureTarget = createHttpsServer(leaf, (_request, response) => response.end('secure')).listen(0, '127.0.0.1');
  await Promise.all([once(target, 'listening'), once(secureTarget, 'listening')]);
});
afterEach(async () => {
  for (const { httpAgent, httpsAgent } of opened.splice(0)) {
    httpAgent.destroy();
    httpsAgent.destroy();
  }
  for (const server of [target, secureTarget]) server.close().closeAllConnections();
  await proxy.close();
});

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
};
const settings = (change: Partial<ProxySettings> = {}): ProxySettings => {
  const url = proxy.url.replace('//', '//bot:p%40ss%20word@');
  return { httpsProxy: url, httpProxy: url, noProxy: '', ...change };
};

async function askByAgents(given: ProxySettings, url: string): Promise<string> {
  const agents = createProxyAgents(given);
  opened.push(agents);
  const isSecure = url.startsWith('https:');
  const request = isSecure
    ? httpsRequest(url, { agent: agents.httpsAgent, ca: authority.cert })
    : httpRequest(url, { agent: agents.httpAgent });
  request.end();
  const [response] = await once(request, 'response');
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part);
  return Buffer.concat(parts).toString();
}

async function askByFetch(given: ProxySettings, url: string): Promise<string> {
  const dispatcher = await createProxyDispatcher(given);
  try {
    return await (await undiciFetch(url, { dispatcher })).text();
  } finally {
    await dispatcher.destroy();
  }
}

describe.each([
  ['the agents of the SDK', askByAgents],
  ['fetch', askByFetch],
] as const)('%s', (_, ask) => {
  test('asks a host that only the proxy can find', async () => {
    expect(await ask(settings(), `http://aws.test:${portOf(target)}/`)).toBe('plain');
    expect(proxy.tunnels).toEqual([`aws.test:${portOf(target)}`]);
  });

  test('uses HTTP_PROXY for all hosts if there is no other, and HTTPS_PROXY for secure hosts alone', async () => {
    const url = `http://127.0.0.1:${portOf(target)}/`;
    expect(await ask(settings({ httpsProxy: undefined }), url)).toBe('plain');
    expect(proxy.tunnels).toHaveLength(1);
    expect(await ask(settings({ httpProxy: undefined }), url)).toBe('plain');
    expect(proxy.tunnels).toHaveLength(1);
  });

  test.each([
    ['', 'through'],
    ['*', 'past'],
    [' * ', 'past'],
    ['127.0.0.1', 'past'],
    ['aws.test,127.0.0.1', 'past'],
    ['aws.test 127.0.0.1', 'past'],
    ['127.0.0.1:PORT', 'past'],
    ['127.0.0.1:1', 'through'],
    ['.0.0.1', 'past'],
    ['*.0.0.1', 'past'],
    ['0.0.1', 'past'],
    ['27.0.0.1', 'through'],
    ['127.0.0.1.example.com', 'through'],
  ])('with NO_PROXY=%j goes %s', async (noProxy, way) => {
    const port = portOf(target);
    expect(await ask(settings({ noProxy: noProxy.replace('PORT', String(port)) }), `http://127.0.0.1:${port}/`)).toBe(
      'plain',
    );
    expect(proxy.tunnels).toHaveLength(way === 'through' ? 1 : 0);
  });

  test.each([
    ['wrong', 'http://bot:guess-7431@'],
    ['missing', 'http://'],
  ])('fails with %s credentials, and names none', async (_kind, start) => {
    const failed = ask(settings({ httpProxy: proxy.url.replace('http://', start) }), 'http://aws.test:8080/');
    const said = inspect(await failed.catch((error: unknown) => error));
    expect(said).toContain('407');
    expect(said).not.toMatch(/guess-7431|Basic|bot:/);
    expect(proxy.tunnels).toEqual([]);
  });
});

test('a secure host is verified by its own name at the far end of the tunnel', async () => {
  const port = portOf(secureTarget);
  expect(await askByAgents(settings({ httpProxy: undefined }), `https://aws.test:${port}/`)).toBe('secure');
  expect(await askByAgents(settings({ httpsProxy: undefined }), `https://aws.test:${port}/`)).toBe('secure');
  expect(proxy.tunnels).toEqual([`aws.test:${port}`, `aws.test:${port}`]);
  await expect(askByAgents(settings(), `https://other.test:${port}/`)).rejects.toMatchObject({
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  });
});

test('a connection of the agents is used again', async () => {
  const agents = createProxyAgents(settings());
  opened.push(agents);
  for (let count = 0; count < 3; count++) {
    const request = httpsRequest(`https://aws.test:${portOf(secureTarget)}/`, {
      agent: agents.httpsAgent,
      ca: authority.cert,
    }).end();
    const [response] = await once(request, 'response');
    await once(response.resume(), 'close');
  }
  expect(proxy.tunnels).toHaveLength(1);
});

test('a create that got no tunnel created nothing', async () => {
  const failure = askByAgents(settings({ httpProxy: proxy.url }), 'http://aws.test:8080/');
  const error = await failure.catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: 'ERR_PROXY_TUNNEL' });
  expect(isAmbiguous(error)).toBe(false);
});
