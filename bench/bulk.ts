// Clones an hour by bulk orders, with rates of CloudFront and ACM simulated: how much of what AWS lets through is used.

import { createAccountSeed } from '../sandbox/account-seed.js';
import { startAws } from '../sandbox/fakes/aws/server.js';
import { startSlack } from '../sandbox/fakes/slack/server.js';
import { channel } from '../test/support/program.js';
import { botEnvironment, restEnvironment } from '../test/support/program-process.js';
import { authorize } from '../test/support/program-rest.js';
import { run } from './programs.js';
import type { Figure } from './report.js';

const latencyMs = 50;
const items = 100;
const bulks = 3;
/** Orders that are repeated until every item is there; more would mean that something is stuck. */
const maxRounds = 20;
/** ACM publishes its rates, CloudFront does not: a few creations a second, and more of the calls that only read. */
const limits = {
  CreateDistributionWithTags: { perSecond: 4, burst: 4 },
  ListDomainConflicts: { perSecond: 10, burst: 10 },
  ListDistributions: { perSecond: 10, burst: 10 },
  GetDistribution: { perSecond: 10, burst: 10 },
  ListTagsForResource: { perSecond: 10, burst: 10 },
  ListCertificates: { perSecond: 8, burst: 8 },
  DescribeCertificate: { perSecond: 10, burst: 10 },
};

export async function measureBulk(): Promise<Figure> {
  const slack = await startSlack({ mode: 'http' });
  const aws = await startAws({ seed: createAccountSeed(new Date()) });
  const { SLACK_ANNOUNCE_CHANNEL: _quiet, ...api } = restEnvironment(aws, channel);
  const bot = await run('bot', { ...botEnvironment(slack, aws, 'http'), ...api });
  aws.faults.latencyMs = latencyMs;

  // Once before, so that keys, connections and clients are there.
  await send(bot.port, aws, 'warm', 1);
  aws.limits.set(limits);
  const started = performance.now();
  let rounds = 0;
  for (let bulk = 0; bulk < bulks; bulk++) {
    let left = items;
    for (let round = 0; left > 0 && round < maxRounds; round++) {
      rounds++;
      left = items - (await send(bot.port, aws, `bulk${bulk}`, items));
    }
  }
  const seconds = (performance.now() - started) / 1_000;
  const refused = aws.calls.list().filter(({ status }) => status === 400).length;
  const made = aws.store.created().length - 1;
  await bot.end();
  await Promise.all([slack.close(), aws.close()]);

  const { perSecond, burst } = limits.CreateDistributionWithTags;
  const possible = burst + perSecond * seconds;
  return {
    title: 'Bulk orders',
    how: `${bulks} orders of ${items} items one after the other, each sent again with its key until all its items are there (${rounds} requests in all); each call takes ${latencyMs} ms. The fake lets ${perSecond} creations a second through, 10 of each call of CloudFront that reads, and of ACM 8 lists and 10 descriptions.`,
    limit: 'the creations that the limit lets through in the same time.',
    rows: [
      {
        what: 'clones an hour',
        measured: (made / seconds) * 3_600,
        limit: (possible / seconds) * 3_600,
        unit: '',
      },
    ],
    checks: [
      {
        says: `${items * bulks} items make ${items * bulks} distributions, none twice: ${made}`,
        holds: made === items * bulks,
      },
    ],
    notes: [
      `AWS refused ${refused} calls for their rate, which the SDK's adaptive retries answered by slowing down. The items of an order share what they read of the reference, its tags, the certificates and the aliases for 30 seconds, so an item costs two calls: whether another account has the domain, and the creation.`,
    ],
  };
}

/** Orders so many clones; how many there are afterwards. */
async function send(
  port: number,
  aws: Parameters<typeof authorize>[0]['aws'],
  name: string,
  count: number,
): Promise<number> {
  const body = {
    items: Array.from({ length: count }, (_, n) => ({
      domain: `${name}-${n}.example.com`,
      origin: 'new-origin.example.net',
      ref_dist: 'EREFERENCE0001',
    })),
  };
  const answer = await fetch(`http://127.0.0.1:${port}/clone_distributions`, {
    method: 'POST',
    headers: { ...authorize({ aws }), 'content-type': 'application/json', 'idempotency-key': name },
    body: JSON.stringify(body),
  });
  const { summary }: { summary: { cloned: number } } = JSON.parse(await answer.text());
  return summary.cloned;
}
