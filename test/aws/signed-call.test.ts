// The signed call on the wire: how it is signed, and what it makes of answers that are errors or no JSON.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { readAwsError } from '../../src/aws/errors.js';
import { createSendSigned, type SignedCall } from '../../src/aws/signed-call.js';
import '../support/test-bot.js';

interface Given {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

let server: Server;
let client: CloudFrontClient;
let given: Given;
let seen: { url: string; headers: IncomingHttpHeaders; body: string } | undefined;

beforeAll(async () => {
  client = new CloudFrontClient({ region: 'us-east-1' });
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    seen = { url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
    response.writeHead(given.status ?? 200, { ...given.headers }).end(given.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const send = (over: Partial<SignedCall> = {}) =>
  createSendSigned(
    client,
    () => () => undefined,
  )({
    service: 'shield',
    signingName: 'shield',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    operation: 'DescribeProtection',
    path: '/v1/x',
    headers: { 'content-type': 'application/json' },
    body: { ResourceArn: 'arn' },
    ...over,
  });

test('it is a POST that is signed for its service in us-east-1', async () => {
  given = { body: '{"Protection":{}}' };
  expect(await send()).toEqual({ Protection: {} });
  expect(seen).toMatchObject({ url: '/v1/x', body: '{"ResourceArn":"arn"}' });
  expect(seen?.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/us-east-1\/shield\/aws4_request, SignedHeaders=content-type;host;/,
  );
});

test('an empty answer is an empty object', async () => {
  given = { body: '' };
  expect(await send()).toEqual({});
});

test.each<[string, Given, string]>([
  [
    'in the body, with a namespace',
    { status: 400, body: '{"__type":"com.amazonaws.shield#NoAccess","message":"no"}' },
    'NoAccess',
  ],
  [
    'in a header, with a link',
    { status: 403, headers: { 'x-amzn-errortype': 'Denied:http://x/' }, body: '{"Message":"no"}' },
    'Denied',
  ],
])('the code of an error stands %s', async (_where, answer, code) => {
  given = { ...answer, headers: { ...answer.headers, 'x-amzn-requestid': 'r-1' } };
  const error = await send().catch((caught: unknown) => caught);
  expect(readAwsError(error)).toEqual({ code, message: 'no', status: answer.status, requestId: 'r-1' });
});

test('an error without JSON is an error all the same', async () => {
  given = { status: 502, body: '<html>' };
  const error = await send().catch((caught: unknown) => caught);
  expect(readAwsError(error)).toMatchObject({ code: 'UnknownError', status: 502 });
});

test.each(['not JSON', `"${'x'.repeat(1_000_001)}"`])(
  'an answer that is no JSON or too large is refused',
  async (body) => {
    given = { body };
    await expect(send()).rejects.toThrow();
  },
);
