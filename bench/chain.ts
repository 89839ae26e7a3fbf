// Command to card and approval to ID, with every call to Slack and AWS taking as long: against the longest chain of calls
// that depend on each other. What is above the chain is the bot's own work.
import { countDependent } from '../test/support/large-account.js';
import { stateOf } from '../test/support/program.js';
import {
  approveCard,
  type BenchEnvironment,
  forgetCalls,
  forgetClones,
  listCalls,
  requestCard,
  startEnvironment,
  waitForIndex,
} from './environment.js';
import type { Figure } from './report.js';
import { median } from './sample.js';

const latencyMs = 50;
const rounds = 25;
const unmeasured = 10;
const betweenClonesMs = 30_000;

/** Counted by hand; what stands in one line is asked at the same time. */
const commandChain = [
  'users.info, conversations.info, GetDistribution, ListCertificates',
  'ListUsers, ListTagsForResource, ListDomainConflicts',
  'AdminListGroupsForUser',
  'chat.postMessage: the card',
];
const approveChain = [
  'users.info, conversations.replies: the card as it is now',
  'ListUsers, GetDistribution, ListCertificates',
  'AdminListGroupsForUser, ListTagsForResource, ListDomainConflicts',
  'chat.update: the card says cloning',
  'conversations.replies: nobody cancelled meanwhile',
  'CreateDistributionWithTags',
  'chat.postMessage: the ID',
];

/** A large account, where the list of distributions has 30 pages. */
const extraDistributions = 3_000;

export async function measureChain(): Promise<Figure> {
  const small = await measureClones({});
  const large = await measureClones({ extraDistributions });
  const limitOf = (chain: readonly string[]) => chain.length * latencyMs;
  return {
    title: 'From command to card, from approval to ID',
    how: `Every call to Slack and AWS takes ${latencyMs} ms; medians of ${rounds} clones, one at a time and half a minute apart, after ${unmeasured} that are not counted. From the moment the command or click is sent to the moment the message stands in the channel.`,
    limit: `the longest chain of calls that depend on each other, ${latencyMs} ms each. For the large account, the small one.`,
    rows: [
      { what: 'command → card', measured: small.card, limit: limitOf(commandChain), unit: 'ms', maxRatio: 1.15 },
      {
        what: 'approve → ID in the thread',
        measured: small.id,
        limit: limitOf(approveChain),
        unit: 'ms',
        maxRatio: 1.15,
      },
      {
        what: '3,000 distributions: command → card',
        measured: large.card,
        limit: small.card,
        unit: 'ms',
        maxRatio: 1.3,
      },
      { what: '3,000 distributions: approve → ID', measured: large.id, limit: small.id, unit: 'ms', maxRatio: 1.3 },
    ],
    checks: [
      checkLengths('the card', small.lengths.command, commandChain.length),
      checkLengths('the ID', small.lengths.approve, approveChain.length),
      checkLengths('the card, with 3,000 distributions', large.lengths.command, commandChain.length),
      checkLengths('the ID, with 3,000 distributions', large.lengths.approve, approveChain.length),
    ],
    notes: [
      'What is above the chain is the work of the bot and of the fakes on the same cores. Tried without a gain: letting the questions about the person leave one turn of the loop before the plan’s.',
      `Before the card, each line waiting for the one above:\n\n${number(commandChain)}`,
      `Before the ID:\n\n${number(approveChain)}`,
    ],
  };
}

/** Medians of clones in one account, one at a time. */
async function measureClones(account: { readonly extraDistributions?: number }) {
  const environment = await startEnvironment({ mode: 'http', latencyMs, isProbed: true, ...account });
  await waitForIndex(environment);
  const cards: number[] = [];
  const ids: number[] = [];
  const lengths = { command: new Set<number>(), approve: new Set<number>() };
  for (let round = 0; round < rounds + unmeasured; round++) {
    const channel = environment.openChannel(`chain${round}`);
    forgetCalls(environment);
    const card = await requestCard(environment, channel, `chain${round}.example.com`);
    const commandLength = await measureLongest(environment, channel);
    forgetCalls(environment);
    const id = await approveCard(environment, channel, card.ts);
    const approveLength = await measureLongest(environment, channel);
    await waitUntilCloned(environment, channel);
    forgetClones(environment);
    // Slack's rates allow about one clone in five seconds. Time passes, so that the bot has not to wait for them.
    environment.advanceClock(betweenClonesMs);
    await pause(500);
    if (round < unmeasured) continue;
    cards.push(card.milliseconds);
    ids.push(id.milliseconds);
    lengths.command.add(commandLength);
    lengths.approve.add(approveLength);
  }
  await environment.close();
  return { card: median(cards), id: median(ids), lengths };
}

function checkLengths(before: string, lengths: ReadonlySet<number>, most: number) {
  return {
    says: `no more than ${most} calls wait for each other before ${before}: ${[...lengths].join(', ')} as the fakes saw it`,
    holds: [...lengths].every((length) => length <= most),
  };
}

/** The most calls that came one after the other. */
async function measureLongest(environment: BenchEnvironment, channel: string): Promise<number> {
  // A call is noted when it is answered, a moment after what it did can be seen.
  while (!listOwn(environment, channel).some(({ name }) => name === 'chat.postMessage')) await pause(5);
  return countDependent(listOwn(environment, channel));
}

/** Clones of earlier rounds are being followed meanwhile: those looks are not this clone's. */
function listOwn(environment: BenchEnvironment, channel: string) {
  return listCalls(environment).filter(({ name, about }) =>
    name === 'GetDistribution' ? about.endsWith('EREFERENCE0001') : !about.startsWith('C0') || about === channel,
  );
}

/** Until the card says that it is done: the two calls after the ID. */
async function waitUntilCloned(environment: BenchEnvironment, channel: string): Promise<void> {
  while (!environment.slack.store.messages(channel).some((message) => stateOf(message) === 'cloned')) await pause(20);
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function number(lines: readonly string[]): string {
  return lines.map((line, index) => `${index + 1}. ${line}`).join('\n');
}
