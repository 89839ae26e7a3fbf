// A process died in the middle of a clone, and the next one is killed while it takes the card up.
import { approve, aws, isDone, lag, results } from '../support/fault-matrix.js';
import { ask, listClones, raiseStage, readThread, until } from '../support/stage.js';

jest.setTimeout(120_000);

/** So many seconds pass in one second of the machine. */
const speed = 4;

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
