// CloudFront, ACM and Cognito on one loopback port, as a fake of AWS for the bot.

import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountSeed } from '../../account-seed.js';
import { buildAcm } from './acm.js';
import { Calls } from './calls.js';
import { buildCloudFront, isCloudFront } from './cloudfront.js';
import { buildCognito } from './cognito.js';
import { answerControl, controlPath } from './control.js';
import { AwsError } from './errors.js';
import { type Fault, Faults } from './faults.js';
import { targetOf } from './json-protocol.js';
import { buildKeySet, isKeySet, keySetPath } from './key-set.js';
import { type Limits, RateLimits } from './limits.js';
import { buildLogDeliveries } from './log-deliveries.js';
import { buildPricingPlans, isPricingPlans } from './pricing-plans.js';
import { buildShield } from './shield.js';
import { Store } from './store.js';
import { buildTagging } from './tagging.js';
import { buildTokenEndpoint, isTokenEndpoint, tokenPath } from './token-endpoint.js';
import { TokenIssuer } from './tokens.js';
import { type Answer, type AwsRequest, headerOf, type Service } from './wire.js';

export interface AwsOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly now?: () => Date;
  readonly deploySeconds?: number;
  readonly seed?: AccountSeed;
  /** None by default. */
  readonly limits?: Limits;
}

export interface FakeAws {
  readonly url: string;
  readonly port: number;
  readonly store: Store;
  readonly calls: Calls;
  readonly faults: Faults;
  readonly limits: RateLimits;
  /** Who signs for the user pool. */
  readonly tokens: TokenIssuer;
  /** Where the pool's keys are read. */
  readonly jwksUri: string;
  /** Where programs get their tokens. */
  readonly tokenUri: string;
  close(): Promise<void>;
}

/** An answer, or none: the connection is cut. */
type FakeAnswer = Answer | 'lost';

export async function startAws(options: AwsOptions = {}): Promise<FakeAws> {
  const now = options.now ?? (() => new Date());
  const store = new Store({ seed: options.seed ?? {}, now, deploySeconds: options.deploySeconds ?? 5 });
  const calls = new Calls();
  const faults = new Faults();
  const limits = new RateLimits(now, options.limits);
  const tokens = new TokenIssuer(store);
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const cloudFront = buildCloudFront(store);
  const acm = buildAcm(store);
  const cognito = buildCognito(store);
  const tagging = buildTagging(store);
  const logDeliveries = buildLogDeliveries(store);
  const shield = buildShield(store);
  const pricingPlans = buildPricingPlans(store);
  const keySet = buildKeySet(store, tokens);
  const tokenEndpoint = buildTokenEndpoint(store, tokens);

  const server = createServer((incoming, response) => {
    // Only a client that went away in the middle of its request ends here.
    serve(incoming, response).catch(() => incoming.socket.destroy());
  });

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    if (request.path.startsWith(controlPath)) {
      const { status, body } = answerControl({ store, calls, faults, limits }, request);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      return;
    }
    const service = findService(request);
    if (service === undefined) {
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ __type: 'UnknownOperationException', message: `no service at ${request.path}` }));
      return;
    }
    const ending = await handle(service, request);
    if (ending === 'lost') incoming.socket.destroy();
    else response.writeHead(ending.status, { ...ending.headers }).end(ending.body);
  }

  function findService(request: AwsRequest): Service | undefined {
    if (isCloudFront(request)) return cloudFront;
    if (isPricingPlans(request)) return pricingPlans;
    if (isKeySet(request)) return keySet;
    if (isTokenEndpoint(request)) return tokenEndpoint;
    switch (targetOf(request).prefix) {
      case 'CertificateManager':
        return acm;
      case 'AWSCognitoIdentityProviderService':
        return cognito;
      case 'Logs_20140328':
        return logDeliveries;
      case 'AWSShield_20160616':
        return shield;
      case 'ResourceGroupsTaggingAPI_20170126':
        return tagging;
      default:
        return undefined;
    }
  }

  async function handle(service: Service, request: AwsRequest): Promise<FakeAnswer> {
    const started = performance.now();
    const at = now().toISOString();
    const operation = service.identify(request);
    const isAdmitted = limits.admit(operation);
    const fault = isAdmitted ? faults.take(operation) : undefined;
    const wait = fault?.delayMs ?? 0;
    if (wait > 0) await faults.hold(wait, closing.signal);
    const held = performance.now() - started;
    const ending = isAdmitted
      ? applyFault(fault, service, () => run(service, operation, request))
      : service.refuse(service.throttled(), randomUUID());
    // The latency is what a call takes as a whole: the work of the fake is done within it, not on top of it.
    const rest = held + faults.latencyMs - (performance.now() - started);
    if (faults.latencyMs > 0 && rest > 0) await sleep(rest, undefined, { signal: closing.signal });
    const ifMatch = headerOf(request, 'if-match');
    calls.record({
      at,
      service: service.name,
      operation,
      input: {
        path: request.path,
        query: Object.fromEntries(request.query),
        ...(ifMatch === undefined ? {} : { ifMatch }),
        body: service.describe(request.body),
      },
      status: ending === 'lost' ? 0 : ending.status,
      ms: Math.round(performance.now() - started),
    });
    return ending;
  }

  await listen(server, options.port ?? 0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    port: address.port,
    store,
    calls,
    faults,
    limits,
    tokens,
    jwksUri: url + keySetPath(store.pool.id),
    tokenUri: url + tokenPath,
    close: () => {
      closing.abort();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function applyFault(fault: Fault | undefined, service: Service, act: () => Answer): FakeAnswer {
  const kind = fault?.kind ?? 'slow';
  switch (kind) {
    case 'slow':
      return act();
    case 'throttle':
      return service.refuse(service.throttled(), randomUUID());
    case 'unavailable':
      return service.refuse(service.unavailable(), randomUUID());
    case 'refuse': {
      const usual = service.denied();
      const { code = usual.code, status = usual.status, message = usual.message } = fault ?? {};
      return service.refuse(new AwsError(code, status, message), randomUUID());
    }
    case 'lost-before':
      return 'lost';
    case 'lost-after':
      act();
      return 'lost';
    default:
      return kind satisfies never;
  }
}

function run(service: Service, operation: string, request: AwsRequest): Answer {
  try {
    return service.answer(operation, request);
  } catch (error) {
    const refusal =
      error instanceof AwsError
        ? error
        : new AwsError('InternalFailure', 500, error instanceof Error ? error.message : String(error));
    return service.refuse(refusal, randomUUID());
  }
}

async function readRequest(incoming: IncomingMessage): Promise<AwsRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  return {
    method: incoming.method ?? 'GET',
    path: pathname,
    query: searchParams,
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
}
