// How soon a command is acknowledged while the work of those before it goes on, against a bare app that does nothing
// else. Both are asked in turn by the same load generator, a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAccountSeed } from '../sandbox/account-seed.js';
import { startAws } from '../sandbox/fakes/aws/server.js';
import { type FakeSlack, startSlack } from '../sandbox/fakes/slack/server.js';
import { botEnvironment } from '../test/support/program-process.js';
import type { LoadRequest, LoadResult } from './load.js';
import { type BotOrBare, type Running, run } from './programs.js';
import type { Check, Figure, Row } from './report.js';
import { median, percentile } from './sample.js';

const latencyMs = 50;
/** Commands a second, how many in a round, how many rounds. */
const loads = [
  { rate: 1, count: 15, rounds: 1 },
  { rate: 50, count: 150, rounds: 2 },
  { rate: 200, count: 600, rounds: 3 },
] as const;
/** Before each round, to be past the first requests and their compilation. */
const warmUp = { rate: 20, count: 40 } as const;
const settleMs = 1_500;
/** Slack shows an error to the person after three seconds. */
const timeoutMs = 3_000;
/** Posts that a channel takes at once; the commands are spread so that none has to wait for its channel. */
const burst = 8;

export async function measureAcknowledgement(): Promise<Figure> {
  const rows: Row[] = [];
  const checks: Check[] = [];
  for (const mode of ['http', 'socket'] as const) {
    const measured = await measureMode(mode);
    rows.push(...measured.rows);
    checks.push(...measured.checks);
  }
  return {
    title: 'Acknowledgement',
    how: `Clone commands of somebody who may, at a steady rate, signed where they come by HTTP; every call to Slack and AWS that follows from them takes ${latencyMs} ms. The bot and the bare app in turn; medians of the rounds. At one a second the p99 is the slowest of ${loads[0].count}.`,
    limit: 'a bare Bolt app with a listener that only acknowledges, under the same load.',
    rows,
    checks,
    notes: [
      'The work of the commands before runs on the same thread as the acknowledgement of the next one: at 200 a second there is more of it than a core can do. So it waits in line, four plans at a time (five seconds at the most), and commands that come together share what their first plans read. Over HTTP at 200 a second, p50 and p99: without either 157 and 6,005 ms, with shared reads alone 24 and 236 ms, with both 2 to 5 and 17 to 29 ms. An earlier version also gave each piece of work a turn of the event loop of its own, which brought 1 and 6 to 7.5 ms. It was removed, because Slack allows 3,000 ms and nobody feels 20; two or eight at a time 6 to 9 ms at p99; the bare app 1.1 to 1.7 and 3.6 to 4.7 ms.',
      'What stays over the goal are single pieces of two to four milliseconds (the XML of an answer, a plan) and the pauses of the garbage collector, four to eight milliseconds some seven times a second: a command makes about 2 MB of short-lived objects, most of them in the SDK. Tried without a gain: a smaller young generation (4 MB: 7 ms at p99 in Socket Mode; 2 MB: 8 to 10 ms), more turns around the drawing of the card. Not tried: a thread of its own for the acknowledgement, which would be a second heap.',
    ],
  };
}

async function measureMode(mode: 'http' | 'socket'): Promise<{ rows: Row[]; checks: Check[] }> {
  const slack = await startSlack({ mode });
  const aws = await startAws({ seed: createAccountSeed(new Date()) });
  const generator = await startGenerator();
  slack.settings.latencyMs = latencyMs;
  aws.faults.latencyMs = latencyMs;
  const rows: Row[] = [];
  let worst = 0;
  let failed = 0;
  let loadCount = 0;
  const ask = async (name: BotOrBare, program: Running, rate: number, count: number) => {
    const load = ++loadCount;
    const channels = openChannels(slack, load, Math.ceil(count / burst));
    const to = mode === 'http' ? { port: program.port } : { path: `/${name}` };
    const secret = slack.settings.signingSecret;
    const result = await generator.send({ to, secret, rate, count, channels, name: `load${load}` });
    failed += result.failed;
    worst = Math.max(worst, ...result.milliseconds);
    return result.milliseconds;
  };
  for (const { rate, count, rounds } of loads) {
    const samples: Record<BotOrBare, (readonly number[])[]> = { bot: [], bare: [] };
    for (let round = 0; round < rounds; round++) {
      for (const name of ['bot', 'bare'] as const) {
        slack.settings.socketUrl = `ws://127.0.0.1:${generator.socketPort}/${name}`;
        // Afresh each time: what is left to do of one round would slow down the next.
        const program = await run(name, botEnvironment(slack, aws, mode));
        await ask(name, program, warmUp.rate, warmUp.count);
        await sleep(settleMs);
        samples[name].push(await ask(name, program, rate, count));
        await program.end();
      }
    }
    for (const share of [0.5, 0.99]) {
      const of = (name: BotOrBare) => median(samples[name].map((milliseconds) => percentile(milliseconds, share)));
      rows.push({
        what: `${mode === 'http' ? 'HTTP' : 'Socket Mode'}, ${rate}/s, p${share * 100}`,
        measured: of('bot'),
        limit: of('bare'),
        unit: 'ms',
        ...(rate === 200 && share === 0.99 ? { maxRatio: 1.5 } : {}),
      });
    }
  }
  await Promise.all([slack.close(), aws.close()]);
  generator.end();
  const name = mode === 'http' ? 'HTTP' : 'Socket Mode';
  return {
    rows,
    checks: [
      { says: `${name}: every command is acknowledged (${failed} were not)`, holds: failed === 0 },
      {
        says: `${name}: none waits as long as Slack does, three seconds (${Math.round(worst)} ms at most)`,
        holds: worst < timeoutMs,
      },
    ],
  };
}

function openChannels(slack: FakeSlack, load: number, count: number): string[] {
  const members = [...slack.workspace.people.keys()];
  return Array.from({ length: count }, (_, index) => {
    const id = `C0L${String(load).padStart(3, '0')}${String(index).padStart(5, '0')}`;
    slack.workspace.putChannel({ id, name: id.toLowerCase(), kind: 'public', members });
    return id;
  });
}

interface Generator {
  readonly socketPort: number;
  send(load: LoadRequest): Promise<LoadResult>;
  end(): void;
}

async function startGenerator(): Promise<Generator> {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'load.ts')], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [ready]: { socketPort: number }[] = await once(child, 'message');
  if (!ready) throw new Error('the load generator did not say where its sockets are');
  return {
    socketPort: ready.socketPort,
    send: async (load) => {
      const answer = once(child, 'message');
      child.send(load);
      const [result]: LoadResult[] = await answer;
      return result ?? { milliseconds: [], failed: load.count };
    },
    end: () => child.disconnect(),
  };
}
