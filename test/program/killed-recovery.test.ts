// A process died in the middle of a clone, and the next one is killed while it takes the card up.
import { approve, aws, isDone, lag, results } from '../support/fault-matrix.js';
import { listClones, readThread, requestCard, startProgram, until } from '../support/program.js';

jest.setTimeout(120_000);

/** So many seconds pass in one second of the machine. */
const speed = 10;

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
    const program = await startProgram({ mode: 'http', deploySeconds: 600, env: { APPROVAL_TTL: '40s' }, speed });
    try {
      lag(program);
      const card = await requestCard(program);
      program.aws.faults.set([{ operation: 'CreateDistributionWithTags', kind: 'lost-after', times: 'always' }]);
      await approve(program, card.ts);
      await until('the create', () => program.aws.calls.list('CreateDistributionWithTags').length > 0);
      await program.replicas[0]?.stop('SIGKILL');
      program.aws.faults.clear();
      const delayMs = 60_000;
      const isOfAws = call === 'ListDistributions' || aws.some((name) => name === call);
      // The index of the new process reads the list too.
      const times = call === 'ListDistributions' ? 2 : 1;
      if (isOfAws) program.aws.faults.set([{ operation: call, kind: 'slow', delayMs, times }]);
      else program.slack.faults.add({ method: call, kind: 'slow', delayMs, times: 1 });
      await program.startReplica();
      const isAsked = () =>
        isOfAws ? program.aws.faults.list().length === 0 : program.slack.faults.pending().length === 0;
      await until('the call of the recovery', () => isAsked() || isDone(program, card.ts), 40_000);
      await program.replicas[1]?.stop('SIGKILL');
      program.aws.faults.clear();
      program.slack.faults.clear();
      await program.startReplica();
      await until('the card to say cloned', () => isDone(program, card.ts), 60_000);
      expect(listClones(program)).toHaveLength(1);
      expect(results(program, card.ts)).toHaveLength(1);
      const denials = readThread(program, card.ts).filter((text) => text.includes('Nothing was created'));
      expect(denials).toEqual([]);
    } finally {
      await program.close();
    }
  });
});
