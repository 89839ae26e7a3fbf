// The fault matrix, through the built program: the process is killed while a call to the outside is under way.
import { approve, aws, isAws, isDone, lag, results, slack, state } from '../support/fault-matrix.js';
import { ask, listClones, raiseStage, until } from '../support/stage.js';

jest.setTimeout(120_000);

/** So many seconds pass in one second of the machine. */
const speed = 4;

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
        // An approval that was not recorded leaves a card that waits for a decision again.
        const isOpen = () => state(stage, card.ts) === 'pending';
        await until('the card to be done or open', () => isDone(stage, card.ts) || isOpen(), 60_000);
        if (isOpen()) {
          const readableAt = stage.now() + stage.slack.settings.readLagMs;
          await until('the state to be readable', () => stage.now() > readableAt);
          await approve(stage, card.ts);
        }
        await until('the card to say cloned', () => isDone(stage, card.ts), 60_000);
        expect(listClones(stage)).toHaveLength(1);
        expect(results(stage, card.ts)).toHaveLength(1);
      } finally {
        await stage.close();
      }
    },
  );
});
