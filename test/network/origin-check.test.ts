// The look at a new origin: what DNS says, which address is connected to, and what the certificate there says.
import { once } from 'node:events';
import { connect as connectTo, createServer as createPlainServer } from 'node:net';
import { createServer, type Server } from 'node:tls';
import nock from 'nock';
import { createCertificateAuthority } from '../../sandbox/fakes/tls/certificates.js';
import type { NameResolver } from '../../src/network/addresses.js';
import { type Connect, createConnect, type Target } from '../../src/network/connect.js';
import { createOriginCheck } from '../../src/network/origin-check.js';
import { startConnectProxy } from '../support/connect-proxy.js';

const authority = createCertificateAuthority();
const leaf = authority.issue({ names: ['origin.test', '*.cdn.test'], validTo: new Date('2031-05-06T07:08:09Z') });
const asked: string[] = [];
let server: Server;
beforeAll(async () => {
  // nock would read what goes to the proxy.
  nock.restore();
  server = createServer({
    ...leaf,
    SNICallback: (name, done) => {
      asked.push(name);
      done(null);
    },
  });
  server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());
beforeEach(() => asked.splice(0));

const serverPort = (): number => {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
};

/** What DNS holds: lists of each kind by name; `fails` for a server that does not answer. */
type Zone = Readonly<Record<string, { cname?: string; a?: string[]; aaaa?: string[]; fails?: boolean }>>;

function resolverOf(zone: Zone): NameResolver {
  const answer = async (name: string, pick: (entry: Zone[string]) => string[] | undefined): Promise<string[]> => {
    const entry = zone[name];
    if (entry?.fails) throw Object.assign(new Error('no answer'), { code: 'ETIMEOUT' });
    const found = entry && pick(entry);
    if (!found || found.length === 0) throw Object.assign(new Error('none'), { code: entry ? 'ENODATA' : 'ENOTFOUND' });
    return found;
  };
  const chase = (name: string): string => {
    const next = zone[name]?.cname;
    return next ? chase(next) : name;
  };
  return {
    resolveCname: (name: string) => answer(name, ({ cname }) => (cname ? [cname] : [])),
    resolve4: (name: string) => answer(chase(name), ({ a }) => a),
    resolve6: (name: string) => answer(chase(name), ({ aaaa }) => aaaa),
  };
}

const targets: Target[] = [];
/** Leads every address to the test's server. */
const toServer: Connect = async (target, signal) => {
  targets.push(target);
  const socket = connectTo({ host: '127.0.0.1', port: serverPort(), signal });
  await once(socket, 'connect');
  return socket;
};
beforeEach(() => targets.splice(0));

const look = (
  zone: Zone,
  port: number | undefined = 443,
  host = 'origin.test',
  connect = toServer,
  timeoutMs = 5_000,
) => createOriginCheck({ connect, resolver: resolverOf(zone), timeoutMs }).look(host, Promise.resolve(port));

test('follows several CNAME records and keeps each name', async () => {
  const zone = { 'origin.test': { cname: 'A.cdn.test.' }, 'a.cdn.test': { cname: 'b.cdn.test' }, 'b.cdn.test': {} };
  expect((await look(zone)).names).toEqual(['origin.test', 'a.cdn.test', 'b.cdn.test']);
});

test('CNAME records in a circle come to an end', async () => {
  const { resolveCname } = resolverOf({ 'a.test': { cname: 'b.test' }, 'b.test': { cname: 'a.test' } });
  const noAddress = { resolveCname, resolve4: async () => [], resolve6: async () => [] };
  const found = await createOriginCheck({ connect: toServer, resolver: noAddress }).look('a.test', Promise.resolve(1));
  expect(found.names).toEqual(['a.test', 'b.test']);
});

test.each<[string, Zone, string]>([
  ['an IPv4 address', { 'origin.test': { a: ['52.94.0.1'] } }, 'public'],
  ['an IPv6 address alone', { 'origin.test': { aaaa: ['2600:9000::1'] } }, 'public'],
  ['one public address among private ones', { 'origin.test': { a: ['10.0.0.1', '52.94.0.1'] } }, 'public'],
  ['private addresses alone', { 'origin.test': { a: ['10.0.0.1'], aaaa: ['fd00::1'] } }, 'private'],
  ['no such name', {}, 'none'],
  ['a name without addresses', { 'origin.test': {} }, 'none'],
  ['a DNS server that does not answer', { 'origin.test': { fails: true } }, 'unknown'],
])('%s', async (_, zone, resolution) => {
  expect((await look(zone)).resolution).toBe(resolution);
});

test('the certificate is read from the public address, under the name of the origin', async () => {
  const zone = { 'origin.test': { a: ['127.0.0.1', '10.0.0.1', '52.94.0.1'], aaaa: ['::1'] } };
  const { certificate } = await look(zone, 8443);
  expect(targets).toEqual([{ address: '52.94.0.1', port: 8443 }]);
  expect(asked).toEqual(['origin.test']);
  expect(certificate).toMatchObject({
    names: ['origin.test', '*.cdn.test'],
    validTo: new Date('2031-05-06T07:08:09Z'),
    isTrusted: false,
  });
});

test('nobody connects where CloudFront does not speak HTTPS, nor to addresses that are not public', async () => {
  const check = createOriginCheck({ connect: toServer, resolver: resolverOf({ 'origin.test': { a: ['52.94.0.1'] } }) });
  expect(await check.look('origin.test', Promise.resolve(undefined))).not.toHaveProperty('certificate');
  expect(await check.look('origin.test', Promise.reject(new Error('no reference')))).toMatchObject({
    resolution: 'public',
  });
  await look({ 'origin.test': { a: ['127.0.0.1', '::ffff:127.0.0.1', '169.254.169.254'] } });
  expect(targets).toEqual([]);
});

test('whoever does not answer in time leaves what is known', async () => {
  const never = new Promise<never>(() => undefined);
  const zone = { 'origin.test': { a: ['52.94.0.1'] } };
  expect(await look(zone, 443, 'origin.test', () => never, 30)).toEqual({
    names: ['origin.test'],
    resolution: 'public',
  });
  const silent = { resolveCname: () => never, resolve4: () => never, resolve6: () => never };
  const check = createOriginCheck({ connect: toServer, resolver: silent, timeoutMs: 30 });
  expect(await check.look('origin.test', Promise.resolve(443))).toEqual({
    names: ['origin.test'],
    resolution: 'unknown',
  });
});

test('a server that takes the connection and says nothing leaves what is known', async () => {
  const mute = createPlainServer().listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const address = mute.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const toMute: Connect = async (_target, signal) => connectTo({ host: '127.0.0.1', port, signal });
  const found = await look({ 'origin.test': { a: ['52.94.0.1'] } }, 443, 'origin.test', toMute, 100);
  expect(found).toEqual({ names: ['origin.test'], resolution: 'public' });
  mute.close();
});

describe('a connection', () => {
  const signal = new AbortController().signal;

  test.each(['127.0.0.1', '::1', '169.254.169.254', '10.0.0.1', 'localhost'])(
    'is never opened to %s',
    async (address) => {
      await expect(createConnect(undefined)({ address, port: serverPort() }, signal)).rejects.toThrow('not public');
    },
  );

  test('goes through the proxy where there is one', async () => {
    const proxy = await startConnectProxy({ credentials: 'bot:secret' });
    try {
      const url = proxy.url.replace('//', '//bot:secret@');
      const connect = createConnect({ httpsProxy: url, httpProxy: undefined, noProxy: '' });
      const socket = await connect({ address: '52.94.0.1', port: serverPort() }, signal);
      socket.destroy();
      expect(proxy.tunnels).toEqual([`52.94.0.1:${serverPort()}`]);
      const refused = createConnect({ httpsProxy: proxy.url, httpProxy: undefined, noProxy: '' });
      await expect(refused({ address: '52.94.0.1', port: 443 }, signal)).rejects.toThrow('407');
    } finally {
      await proxy.close();
    }
  });
});
