// The ways of a card through its states, and its record in each of them.
import type { ClonePlan } from '../../src/clone/plan.js';
import { recordPlan } from '../../src/slack/card/plan-record.js';
import { type CardRecord, type CardState, cardStates, nextStates } from '../../src/slack/card/record.js';

/** Ways from `pending` that together pass through every state. The longest one begins with a redrawing. */
export function listWalks(): CardState[][] {
  const ways = cardStates.map(findWay).sort((a, b) => b.length - a.length);
  const walks = ways.filter(
    (way, index) => !ways.slice(0, index).some((longer) => way.every((state, at) => longer[at] === state)),
  );
  const [longest = [], ...rest] = walks;
  return [['pending', ...longest], ...rest];
}

/** The shortest way to a state. */
function findWay(target: CardState): CardState[] {
  const ways: CardState[][] = [['pending']];
  for (const way of ways) {
    const last = way.at(-1) ?? 'pending';
    if (last === target) return way;
    for (const next of nextStates[last]) if (!way.includes(next)) ways.push([...way, next]);
  }
  throw new Error(`no card becomes ${target}`);
}

export interface RunFacts {
  /** Names the run, and its messages. */
  readonly run: string;
  /** The bot's own user. Nobody else is mentioned. */
  readonly botUser: string;
  readonly now: Date;
}

/** The record of a card in a state, as the bot would write it. */
export function buildRecord(plan: ClonePlan, state: CardState, { run, botUser, now }: RunFacts): CardRecord {
  const seconds = Math.floor(now.getTime() / 1_000);
  const asked: CardRecord = {
    v: 1,
    state,
    request: run,
    ...recordPlan(plan),
    requested_by: botUser,
    requester_name: 'check-slack',
    expires_at: seconds + 28_800,
  };
  switch (state) {
    case 'pending':
      return asked;
    case 'cloning':
      return { ...asked, decided_by: botUser, attempt: run, attempt_at: seconds };
    case 'cancelled':
    case 'expired':
      return { ...asked, decided_by: botUser, outcome: state };
    case 'failed':
      return { ...asked, decided_by: botUser, outcome: 'unknown_result' };
    default:
      return {
        ...asked,
        decided_by: botUser,
        outcome: 'cloned',
        distribution: 'E0CLONE0000000',
        distribution_domain: 'd0clone0000000.cloudfront.net',
        created_at: seconds - 300,
        deployed_at: seconds - 60,
        grants: 's3',
      };
  }
}
