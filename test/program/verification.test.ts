// The verification by the built program: it fetches through the fake edge, compares, and follows a clone until it serves.
import { itemsOf, textAt } from '../../sandbox/fakes/aws/cloudfront-xml.js';
import {
  channel,
  findCard,
  listCards,
  listClones,
  type Program,
  people,
  requestCard,
  startProgram,
  stateOf,
  until,
} from '../support/program.js';

jest.setTimeout(60_000);

let program: Program;
afterEach(() => program.close());

/** The comparison in the thread of the only card. */
function findComparisons() {
  const [card] = listCards(program);
  return program.slack.store
    .replies(channel, card?.ts ?? '')
    .filter(({ metadata }) => metadata?.event_type === 'cf_clone_verification');
}

async function clone(text?: string) {
  const card = await requestCard(program, text);
  await program.slack.click({ user: people.bo, channel, ts: card.ts, action_id: 'cf_clone_approve' });
  await until('the comparison', () => findComparisons().length > 0);
  const [made] = listClones(program);
  if (!made) throw new Error('there is no clone');
  return made;
}

/** Presses a button of the bot's message that has it. */
function press(action: 'cf_clone_dns' | 'cf_clone_verify') {
  const [card] = listCards(program);
  const message = program.slack.store
    .replies(channel, card?.ts ?? '')
    .find(({ blocks }) => JSON.stringify(blocks ?? []).includes(action));
  return program.slack.click({ user: people.ana, channel, ts: message?.ts ?? '', action_id: action });
}

test('a clone is compared with its reference, and serves once its domain leads to it', async () => {
  program = await startProgram({ mode: 'http', verifyPath: '/start?x=1', speed: 10 });
  const made = await clone();
  expect(program.edge?.requests.toSorted()).toEqual(['ref.example.com /start?x=1', 'www.example.com /start?x=1']);
  const [comparison] = findComparisons();
  expect(comparison?.text).toContain('Verified');
  expect(comparison?.text).toContain('Clone: 200. Reference: 200.');
  expect(JSON.stringify(comparison?.blocks)).toContain('text/html; charset=utf-8');
  await until('the card to say deployed', () => findCard(program, 'deployed'));

  program.point('www.example.com', made.domainName);
  await press('cf_clone_dns');
  await until('the card to say serving', () => findCard(program, 'serving'));
  const after = findComparisons();
  expect(after).toHaveLength(1);
  expect(after[0]?.text).toContain('Serving since');
  await until('the audit log', () => program.replicas[0]?.lines.some(({ event }) => event === 'serve'));

  program.point('www.example.com', 'elsewhere.example.net');
  await press('cf_clone_verify');
  await until('the card to say deployed again', () => findCard(program, 'deployed'));
});

test('a bucket that denies is explained, and Check again sees that its policy was changed', async () => {
  program = await startProgram({ mode: 'http', verifyPath: '/', speed: 10 });
  const made = await clone('app.example.com new-app.s3.eu-central-1.amazonaws.com EREFS3OAC00001');
  // The error page of the reference leads to the bucket too, so the error stays.
  expect(findComparisons()[0]?.text).toContain('403 from S3: the policy of the bucket `new-app.s3');
  const [origin] = itemsOf(made.config, 'Origins');
  program.edge?.origins.letIn(textAt(origin, 'DomainName'), made.arn);
  await press('cf_clone_verify');
  await until('a comparison that passes', () => findComparisons()[0]?.text?.includes('Verified'));
  expect(findComparisons()).toHaveLength(1);
});

test.each([
  [
    'a certificate for another name',
    { certificateNames: ['other.example.net'] },
    '502: CloudFront cannot use the origin',
  ],
  ['its own idea of its name', { canonicalHost: 'old.example.net' }, '301: the answer leads to `old.example.net`'],
])('an origin with %s is explained', async (_, state, expected) => {
  program = await startProgram({ mode: 'http', verifyPath: '/', speed: 10 });
  program.edge?.origins.change('new-origin.example.net', state);
  await clone();
  expect(findComparisons()[0]?.text).toContain(expected);
  expect(findCard(program, 'serving')).toBeUndefined();
});

test('another replica goes on after a restart, says nothing twice, and finds the domain by itself', async () => {
  program = await startProgram({ mode: 'http', verifyPath: '/', speed: 20, replicas: 2 });
  const made = await clone();
  await until('the card to know the result', () => {
    const [card] = listCards(program);
    return stateOf(card ?? {}) === 'deployed' && JSON.stringify(card?.metadata).includes('"verified":"passed"');
  });
  await Promise.all(program.replicas.map((replica) => replica.stop('SIGKILL')));
  await program.startReplica();
  program.point('www.example.com', made.domainName);
  await until('the card to say serving', () => findCard(program, 'serving'), 30_000);
  expect(findComparisons()).toHaveLength(1);
});

test('nobody is asked where VERIFY_PATH is off', async () => {
  program = await startProgram({ mode: 'http', verifyPath: 'off', speed: 10 });
  const card = await requestCard(program);
  await program.slack.click({ user: people.bo, channel, ts: card.ts, action_id: 'cf_clone_approve' });
  await until('the card to say deployed', () => findCard(program, 'deployed'));
  program.point('www.example.com', listClones(program)[0]?.domainName ?? '');
  await press('cf_clone_dns');
  await until('the DNS step', () => findCard(program, 'deployed')?.text?.includes('Done: DNS record'));
  expect(program.edge?.requests).toEqual([]);
  expect(findComparisons()).toEqual([]);
});
