// The fault matrix, through the built program: each call to the outside, once lost before and after its effect,
// throttled, slow, refused, and with the process killed while it is under way. A row says what must hold.
import {
  ask,
  channel,
  listClones,
  listWhispers,
  openChannel,
  people,
  raiseStage,
  readThread,
  type Stage,
  stateOf,
  until,
} from '../support/stage.js';

jest.setTimeout(120_000);

/** For the stages of one card. Where there are many, looks at their deployments must not come more often. */
const speed = 4;

const aws = [
  'GetDistribution',
  'ListDistributions',
  'ListCertificates',
  'ListTagsForResource',
  'ListDomainConflicts',
  'ListUsers',
  'AdminListGroupsForUser',
  'CreateDistributionWithTags',
] as const;
const slack = ['users.info', 'conversations.replies', 'chat.update', 'chat.postMessage'] as const;
type Call = (typeof aws)[number] | (typeof slack)[number];
type Kind = 'lost-before' | 'lost-after' | 'throttled' | 'slow' | 'refused';

/** What must hold when the call is refused for good; whatever passes ends in a clone. */
const refused: Record<Call, { readonly made: 0 | 1; readonly state: string; readonly told: RegExp | undefined }> = {
  GetDistribution: { made: 0, state: 'pending', told: /permission.*Nothing was created/ },
  ListDistributions: { made: 0, state: 'pending', told: /permission.*Nothing was created/ },
  ListCertificates: { made: 0, state: 'pending', told: /permission.*Nothing was created/ },
  ListTagsForResource: { made: 0, state: 'pending', told: /permission.*Nothing was created/ },
  // A courtesy of AWS, not a condition.
  ListDomainConflicts: { made: 1, state: 'cloned', told: undefined },
  ListUsers: { made: 0, state: 'pending', told: /could not be checked.*Nothing was created/ },
  AdminListGroupsForUser: { made: 0, state: 'pending', told: /could not be checked.*Nothing was created/ },
  CreateDistributionWithTags: { made: 0, state: 'failed', told: undefined },
  'users.info': { made: 0, state: 'pending', told: /could not be checked.*Nothing was created/ },
  'conversations.replies': { made: 0, state: 'pending', told: /could not be read back.*Nothing was created/ },
  'chat.update': { made: 0, state: 'pending', told: /did not record the approval.*Nothing was created/ },
  // The approval has to stand in the thread before anything is created.
  'chat.postMessage': { made: 0, state: 'pending', told: /did not record the approval.*Nothing was created/ },
};

const isAws = (call: Call): boolean => aws.some((name) => name === call);

function arrange(stage: Stage, call: Call, kind: Kind): void {
  const times = kind === 'refused' ? ('always' as const) : 1;
  const delay = kind === 'slow' ? { delayMs: 700 } : {};
  if (isAws(call)) {
    const kinds = { throttled: 'throttle', refused: 'refuse' } as const;
    const named = kind === 'throttled' || kind === 'refused' ? kinds[kind] : kind;
    stage.aws.faults.set([{ operation: call, kind: named, times, ...delay }]);
    return;
  }
  const kinds = { throttled: 'rate-limited', refused: 'error' } as const;
  const named = kind === 'throttled' || kind === 'refused' ? kinds[kind] : kind;
  stage.slack.faults.add({ method: call, kind: named, times, retryAfter: 1, error: 'fatal_error', ...delay });
}

const state = (stage: Stage, ts: string, place = channel) => stateOf(stage.slack.store.find(place, ts) ?? {});
const results = (stage: Stage, ts: string, place = channel) =>
  readThread(stage, ts, place).filter((text) => text.startsWith('Created '));
const approve = (stage: Stage, ts: string, place = channel) =>
  stage.slack.click({ user: people.bo, channel: place, ts, action_id: 'cf_clone_approve' });
const isDone = (stage: Stage, ts: string, place = channel) =>
  ['cloned', 'deployed'].includes(String(state(stage, ts, place)));

const passing: Kind[] = ['lost-before', 'lost-after', 'throttled', 'slow'];
const rows = [...aws, ...slack].flatMap((call) => passing.map((kind) => [call, kind] as const));

describe('a call that fails once', () => {
  let stage: Stage;
  let serial = 0;
  beforeAll(async () => {
    stage = await raiseStage({ mode: 'http', deploySeconds: 600, speed });
  });
  afterAll(() => stage.close());

  it.each(rows)('%s %s ends in one distribution and one result', async (call, kind) => {
    const place = openChannel(stage, `C0FAULT${String(++serial).padStart(4, '0')}`);
    const before = listClones(stage).length;
    const card = await ask(stage, `f${serial}.example.com new-origin.example.net EREFERENCE0001`, people.ana, place);
    arrange(stage, call, kind);
    await approve(stage, card.ts, place);
    await until('the card to say cloned', () => isDone(stage, card.ts, place), 40_000);
    expect(listClones(stage)).toHaveLength(before + 1);
    expect(results(stage, card.ts, place)).toHaveLength(1);
  });
});

describe('a call that is refused for good', () => {
  it.each([...aws, ...slack])('%s ends as its row says', async (call) => {
    const stage = await raiseStage({ mode: 'http', deploySeconds: 600, speed });
    try {
      const expected = refused[call];
      const card = await ask(stage);
      arrange(stage, call, 'refused');
      await approve(stage, card.ts);
      await until(
        'the last word',
        () => {
          const told = listWhispers(stage, people.bo);
          const isTold = expected.told === undefined || told.some((text) => expected.told?.test(text));
          return isTold && state(stage, card.ts) === expected.state;
        },
        40_000,
      );
      expect(listClones(stage)).toHaveLength(expected.made);
      expect(results(stage, card.ts).length).toBeLessThanOrEqual(expected.made);
    } finally {
      await stage.close();
    }
  });
});

/** Lists that lag behind creates, and CloudFront checking the alias first; reads of Slack that lag. */
function lag(stage: Stage): void {
  Object.assign(stage.aws.store, { listLagSeconds: 6, isAliasCheckedFirst: true });
  Object.assign(stage.slack.settings, { readLagMs: 1_500 });
}

const lagging = [...aws, ...slack].flatMap((call) => [[call, 'promptly'] as const, [call, 'with a lag'] as const]);

describe('a process killed while a call is under way', () => {
  it.each(lagging)(
    '%s, lists and reads following %s, leaves what the next process, or the next click, brings to an end',
    async (call, how) => {
      const stage = await raiseStage({ mode: 'http', deploySeconds: 600, speed });
      try {
        if (how === 'with a lag') lag(stage);
        const card = await ask(stage);
        const delayMs = 60_000;
        if (isAws(call)) stage.aws.faults.set([{ operation: call, kind: 'slow', delayMs, times: 1 }]);
        else stage.slack.faults.add({ method: call, kind: 'slow', delayMs, times: 1 });
        await approve(stage, card.ts);
        await until('the call', () =>
          isAws(call) ? stage.aws.faults.list().length === 0 : stage.slack.faults.pending().length === 0,
        );
        await stage.replicas[0]?.stop('SIGKILL');
        await stage.startReplica();
        const wasCloning = state(stage, card.ts) === 'cloning';
        if (!wasCloning && !isDone(stage, card.ts)) await approve(stage, card.ts);
        await until('the card to say cloned', () => isDone(stage, card.ts), 60_000);
        expect(listClones(stage)).toHaveLength(1);
        expect(results(stage, card.ts)).toHaveLength(1);
      } finally {
        await stage.close();
      }
    },
  );
});

/** What a recovery asks of the outside, in its order. */
const recovery = [
  'conversations.history',
  'conversations.replies',
  'chat.update',
  'ListDistributions',
  'GetDistribution',
  'ListCertificates',
  'ListTagsForResource',
  'CreateDistributionWithTags',
  'chat.postMessage',
] as const;

describe('a recovery killed while a call is under way', () => {
  it.each(recovery)('%s leaves what the next process brings to an end, past the time to approve', async (call) => {
    const stage = await raiseStage({ mode: 'http', deploySeconds: 600, env: { APPROVAL_TTL: '40s' }, speed });
    try {
      lag(stage);
      const card = await ask(stage);
      stage.aws.faults.set([{ operation: 'CreateDistributionWithTags', kind: 'lost-after', times: 'always' }]);
      await approve(stage, card.ts);
      await until('the create', () => stage.aws.calls.list('CreateDistributionWithTags').length > 0);
      await stage.replicas[0]?.stop('SIGKILL');
      stage.aws.faults.clear();
      const delayMs = 60_000;
      const isOfAws = aws.some((name) => name === call);
      if (isOfAws) stage.aws.faults.set([{ operation: call, kind: 'slow', delayMs, times: 1 }]);
      else stage.slack.faults.add({ method: call, kind: 'slow', delayMs, times: 1 });
      await stage.startReplica();
      const isAsked = () =>
        isOfAws ? stage.aws.faults.list().length === 0 : stage.slack.faults.pending().length === 0;
      await until('the call of the recovery', () => isAsked() || isDone(stage, card.ts), 40_000);
      await stage.replicas[1]?.stop('SIGKILL');
      stage.aws.faults.clear();
      stage.slack.faults.clear();
      await stage.startReplica();
      await until('the card to say cloned', () => isDone(stage, card.ts), 60_000);
      expect(listClones(stage)).toHaveLength(1);
      expect(results(stage, card.ts)).toHaveLength(1);
      const denials = readThread(stage, card.ts).filter((text) => text.includes('Nothing was created'));
      expect(denials).toEqual([]);
    } finally {
      await stage.close();
    }
  });
});
