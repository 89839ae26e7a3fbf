// Command to card and approval to ID, with every call to Slack and AWS taking as long: against the longest chain of calls
// that depend on each other. What is above the chain is the bot's own work.
import { stateOf } from '../test/support/program.js';
import {
  approveCard,
  type BenchEnvironment,
  forgetCalls,
  listCalls,
  requestCard,
  startEnvironment,
} from './environment.js';
import type { Figure } from './report.js';
import { median } from './sample.js';

const latencyMs = 50;
const rounds = 25;
const unmeasured = 10;

/** Counted by hand; what stands in one line is asked at the same time. */
const commandChain = [
  'users.info, conversations.info, ListDistributions, GetDistribution, ListCertificates',
  'ListUsers, ListTagsForResource, ListDomainConflicts',
  'AdminListGroupsForUser',
  'chat.postMessage: the card',
];
const approveChain = [
  'users.info, conversations.replies: the card as it is now',
  'ListUsers, ListDistributions, GetDistribution, ListCertificates',
  'AdminListGroupsForUser, ListTagsForResource, ListDomainConflicts',
  'chat.update: the card says cloning',
  'conversations.replies: nobody cancelled meanwhile',
  'CreateDistributionWithTags',
  'chat.postMessage: the ID',
];

export async function measureChain(): Promise<Figure> {
  const environment = await startEnvironment({ mode: 'http', latencyMs });
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
    if (round < unmeasured) continue;
    cards.push(card.milliseconds);
    ids.push(id.milliseconds);
    lengths.command.add(commandLength);
    lengths.approve.add(approveLength);
  }
  await environment.close();
  const limitOf = (chain: readonly string[]) => chain.length * latencyMs;
  return {
    title: 'From command to card, from approval to ID',
    how: `Every call to Slack and AWS takes ${latencyMs} ms; medians of ${rounds} clones, one at a time, after ${unmeasured} that are not counted. From the moment the command or click is sent to the moment the message stands in the channel.`,
    limit: `the longest chain of calls that depend on each other, ${latencyMs} ms each.`,
    rows: [
      { what: 'command → card', measured: median(cards), limit: limitOf(commandChain), unit: 'ms', maxRatio: 1.15 },
      {
        what: 'approve → ID in the thread',
        measured: median(ids),
        limit: limitOf(approveChain),
        unit: 'ms',
        maxRatio: 1.15,
      },
    ],
    checks: [
      {
        says: `no more than ${commandChain.length} calls wait for each other before the card: ${[...lengths.command].join(', ')} as the stand-ins saw it`,
        holds: [...lengths.command].every((length) => length === commandChain.length),
      },
      {
        says: `no more than ${approveChain.length} calls wait for each other before the ID: ${[...lengths.approve].join(', ')} as the stand-ins saw it`,
        holds: [...lengths.approve].every((length) => length === approveChain.length),
      },
    ],
    notes: [
      'What is above the chain is the work of the bot and of the stand-ins on the same cores. Tried without a gain: letting the questions about the person leave one turn of the loop before the plan’s.',
      `Before the card, each line waiting for the one above:\n\n${number(commandChain)}`,
      `Before the ID:\n\n${number(approveChain)}`,
    ],
  };
}

/** The most calls that came one after the other, none starting before the one before it had ended. */
async function measureLongest(environment: BenchEnvironment, channel: string): Promise<number> {
  // A call is noted when it is answered, a moment after what it did can be seen.
  while (!listOwn(environment, channel).some(({ name }) => name === 'chat.postMessage')) await pause(5);
  const calls = listOwn(environment, channel).map(({ start, milliseconds }) => ({ start, end: start + milliseconds }));
  let length = 0;
  let free = 0;
  for (const { start, end } of calls.sort((a, b) => a.end - b.end)) {
    // Starts are whole milliseconds, rounded down.
    if (start < free - 2) continue;
    length++;
    free = end;
  }
  return length;
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

/** The account stays as large as it was. */
function forgetClones({ aws }: BenchEnvironment): void {
  for (const { id } of aws.store.created()) aws.store.distributions.delete(id);
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function number(lines: readonly string[]): string {
  return lines.map((line, index) => `${index + 1}. ${line}`).join('\n');
}
