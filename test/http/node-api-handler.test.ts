// The REST API behind Node's HTTP server: methods, paths, and limits. An unexpected error is a 500 response.
import { connect } from 'node:net';
import { cloneRequest, openRest, type RestServer, send } from '../support/rest.js';

let restApi: RestServer;
beforeAll(async () => {
  restApi = await openRest();
});
afterAll(() => restApi.close());
beforeEach(() => restApi.reset());

test.each([
  ['GET', '/clone_distribution', 405, 'POST'],
  ['PUT', '/clone_distribution', 405, 'POST'],
  ['POST', '/clone_distribution/ENEW0000000001', 405, 'GET, HEAD, DELETE'],
  ['GET', '/clone_distributions', 405, 'POST'],
  ['POST', '/clones', 405, 'GET, HEAD'],
  ['POST', '/openapi.json', 405, 'GET, HEAD'],
])('%s %s is 405 and says what there is', async (method, path, status, allow) => {
  const reply = await restApi.call(method, path);
  expect([reply.status, reply.json.outcome, reply.headers.get('allow')]).toEqual([status, 'method_not_allowed', allow]);
});

test.each(['/', '/clone', '/clone_distribution/', '/clone_distribution/a/b', '/clones/', '/__proto__', '/openapi'])(
  '%s is 404',
  async (path) => {
    const reply = await restApi.call('GET', path);
    expect([reply.status, reply.json.outcome]).toEqual([404, 'no_such_path']);
    expect(reply.headers.get('x-request-id')).toBe(reply.json.requestId);
  },
);

test('HEAD has the headers of GET and no body', async () => {
  const reply = await restApi.call('HEAD', '/clones');
  expect(reply.status).toBe(200);
  expect(reply.headers.get('content-type')).toContain('application/json');
  expect(reply.text).toBe('');
});

test('a body that is too large by its own word is 413', async () => {
  const reply = await restApi.call('POST', '/clone_distribution', {
    body: { ...cloneRequest, domain: 'x'.repeat(300_000) },
  });
  expect([reply.status, reply.json.outcome]).toEqual([413, 'body_too_large']);
});

/** Speaks HTTP by hand, and gives back what comes until the other side closes. */
function speak(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(restApi.port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('utf8');
    socket.on('data', (part: string) => {
      heard += part;
    });
    socket.on('close', () => resolve(heard));
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? undefined : reject(error)));
  });
}

test('a body that turns out too large is 413, and the connection ends', async () => {
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
  const head = 'POST /clone_distribution HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';
  const heard = await speak(head + chunk.repeat(5));
  expect(heard).toMatch(/^HTTP\/1\.1 413 /);
  expect(heard).toContain('body_too_large');
});

test('headers that are too large are 431, as a problem', async () => {
  const heard = await speak(`GET /clones HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`);
  expect(heard).toMatch(/^HTTP\/1\.1 431 /);
  expect(heard).toContain('application/problem+json');
  expect(heard).toContain('headers_too_large');
});

test('what is no HTTP is 400, as a problem', async () => {
  const heard = await speak('nonsense\r\n\r\n');
  expect(heard).toMatch(/^HTTP\/1\.1 400 /);
  expect(heard).toContain('invalid_request');
});

test('a fault is 500, does not claim that nothing was created, and shows nothing of itself', async () => {
  const broken = await restApi.api.respond({
    id: 'r-9',
    method: 'POST',
    path: '/clone_distribution',
    query: new URLSearchParams(cloneRequest),
    headers: new Map([
      [
        'authorization',
        restApi.aws.tokens.issueMachineToken({ clientId: '1example23456789abcdefghij', scopes: ['cfclone/write'] }),
      ],
    ]),
    get body(): string {
      throw new Error('a secret of the inside');
    },
    hasTimeLeft: () => true,
  });
  expect(broken.status).toBe(500);
  expect(broken.body).toContain('"outcome":"bot_failed"');
  expect(broken.body).not.toContain('Nothing was created');
  expect(broken.body).not.toContain('a secret of the inside');
  expect(restApi.lines).toContainEqual(expect.objectContaining({ level: 'error', request: 'r-9' }));
});

test('the document needs no token', async () => {
  const reply = await send(restApi.url, 'GET', '/openapi.json', {});
  expect(reply.status).toBe(200);
  expect(reply.json.openapi).toBe('3.1.0');
});
