// A clone by REST against the published function, with every call to AWS taking as long: two dependent calls against three.
import { certificateArn } from '../sandbox/fakes/aws/certificates.js';
import { acmCertificate, config, customOrigin, list, makeBehavior } from '../sandbox/fakes/aws/reference-parts.js';
import { countDependent } from '../test/support/large-account.js';
import { authorize } from '../test/support/program-rest.js';
import {
  type BenchEnvironment,
  forgetCalls,
  forgetClones,
  listCalls,
  startEnvironment,
  waitForIndex,
} from './environment.js';
import { run } from './programs.js';
import type { Figure } from './report.js';
import { median } from './sample.js';

const latencyMs = 50;
const rounds = 25;
const unmeasured = 5;
const extraDistributions = 3_000;
/** The reads together, then the create. */
const dependentCalls = 2;

/** The published function replaces the first origin of a list, so the reference has one. */
const reference = {
  id: 'EBENCHREF00001',
  tags: [{ Key: 'team', Value: 'web' }],
  config: config({
    CallerReference: 'bench-reference',
    Comment: 'reference of the bench',
    Aliases: list('bench.example.com'),
    Origins: { Quantity: 1, Items: [customOrigin('main', 'old-origin.example.net')] },
    DefaultCacheBehavior: makeBehavior('main'),
    ViewerCertificate: acmCertificate(certificateArn('wildcard')),
  }),
};

export async function measureRest(): Promise<Figure> {
  const small = await measureClones({});
  const large = await measureClones({ extraDistributions });
  return {
    title: 'A clone by REST',
    how: `Every call to AWS takes ${latencyMs} ms; medians of ${rounds} clones of each program in turns, one at a time, after ${unmeasured} that are not counted. From the request to the end of the response. The bot verifies the token, warns, and tags; the published function does none of these.`,
    limit:
      'the published function (AWS, "Restful API-based CloudFront Distribution Copy/Clone"), call by call in JavaScript, behind a bare HTTP server. For the large account, the small one.',
    rows: [
      { what: 'clone', measured: small.own, limit: small.published, unit: 'ms', maxRatio: 0.8 },
      { what: '3,000 distributions: clone', measured: large.own, limit: small.own, unit: 'ms', maxRatio: 1.3 },
    ],
    checks: [
      checkLengths('in a small account', small.lengths),
      checkLengths('with 3,000 distributions', large.lengths),
    ],
    notes: [
      'Before the response, each line waiting for the one above:\n\n1. GetDistribution, ListTagsForResource, ListCertificates, ListDomainConflicts\n2. CreateDistributionWithTags',
    ],
  };
}

async function measureClones(account: { readonly extraDistributions?: number }) {
  const environment = await startEnvironment({ mode: 'http', latencyMs, hasRest: true, ...account });
  const { aws } = environment;
  aws.store.seedDistribution(reference);
  const published = await run('published', {
    PATH: process.env.PATH ?? '',
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
  await waitForIndex(environment);
  const own: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds + unmeasured; round++) {
    const ours = await sendOwn(environment, `own${round}`);
    const other = await send(`http://127.0.0.1:${published.port}/`, `other${round}`, {});
    forgetClones(environment);
    if (round < unmeasured) continue;
    own.push(ours);
    theirs.push(other);
  }
  const lengths = await countLengths(environment);
  await published.end();
  await environment.close();
  return { own: median(own), published: median(theirs), lengths };
}

/** Milliseconds until the whole response is there. */
async function send(address: string, name: string, init: RequestInit): Promise<number> {
  const query = new URLSearchParams({
    domain: `${name}.example.com`,
    origin: 'new-origin.example.net',
    ref_dist: reference.id,
  });
  const started = performance.now();
  const answer = await fetch(`${address}?${query}`, init);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${text}`);
  return performance.now() - started;
}

/** With so long a latency, how busy the machine is does not matter. */
const countedLatencyMs = 500;
const countedRounds = 3;

/** How many calls of a clone wait for each other. */
async function countLengths(environment: BenchEnvironment): Promise<ReadonlySet<number>> {
  environment.aws.faults.latencyMs = countedLatencyMs;
  const lengths = new Set<number>();
  for (let round = 0; round < countedRounds; round++) {
    forgetCalls(environment);
    await sendOwn(environment, `counted${round}`);
    const own = () => listCalls(environment).filter(({ name }) => name !== 'ListDistributions');
    // A call is noted when it is answered, a moment after what it did can be seen.
    while (!own().some(({ name }) => name === 'CreateDistributionWithTags')) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    lengths.add(countDependent(own()));
  }
  return lengths;
}

function sendOwn({ aws, bot }: BenchEnvironment, name: string): Promise<number> {
  const headers = authorize({ aws });
  return send(`http://127.0.0.1:${bot.port}/clone_distribution`, name, { method: 'POST', headers });
}

function checkLengths(where: string, lengths: ReadonlySet<number>) {
  return {
    says: `no more than ${dependentCalls} calls wait for each other ${where}: ${[...lengths].join(', ')} as the fakes saw it`,
    holds: [...lengths].every((length) => length <= dependentCalls),
  };
}
