// The fault matrix, through the built program: the process is killed while a call to the outside is under way.
import { approve, aws, isAws, isDone, lag, results, slack, state } from '../support/fault-matrix.js';
import { listClones, requestCard, startProgram, until } from '../support/program.js';

jest.setTimeout(120_000);

/** So many seconds pass in one second of the machine. */
const speed = 10;

const lagging = [...aws, ...slack].flatMap((call) => [[call, 'promptly'] as const, [call, 'with a lag'] as const]);

describe('a process killed while a call is under way', () => {
  it.each(lagging)(
    '%s, lists and reads following %s, leaves what the next process, or the next click, brings to an end',
    async (call, how) => {
      const program = await startProgram({ mode: 'http', deploySeconds: 600, speed });
      try {
        if (how === 'with a lag') lag(program);
        const card = await requestCard(program);
        const delayMs = 60_000;
        if (isAws(call)) program.aws.faults.set([{ operation: call, kind: 'slow', delayMs, times: 1 }]);
        else program.slack.faults.add({ method: call, kind: 'slow', delayMs, times: 1 });
        await approve(program, card.ts);
        await until('the call', () =>
          isAws(call) ? program.aws.faults.list().length === 0 : program.slack.faults.pending().length === 0,
        );
        await program.replicas[0]?.stop('SIGKILL');
        await program.startReplica();
        // An approval that was not recorded leaves a card that waits for a decision again.
        const isOpen = () => state(program, card.ts) === 'pending';
        await until('the card to be done or open', () => isDone(program, card.ts) || isOpen(), 60_000);
        if (isOpen()) {
          const readableAt = program.now() + program.slack.settings.readLagMs;
          await until('the state to be readable', () => program.now() > readableAt);
          await approve(program, card.ts);
        }
        await until('the card to say cloned', () => isDone(program, card.ts), 60_000);
        expect(listClones(program)).toHaveLength(1);
        expect(results(program, card.ts)).toHaveLength(1);
      } finally {
        await program.close();
      }
    },
  );
});
