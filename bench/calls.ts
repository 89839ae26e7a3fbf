// The calls of one clone, counted by the fakes, against the fewest that the rules allow, listed by hand.

import {
  approveCard,
  type BenchEnvironment,
  forgetCalls,
  listCalls,
  requestCard,
  startEnvironment,
} from './environment.js';
import type { Figure, Row } from './report.js';

interface Step {
  readonly title: string;
  /** What has to be asked, and why there is no way around it. */
  readonly needed: readonly (readonly [string, string])[];
}

const identity = [
  ['users.info', 'who is this, now'],
  ['ListUsers', 'the one Cognito user with that address, now'],
  ['AdminListGroupsForUser', 'their groups, now'],
] as const;
const plan = [
  ['GetDistribution', 'the reference, at its ETag'],
  ['ListTagsForResource', 'its tags, which AWS keeps apart'],
  ['ListCertificates', 'what covers the domain; one page a thousand'],
  ['ListDomainConflicts', 'whether another account has the domain'],
] as const;

const command: Step = {
  title: 'command → card',
  needed: [['conversations.info', 'is the channel ours alone'], ...identity, ...plan, ['chat.postMessage', 'the card']],
};
const approval: Step = {
  title: 'approve → card says done',
  needed: [
    ['conversations.replies', 'the card as it is now'],
    ['conversations.info', 'is the channel still ours alone'],
    ...identity,
    ...plan,
    ['chat.postMessage', 'the approval stands in the thread before anyone acts on it'],
    ['chat.update', 'the card says cloning before anything is created'],
    ['conversations.replies', 'nobody cancelled meanwhile'],
    ['CreateDistributionWithTags', 'the clone'],
    ['chat.postMessage', 'the ID'],
    ['conversations.replies', 'no other replica said it too'],
    ['chat.update', 'the card says done'],
  ],
};
const following: Step = {
  title: 'deployed, at the first look',
  needed: [
    ['GetDistribution', 'is it deployed'],
    ['conversations.replies', 'the card as it is now, and whether another replica said so'],
    ['chat.postMessage', 'deployed'],
    ['chat.update', 'the card says deployed'],
  ],
};

export async function measureCalls(): Promise<Figure> {
  const deploySeconds = 60;
  const environment = await startEnvironment({ mode: 'http', deploySeconds, isProbed: true });
  const channel = environment.openChannel('calls');
  // Once before, so that the first connection and the first credentials are not in the count.
  await requestCard(environment, channel, 'before.example.com');
  await waitUntilIdle(environment);

  const { value: card, counted: ofCommand } = await count(environment, () =>
    requestCard(environment, channel, 'calls.example.com'),
  );
  const { counted: ofApproval } = await count(environment, () => approveCard(environment, channel, card.ts));
  const { counted: ofFollowing } = await count(environment, async () => {
    environment.advanceClock((deploySeconds + 10) * 1_000);
    await pause(1_500);
  });
  await environment.close();
  // The clock was moved on, so the look for cards that another replica left is due as well.
  const ofDeployment = ofFollowing.filter((name) => name !== 'users.conversations' && name !== 'conversations.history');

  const all: readonly (readonly [Step, readonly string[]])[] = [
    [command, ofCommand],
    [approval, ofApproval],
    [following, ofDeployment],
  ];
  return {
    title: 'Calls of one clone',
    how: 'Counted by the fakes, from the command to the deployed clone; an account of one page of distributions and of certificates, a reference whose certificate covers the domain.',
    limit:
      'the fewest calls that the rules allow, listed below: whether a person may do something is asked each time, and so is everything that a decision rests on.',
    rows: all.map(
      ([{ title, needed }, counted]): Row => ({
        what: title,
        measured: counted.length,
        limit: needed.length,
        unit: 'calls',
        maxRatio: 1,
      }),
    ),
    checks: all.map(([{ title, needed }, counted]) => ({
      says: `${title}: these calls and no others${explainDifference(
        needed.map(([name]) => name),
        counted,
      )}`,
      holds: sorted(counted) === sorted(needed.map(([name]) => name)),
    })),
    notes: all.map(
      ([{ title, needed }]) => `${title}: ${needed.map(([name, why]) => `\`${name}\` (${why})`).join(', ')}.`,
    ),
  };
}

const sorted = (names: readonly string[]) => [...names].sort().join();

/** What was asked although it need not be, or the other way round. */
function explainDifference(needed: readonly string[], counted: readonly string[]): string {
  const rest = [...counted];
  const missing = needed.filter((name) => {
    const index = rest.indexOf(name);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
  const parts = [
    rest.length > 0 ? `besides: ${rest.join(', ')}` : '',
    missing.length > 0 ? `missing: ${missing.join(', ')}` : '',
  ];
  return parts.some(Boolean) ? ` (${parts.filter(Boolean).join('; ')})` : '';
}

async function count<T>(environment: BenchEnvironment, work: () => Promise<T>) {
  forgetCalls(environment);
  const value = await work();
  await waitUntilIdle(environment);
  return { value, counted: listCalls(environment).map(({ name }) => name) };
}

/** Until nothing is asked any more. */
async function waitUntilIdle(environment: BenchEnvironment): Promise<void> {
  let before = -1;
  for (let now = listCalls(environment).length; now !== before; now = listCalls(environment).length) {
    before = now;
    await pause(400);
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
