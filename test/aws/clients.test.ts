// The SDK clients: where they ask, how often, and how long they wait.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCertificates } from '../../src/aws/acm.js';
import { closeAwsClients, createAwsClients } from '../../src/aws/clients.js';
import { createDistributions } from '../../src/aws/cloudfront.js';
import '../support/test-bot.js';
import { jsonAnswer, jsonError, listAnswer, onListCertificates, onListDistributions } from '../support/aws-wire.js';
import { skipRetryDelays } from '../support/time.js';

const region = process.env.AWS_REGION;
afterEach(() => {
  process.env.AWS_REGION = region;
  delete process.env.AWS_ENDPOINT_URL_CLOUDFRONT;
});

test.each(['eu-west-1', 'ap-southeast-2', 'us-gov-west-1'])(
  'CloudFront and ACM are asked in us-east-1 though AWS_REGION says %s',
  async (elsewhere) => {
    process.env.AWS_REGION = elsewhere;
    const clients = createAwsClients('eu-central-1');
    const list = onListDistributions(listAnswer([]));
    const certificates = onListCertificates(jsonAnswer({ CertificateSummaryList: [] }));

    await Promise.all([createDistributions(clients.cloudFront).list(), createCertificates(clients.acm).list()]);

    expect(list.requests[0]?.headers.authorization).toContain('/us-east-1/cloudfront/aws4_request');
    expect(certificates.requests[0]?.headers.authorization).toContain('/us-east-1/acm/aws4_request');
    closeAwsClients(clients);
  },
);

describe('throttling', () => {
  skipRetryDelays();

  test('is tried again', async () => {
    const clients = createAwsClients('us-east-1');
    const throttled = jsonError(400, 'ThrottlingException', 'Rate exceeded');
    const wire = onListCertificates(
      (_request, count) => (count === 1 ? throttled : jsonAnswer({ CertificateSummaryList: [] })),
      { times: 2 },
    );
    expect(await createCertificates(clients.acm).list()).toEqual({ ok: true, value: [] });
    expect(wire.requests).toHaveLength(2);
    closeAwsClients(clients);
  });

  test('without end is said as such', async () => {
    const clients = createAwsClients('us-east-1');
    onListCertificates(jsonError(400, 'ThrottlingException', 'Rate exceeded'), { times: 4 });
    expect(await createCertificates(clients.acm).list()).toMatchObject({ ok: false, outcome: 'throttled' });
    closeAwsClients(clients);
  });
});

describe('an endpoint on this machine', () => {
  let server: Server;
  afterEach(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });

  test('is taken from AWS_ENDPOINT_URL_CLOUDFRONT, and one that does not answer is given up in time', async () => {
    let asked = 0;
    server = createServer(() => {
      asked += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    process.env.AWS_ENDPOINT_URL_CLOUDFRONT = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    // Long enough for the server, in this same process, to see each request before it is given up.
    const clients = createAwsClients('us-east-1', { timeouts: { connect: 3_000, request: 250 } });

    expect(await createDistributions(clients.cloudFront).list()).toMatchObject({
      ok: false,
      outcome: 'aws_unavailable',
    });
    expect(asked).toBe(4);
    closeAwsClients(clients);
  });
});
