// Random walks: undos, restores, and changes by hand meet on one clone, while calls get lost, replicas look at any moment,
// and time passes. Whatever happens, nothing but the clone is touched, and the clone is whole or goes as its rules say.
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { createAccountSeed } from '../../../sandbox/account-seed.js';
import { type FakeAws, startAws } from '../../../sandbox/fakes/aws/server.js';
import { createDistributions } from '../../../src/aws/cloudfront.js';
import { createUndoWrites } from '../../../src/aws/undo-writes.js';
import { createAdvanceUndo } from '../../../src/clone/undo/advance-undo.js';
import { createPrepareUndo } from '../../../src/clone/undo/prepare-undo.js';
import { createAskRestore, createStartUndo } from '../../../src/clone/undo/start-undo.js';
import { cardTags } from './undo-fixtures.js';
import '../../support/test-bot.js';

const graceMs = 3_600_000;
const walks = 12;
const steps = 30;
let time = Date.parse('2026-11-26T08:00:00Z');
const now = () => new Date(time);
let aws: FakeAws;
let cloudFront: CloudFrontClient;
let tagging: ResourceGroupsTaggingAPIClient;

beforeAll(async () => {
  aws = await startAws({ seed: createAccountSeed(now()), now, deploySeconds: 300 });
  const options = { endpoint: aws.url, region: 'us-east-1', maxAttempts: 1 };
  cloudFront = new CloudFrontClient(options);
  tagging = new ResourceGroupsTaggingAPIClient(options);
});
afterAll(async () => {
  cloudFront.destroy();
  tagging.destroy();
  await aws.close();
});

/** Mulberry32: the same walk for the same seed. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

function createReplica() {
  const distributions = createDistributions(cloudFront);
  const writes = createUndoWrites(cloudFront, tagging);
  const dns = { follow: async () => ({ points: 'no' as const, found: undefined }) };
  return {
    prepare: createPrepareUndo({ distributions, dns, outside: undefined }),
    start: createStartUndo(distributions),
    askRestore: createAskRestore(distributions),
    advance: createAdvanceUndo({ distributions, writes, dns, now, pause: async () => undefined, graceMs }),
  };
}

function makeClone(): string {
  const [reference] = aws.store.distributions.values();
  if (!reference) throw new Error('the account has references');
  const source = reference.xml
    .replace(
      /<CallerReference>.*?<\/CallerReference>/,
      '<CallerReference>cf-clone-T0TEAM-C0CDN000001-1700000000.000100</CallerReference>',
    )
    .replace(
      /<Aliases>.*?<\/Aliases>/s,
      '<Aliases><Quantity>1</Quantity><Items><CNAME>www.example.com</CNAME></Items></Aliases>',
    );
  return aws.store.addDistribution(
    source,
    cardTags.map(({ Key = '', Value = '' }) => ({ Key, Value })),
  ).id;
}

const operations = ['GetDistribution', 'ListTagsForResource', 'TagResource', 'UntagResource', 'UpdateDistribution'];
const kinds = ['lost-before', 'lost-after', 'throttle', 'unavailable'] as const;

test.each(Array.from({ length: walks }, (_, seed) => seed + 1))('walk %i', async (seed) => {
  aws.store.reset();
  aws.faults.clear();
  const random = createRandom(seed);
  const id = makeClone();
  const others = JSON.stringify(
    [...aws.store.distributions.values()].filter((one) => one.id !== id).map((one) => one.etag),
  );
  const replicas = [createReplica(), createReplica()];
  const pick = () => replicas[random(2)] ?? createReplica();
  time += 400_000;
  /** Since when the clone is disabled everywhere, as far as anybody can know. */
  let offSince: number | undefined;
  let approvals = 0;
  for (let step = 0; step < steps && aws.store.distributions.has(id); step++) {
    if (random(4) === 0) {
      const operation = operations[random(operations.length)] ?? '*';
      aws.faults.set([{ operation, kind: kinds[random(kinds.length)] ?? 'throttle', times: 1 }]);
    }
    const [first, second] = [pick(), pick()];
    switch (random(7)) {
      case 0: {
        const prepared = await first.prepare(id);
        if (!prepared.ok || prepared.value.kind !== 'plan') break;
        approvals++;
        await Promise.all([
          first.start(prepared.value, { where: `card ${step}`, by: 'U0BO' }),
          ...(random(3) === 0 ? [second.start(prepared.value, { where: `card ${step} b`, by: 'U0ANA' })] : []),
        ]);
        break;
      }
      case 1:
        await first.askRestore(id, 'U0ANA');
        break;
      case 2: {
        const clone = aws.store.distributions.get(id);
        if (clone && random(4) === 0) aws.store.mergeConfig(clone, { Comment: `by hand ${step}` });
        break;
      }
      case 3:
        time += random(3) === 0 ? graceMs : 400_000;
        break;
      default:
        await Promise.all([first.advance(id), ...(random(2) === 0 ? [second.advance(id)] : [])]);
    }
    const clone = aws.store.distributions.get(id);
    const isOff = clone?.xml.includes('<Enabled>false</Enabled>') && !clone.xml.includes('www.example.com</CNAME>');
    if (clone) offSince = isOff ? (offSince ?? time) : undefined;
    else expect(time - (offSince ?? time)).toBeGreaterThanOrEqual(graceMs);
    if (isOff) expect(approvals).toBeGreaterThan(0);
  }
  const left = JSON.stringify(
    [...aws.store.distributions.values()].filter((one) => one.id !== id).map((one) => one.etag),
  );
  expect(left).toBe(others);
  // Left alone and without faults, it ends: whole and without tags of an undo, off by hand's doing, or gone.
  aws.faults.clear();
  for (let count = 0; count < 8 && aws.store.distributions.has(id); count++) {
    await replicas[0]?.advance(id);
    time += graceMs;
  }
  const end = aws.store.distributions.get(id);
  if (end) expect(end.tags.filter(({ Key }) => Key.startsWith('cf-clone:undo'))).toEqual([]);
});
