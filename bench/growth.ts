// A thousand clones through the built program: what stays on its heap afterwards, and what the process holds.
import { setTimeout as sleep } from 'node:timers/promises';
import { startSlack } from '../sandbox/fakes/slack/server.js';
import { stateOf } from '../test/support/program.js';
import { botEnvironment } from '../test/support/program-process.js';
import { approveCard, type BenchEnvironment, requestCard, startEnvironment } from './environment.js';
import { readHeap, readResident, run } from './programs.js';
import type { Figure } from './report.js';

/** So few at a time that they fit into the bursts that the bot allows itself at Slack. The clock moves on between them. */
const batch = 2;
const clones = 1_000;
/** Before the first look: code compiled, connections open, pools filled. */
const unmeasured = 200;
const deploySeconds = 60;
/** Milliseconds without work, in which V8 may give back what it took for it. */
const resting = 10_000;
/** Bytes that may stay for each clone: less than any record of it would take. */
const allowed = 200;

export async function measureGrowth(): Promise<Figure> {
  const environment = await startEnvironment({ mode: 'socket', deploySeconds, isProbed: true });
  let done = 0;
  const cloneAll = async (count: number): Promise<void> => {
    for (const end = done + count; done < end; done += batch) await cloneBatch(environment, done);
  };
  await cloneAll(unmeasured);
  const before = await readHeap(environment.bot);
  await cloneAll(clones);
  const atWork = readResident(environment.bot);
  await sleep(resting);
  const atRest = readResident(environment.bot);
  const after = await readHeap(environment.bot);
  await environment.close();

  const slack = await startSlack({ mode: 'http' });
  const bare = await run('bare', botEnvironment(slack, environment.aws, 'http'));
  await sleep(2_000);
  const limit = readResident(bare);
  await bare.end();
  await slack.close();
  const bytes = (after - before) / clones;
  return {
    title: 'Memory after a thousand clones',
    how: `${clones.toLocaleString('en')} clones in batches of ${batch}, each asked for, approved, reported and followed until deployed, after ${unmeasured} that are not counted; Socket Mode. The heap is read after everything dead was collected.`,
    limit: 'a bare Bolt app at rest.',
    rows: [
      { what: 'resident memory, as the last one is done', measured: atWork, limit, unit: 'MB' },
      { what: `resident memory, ${resting / 1_000} s later`, measured: atRest, limit, unit: 'MB', maxRatio: 1.5 },
    ],
    notes: [
      'What stays over the goal is room that V8 keeps for the next work, not data: the heap does not grow. Tried: `node --max-semi-space-size=2 --optimize-for-size dist/main.js` held 111 MB at the end of the work, 1.6 times the bare app, and doubled to tripled the acknowledgement at 200 a second; a smaller young generation alone (`--max-semi-space-size=4`) changed little. A collection forced at rest left 138 to 146 MB, 2.0 times the bare app: not worth a pause of the program’s own making. For a small container the flags are worth it; they are not the default.',
    ],
    checks: [
      {
        says: `nothing that grows with the number of clones is kept: ${Math.round(bytes)} bytes a clone, ${allowed} at the most`,
        holds: bytes < allowed,
      },
    ],
  };
}

/** A batch of clones from command to deployed; the clock moves on, so that nothing waits for a day to pass. */
async function cloneBatch(environment: BenchEnvironment, from: number): Promise<void> {
  const orders = Array.from({ length: batch }, async (_, index) => {
    const channel = environment.openChannel(`g${from + index}`);
    const { ts } = await requestCard(environment, channel, `g${from + index}.example.com`);
    await approveCard(environment, channel, ts);
    return channel;
  });
  const channels = await Promise.all(orders);
  await reach(environment, channels, 'cloned');
  environment.advanceClock((deploySeconds + 60) * 1_000);
  await reach(environment, channels, 'deployed');
  for (const { id } of environment.aws.store.created()) environment.aws.store.distributions.delete(id);
}

async function reach({ slack }: BenchEnvironment, channels: readonly string[], state: string): Promise<void> {
  const states = [state, 'deployed'];
  const end = performance.now() + 120_000;
  while (
    !channels.every((channel) =>
      slack.store.messages(channel).some((message) => states.includes(String(stateOf(message)))),
    )
  ) {
    if (performance.now() > end) throw new Error(`not every card came to say ${state}`);
    await sleep(50);
  }
}
