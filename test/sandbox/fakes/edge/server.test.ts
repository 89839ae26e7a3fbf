// The fake edge over TLS: the certificate of the distribution, and only for names that one serves.
import { once } from 'node:events';
import { connect as connectTo } from 'node:net';
import nock from 'nock';
import { createCertificateSeeds } from '../../../../sandbox/fakes/aws/certificates.js';
import { createDistributionSeeds } from '../../../../sandbox/fakes/aws/references.js';
import { Store } from '../../../../sandbox/fakes/aws/store.js';
import { type FakeEdge, startEdge } from '../../../../sandbox/fakes/edge/server.js';
import type { Connect } from '../../../../src/network/connect.js';
import { createSiteFetch } from '../../../../src/network/site-fetch.js';

const now = () => new Date();
const seed = { distributions: createDistributionSeeds(now()), certificates: createCertificateSeeds(now()) };
const store = new Store({ seed, now, deploySeconds: 0 });
let edge: FakeEdge;
beforeAll(async () => {
  nock.restore();
  edge = await startEdge(store);
});
afterAll(() => edge.close());

const toEdge: Connect = async (_, signal) => {
  const socket = connectTo({ host: '127.0.0.1', port: edge.port, signal });
  await once(socket, 'connect');
  return socket;
};
const resolver = {
  resolveCname: async () => [],
  resolve4: async () => ['52.84.0.1'],
  resolve6: async () => [],
};
const fetchSite = (host: string) =>
  createSiteFetch({ connect: toEdge, resolver }).fetch({ distributionDomain: 'd1.cloudfront.net', host, path: '/x' });

test('an alias is served under its certificate', async () => {
  expect(await fetchSite('ref.example.com')).toMatchObject({
    kind: 'response',
    status: 200,
    certificate: { names: ['*.example.com', 'example.com'] },
  });
  expect(edge.requests).toEqual(['ref.example.com /x']);
});

test('the distribution’s own name is served under the certificate of CloudFront', async () => {
  const own = store.distributions.get('EREFGROUP00001')?.domainName ?? '';
  expect(await fetchSite(own)).toMatchObject({ status: 200, certificate: { names: ['*.cloudfront.net'] } });
});

test('nobody shakes hands for another name', async () => {
  expect(await fetchSite('nobody.example.com')).toEqual({ kind: 'failure', reason: 'no_handshake' });
});
