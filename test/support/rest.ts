// The REST API in this process: the real listener on a free port of 127.0.0.1, the real AWS clients against the fake,
// tokens of its user pool.

import { type AccountSeed, createAccountSeed } from '../../sandbox/account-seed.js';
import { otherClient, pipelineClient } from '../../sandbox/fakes/aws/people.js';
import { type FakeAws, startAws } from '../../sandbox/fakes/aws/server.js';
import { createCertificates } from '../../src/aws/acm.js';
import { createCloneClients } from '../../src/aws/client-settings.js';
import { createDistributions } from '../../src/aws/cloudfront.js';
import { type BackgroundIndex, createDistributionIndex } from '../../src/aws/distribution-index.js';
import { createTaggedClones } from '../../src/aws/tagging.js';
import { createUndoWrites } from '../../src/aws/undo-writes.js';
import type { ApiClone } from '../../src/clone/clone-now.js';
import type { Dns, DnsAnswer } from '../../src/clone/ports.js';
import { createAdvanceUndo } from '../../src/clone/undo/advance-undo.js';
import { createPrepareUndo } from '../../src/clone/undo/prepare-undo.js';
import { createStartUndo } from '../../src/clone/undo/start-undo.js';
import { createBackgroundTasks } from '../../src/concurrency/background-tasks.js';
import type { Api } from '../../src/http/api.js';
import type { TokenRefusalReason } from '../../src/http/auth/token-refusal.js';
import { createNodeApiHandler } from '../../src/http/node-api-handler.js';
import { createHttpServer } from '../../src/http/node-server.js';
import { createRestApi } from '../../src/http/rest-api.js';
import { createAuditLog } from '../../src/observability/audit-log.js';
import { createLog } from '../../src/observability/log.js';
import './test-bot.js';
import { asFields, type Fields } from './slack-wire.js';
import { createPause } from './time.js';

export const scope = 'cfclone/write';
export const undoScope = 'cfclone/undo';
export const reference = 'EREFERENCE0001';
export const cloneRequest = { domain: 'www.example.com', origin: 'new-origin.example.net', ref_dist: reference };

export interface RestServer {
  readonly url: string;
  readonly port: number;
  readonly aws: FakeAws;
  readonly api: Api;
  /** Nothing reads it in the background: a test does, if need be. */
  readonly index: BackgroundIndex;
  readonly announced: ApiClone[];
  /** Why tokens were refused, in order. */
  readonly refusedTokens: TokenRefusalReason[];
  /** What the audit log and the log wrote. */
  readonly lines: Fields[];
  /** Sends a request with a program's token, unless other headers are given. */
  call(method: string, path: string, options?: CallOptions): Promise<Reply>;
  /** The account as it was at the start, and nothing written yet. */
  reset(): void;
  /** Resolves when no request is under way, also none whose reader went away. */
  settle(): Promise<number>;
  /** The stop of the process has begun. */
  stop(): void;
  close(): Promise<void>;
}

export interface CallOptions {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The whole Authorization header; none when empty. */
  readonly token?: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Fields;
}

export interface RestOptions {
  readonly seed?: AccountSeed;
  readonly requireSecondPerson?: boolean;
  readonly approverGroups?: readonly string[];
  readonly announceChannel?: string;
  readonly now?: () => Date;
  /** Where domains lead, as DNS says. */
  readonly dns?: () => DnsAnswer;
}

/** The only domain of which DNS says that a zone begins there. */
export const zoneTop = 'apps.example.com';

export async function openRest(options: RestOptions = {}): Promise<RestServer> {
  const { now = () => new Date(), requireSecondPerson = false, approverGroups = ['cdn-operators'] } = options;
  const aws = await startAws({ seed: options.seed ?? createAccountSeed(now()), now, deploySeconds: 600 });
  const before = process.env.AWS_ENDPOINT_URL;
  process.env.AWS_ENDPOINT_URL = aws.url;
  const clients = createCloneClients();
  const lines: Fields[] = [];
  const log = createLog('info', { write: (line) => void lines.push(asFields(JSON.parse(line))) });
  /** Milliseconds that the clock is ahead: a reset takes so long that what was refused before is no flood. */
  let ahead = 0;
  const clock = () => performance.now() + ahead;
  const distributions = createDistributions(clients.cloudFront);
  const createIndex = () =>
    createDistributionIndex({
      listPage: distributions.listPage,
      pause: createPause().pause,
      now,
      isStopping: () => false,
    });
  let current = createIndex();
  const index: BackgroundIndex = {
    get state() {
      return current.state;
    },
    refresh: () => current.refresh(),
    find: (name) => current.find(name),
    search: (isWanted) => current.search(isWanted),
    get: (id) => current.get(id),
    add: (created) => current.add(created),
  };
  const announced: ApiClone[] = [];
  const refusedTokens: TokenRefusalReason[] = [];
  const followed: Pick<Dns, 'follow'> = { follow: async () => options.dns?.() ?? { points: 'no', found: undefined } };
  const api = createRestApi({
    api: { clientIds: [pipelineClient.id], scopes: [scope], undoScopes: [undoScope], jwksUri: aws.jwksUri },
    pool: { userPoolId: aws.store.pool.id, region: 'us-east-1', allowedGroups: ['cdn-operators'], approverGroups },
    requireSecondPerson,
    automate: [],
    outsideReads: undefined,
    distributions,
    certificates: createCertificates(clients.acm),
    taggedClones: createTaggedClones(clients.tagging, distributions),
    index,
    dns: { isZoneTop: async (domain) => domain === zoneTop },
    undo: {
      prepare: createPrepareUndo({ distributions, dns: followed, outside: undefined }),
      start: createStartUndo(distributions),
      advance: createAdvanceUndo({
        distributions,
        writes: createUndoWrites(clients.cloudFront, clients.tagging),
        dns: followed,
        now,
        pause: createPause().pause,
        graceMs: 3_600_000,
      }),
      follow: () => undefined,
    },
    announceChannel: options.announceChannel,
    announce: async (made) => void announced.push(made),
    auditLog: createAuditLog({ log, clock, count: () => undefined }),
    log,
    now,
    clock,
    pause: createPause().pause,
    countRefusedToken: (reason) => void refusedTokens.push(reason),
  });
  const work = createBackgroundTasks(log);
  let isStopping = false;
  const server = createHttpServer({
    routes: {},
    isReady: () => true,
    fallback: createNodeApiHandler({ api, work, isStopping: () => isStopping }),
  });
  const port = await server.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    aws,
    api,
    index,
    announced,
    refusedTokens,
    lines,
    call: (method, path, call = {}) => send(url, method, path, { token: `Bearer ${machineToken(aws)}`, ...call }),
    reset: () => {
      aws.store.reset();
      current = createIndex();
      aws.faults.clear();
      aws.calls.clear();
      lines.length = 0;
      announced.length = 0;
      refusedTokens.length = 0;
      ahead += 10_000;
    },
    settle: () => work.drain(10_000),
    stop: () => {
      isStopping = true;
    },
    close: async () => {
      await work.drain(5_000);
      await server.close();
      for (const client of Object.values(clients)) client.destroy();
      await aws.close();
      if (before === undefined) delete process.env.AWS_ENDPOINT_URL;
      else process.env.AWS_ENDPOINT_URL = before;
    },
  };
}

export function machineToken(aws: FakeAws, scopes: readonly string[] = [scope], clientId: string = pipelineClient.id) {
  return aws.tokens.issueMachineToken({ clientId, scopes });
}

export { otherClient, pipelineClient };

export async function send(url: string, method: string, path: string, call: CallOptions): Promise<Reply> {
  const { query, body, headers = {}, token = '' } = call;
  const search = query ? `?${new URLSearchParams(query)}` : '';
  const answer = await fetch(`${url}${path}${search}`, {
    method,
    headers: {
      ...(token === '' ? {} : { authorization: token }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = /json(?!-seq)/.test(answer.headers.get('content-type') ?? '') && !text.includes('\n');
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    json: isJson && text ? asFields(JSON.parse(text)) : {},
  };
}

/** Distributions that were created, not seeded. */
export function listMade({ aws }: Pick<RestServer, 'aws'>) {
  return aws.store.created();
}
