// An approved undo in the fake of AWS: each call lost before and after its effect, throttled, and refused, ends the same.
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { createAccountSeed } from '../../../sandbox/account-seed.js';
import { type FakeAws, startAws } from '../../../sandbox/fakes/aws/server.js';
import { createDistributions } from '../../../src/aws/cloudfront.js';
import { createUndoWrites } from '../../../src/aws/undo-writes.js';
import type { DnsAnswer } from '../../../src/clone/ports.js';
import { createAdvanceUndo } from '../../../src/clone/undo/advance-undo.js';
import { createPrepareUndo, type UndoPlan } from '../../../src/clone/undo/prepare-undo.js';
import { createAskRestore, createStartUndo } from '../../../src/clone/undo/start-undo.js';
import { tell } from '../../support/refusals.js';
import { cardTags, undoCard } from './undo-fixtures.js';
import '../../support/test-bot.js';

const graceMs = 3_600_000;
let time = Date.parse('2026-11-26T08:00:00Z');
const now = () => new Date(time);
let aws: FakeAws;
let cloudFront: CloudFrontClient;
let tagging: ResourceGroupsTaggingAPIClient;
let dns: DnsAnswer = { points: 'no', found: undefined };
let id = '';

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

const ports = () => {
  const distributions = createDistributions(cloudFront);
  const writes = createUndoWrites(cloudFront, tagging);
  const pause = async () => undefined;
  const follow = { follow: async () => dns };
  return {
    distributions,
    writes,
    prepare: createPrepareUndo({ distributions, dns: follow, outside: undefined }),
    start: createStartUndo(distributions),
    askRestore: createAskRestore(distributions),
    advance: createAdvanceUndo({ distributions, writes, dns: follow, now, pause, graceMs }),
  };
};

beforeEach(() => {
  aws.store.reset();
  aws.faults.clear();
  aws.calls.clear();
  dns = { points: 'no', found: undefined };
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
  id = aws.store.addDistribution(
    source,
    cardTags.map(({ Key = '', Value = '' }) => ({ Key, Value })),
  ).id;
  time += 400_000;
});

async function plan(): Promise<UndoPlan> {
  const prepared = await ports().prepare(id);
  if (!prepared.ok || prepared.value.kind !== 'plan') throw new Error(JSON.stringify(prepared));
  return prepared.value;
}
const start = async () => ports().start(await plan(), { where: undoCard, by: 'U0BO0000001' });
const stored = () => aws.store.distributions.get(id);
const undoTagsOf = () => (stored()?.tags ?? []).filter(({ Key }) => Key.startsWith('cf-clone:undo'));

/** Looks as a replica does, until nothing more happens by itself. */
async function run(looks = 6): Promise<string[]> {
  const seen: string[] = [];
  for (let count = 0; count < looks; count++) {
    const { kind } = await ports().advance(id);
    if (seen.at(-1) !== kind) seen.push(kind);
    time += kind === 'disabled' ? graceMs : 400_000;
  }
  return seen;
}

test('alias and Enabled go in one update, then the grace time, then the distribution', async () => {
  const others = [...aws.store.distributions.keys()].filter((other) => other !== id);
  expect(await start()).toEqual({ ok: true, value: 'started' });
  expect(await run()).toEqual(['disabling', 'disabled', 'gone']);
  expect(aws.calls.list('UpdateDistribution')).toHaveLength(1);
  expect([...aws.store.distributions.keys()]).toEqual(others);
});

const calls = ['GetDistribution', 'ListTagsForResource', 'UpdateDistribution', 'TagResource', 'DeleteDistribution'];
const kinds = ['lost-before', 'lost-after', 'throttle', 'unavailable'] as const;
test.each(calls.flatMap((operation) => kinds.map((kind) => [operation, kind] as const)))(
  '%s %s once changes nothing in the end',
  async (operation, kind) => {
    await start();
    aws.faults.add({ operation, kind, times: 1 });
    expect((await run(8)).filter((one) => one !== 'blocked').at(-1)).toBe('gone');
    expect(stored()).toBeUndefined();
  },
);

test('two replicas at the same moment delete one distribution', async () => {
  await start();
  for (let count = 0; count < 6; count++) {
    await Promise.all([ports().advance(id), ports().advance(id)]);
    time += graceMs;
  }
  expect(stored()).toBeUndefined();
});

test('a restore brings the configuration back as it was, and no tag of the undo stays', async () => {
  const before = await ports().distributions.read(id);
  await start();
  await ports().advance(id);
  time += 400_000;
  await ports().advance(id);
  expect(undoTagsOf().length).toBeGreaterThan(0);
  expect(await ports().askRestore(id, 'U0ANA000001')).toEqual({ ok: true, value: 'asked' });
  expect((await ports().advance(id)).kind).toBe('restored');
  const found = await ports().distributions.read(id);
  expect(found.ok && found.value.config).toEqual(before.ok && before.value.config);
  expect(undoTagsOf()).toEqual([]);
  time += 2 * graceMs;
  expect((await ports().advance(id)).kind).toBe('none');
});

test.each(
  ['UpdateDistribution', 'UntagResource'].flatMap((operation) => kinds.map((kind) => [operation, kind] as const)),
)('a restore whose %s is %s is finished by the next look', async (operation, kind) => {
  await start();
  await ports().advance(id);
  await ports().askRestore(id, 'U0ANA000001');
  aws.faults.add({ operation, kind, times: 1 });
  const seen = await run(3);
  expect(seen.some((one) => one === 'restored' || one === 'none')).toBe(true);
  expect(stored()?.tags).toHaveLength(cardTags.length);
});

test('of a restore and a delete at the same moment one wins, and the clone is whole or gone', async () => {
  for (let round = 0; round < 4; round++) {
    await start();
    await ports().advance(id);
    time += 400_000;
    await ports().advance(id);
    time += graceMs;
    aws.faults.set([
      { operation: round % 2 ? 'DeleteDistribution' : 'UpdateDistribution', kind: 'slow', times: 1, delayMs: 30 },
    ]);
    const deleting = ports().advance(id);
    await ports().askRestore(id, 'U0ANA000001');
    await Promise.all([deleting, ports().advance(id)]);
    await run(3);
    const left = stored();
    if (!left) return;
    const found = await ports().distributions.read(id);
    expect(found.ok && found.value.config).toMatchObject({ Enabled: true, Aliases: { Items: ['www.example.com'] } });
    expect(undoTagsOf()).toEqual([]);
    time += 400_000;
  }
});

test('a clone that is not disabled cannot be restored', async () => {
  await start();
  expect(await ports().askRestore(id, 'U0ANA000001')).toEqual({ ok: true, value: 'not_disabled' });
});

test('what somebody changed by hand stops the undo for good', async () => {
  await start();
  await ports().advance(id);
  const clone = stored();
  if (!clone) throw new Error('the clone is there');
  aws.store.mergeConfig(clone, { Comment: 'by hand' });
  expect(await ports().advance(id)).toEqual({ kind: 'stopped', reason: 'changed_by_hand' });
  expect(undoTagsOf()).toEqual([]);
  time += 2 * graceMs;
  expect((await ports().advance(id)).kind).toBe('none');
  expect(stored()).toBeDefined();
});

test('DNS that leads to the clone by now stops it before anything is changed', async () => {
  await start();
  dns = { points: 'yes', found: 'd1.cloudfront.net' };
  expect(await ports().advance(id)).toEqual({ kind: 'stopped', reason: 'dns_leads_here' });
  expect(aws.calls.list('UpdateDistribution')).toEqual([]);
});

test('where the approver saw that DNS leads to it, it goes on', async () => {
  dns = { points: 'yes', found: 'd1.cloudfront.net' };
  await start();
  expect((await ports().advance(id)).kind).toBe('disabling');
});

test.each([
  ['UpdateDistribution', 'cloudfront:UpdateDistribution'],
  ['DeleteDistribution', 'cloudfront:DeleteDistribution'],
  ['TagResource', 'cloudfront:TagResource'],
])('a role without %s is told which permission it lacks', async (operation, action) => {
  await start();
  aws.faults.add({ operation, kind: 'refuse', times: 'always' });
  await run(4);
  const progress = await ports().advance(id);
  if (progress.kind !== 'blocked') throw new Error(progress.kind);
  expect(progress.refusal.outcome).toBe('access_denied');
  expect(tell(progress.refusal).next).toContain(action);
  expect(stored()).toBeDefined();
});

test('values of origin headers do not come back in the errors of an update', async () => {
  const clone = stored();
  if (!clone) throw new Error('the clone is there');
  const [origin] = clone.xml.match(/<Origin>.*?<\/Origin>/s) ?? [''];
  const header =
    '<CustomHeaders><Quantity>1</Quantity><Items><OriginCustomHeader><HeaderName>X-Secret</HeaderName><HeaderValue>value-of-the-header</HeaderValue></OriginCustomHeader></Items></CustomHeaders>';
  const changed = /<CustomHeaders>/.test(origin)
    ? origin.replace(/<CustomHeaders>.*?<\/CustomHeaders>/s, header)
    : origin.replace('</Origin>', `${header}</Origin>`);
  aws.store.changeConfig(clone, clone.xml.replace(origin, changed));
  await start();
  aws.faults.add({
    operation: 'UpdateDistribution',
    kind: 'refuse',
    times: 1,
    code: 'InvalidArgument',
    status: 400,
    message: 'The header value-of-the-header is not valid.',
  });
  const progress = await ports().advance(id);
  expect(progress.kind).toBe('blocked');
  expect(JSON.stringify(progress)).not.toContain('value-of-the-header is');
  expect(JSON.stringify('refusal' in progress && progress.refusal)).not.toContain('value-of-the-header');
});

test('undos under way are found by their tags', async () => {
  expect(await ports().writes.listUnderWay()).toEqual({ ok: true, value: [] });
  await start();
  expect(await ports().writes.listUnderWay()).toEqual({ ok: true, value: [id] });
});

test('an undo that another card began is named', async () => {
  const mine = await plan();
  await start();
  const other = await ports().start(mine, { where: 'client:abc', by: 'client:abc' });
  expect(other).toEqual({ ok: true, value: { kind: 'under_way', id, where: undoCard } });
  const prepared = await ports().prepare(id);
  expect(prepared.ok && prepared.value.kind).toBe('under_way');
});
