// `npm run check:aws`: tries in a real account what the bot and the fake count on. docs/check-aws.md explains it.
// Exit codes: 0 AWS and the fake answer the same, 1 they do not, 2 nothing could be tried, 130 interrupted.
import { setTimeout as sleep } from 'node:timers/promises';
import { checkAccount, type Ending } from './check-account.js';
import { readOptions } from './options.js';
import { loadBuiltProgram } from './program.js';
import { createReport, hasProblem, type Report, renderReport } from './report.js';
import { createTarget } from './targets.js';

const exitCodes = { same: 0, differs: 1, impossible: 2, interrupted: 130 } as const;

async function main(): Promise<number> {
  const read = readOptions(process.argv.slice(2), process.env);
  if (!read.ok) {
    process.stderr.write(`${read.problem}\n`);
    return exitCodes.impossible;
  }
  const report = createReport(({ part, name, verdict }) => process.stderr.write(`${verdict}: ${part} ${name}\n`));
  const program = await loadBuiltProgram();
  const clients = program.createCloneClients({ proxy: read.options.proxy });
  const pause = async (milliseconds: number) => void (await sleep(milliseconds));
  try {
    const ending = await checkAccount(read.options, createTarget(program, clients), {
      now: () => new Date(),
      pause,
      signal: stopOnSignals(),
      report,
    });
    return toExitCode(ending, report);
  } finally {
    process.stdout.write(renderReport(report));
  }
}

/** One Ctrl-C may arrive twice: the terminal tells every process of the command, and npm passes it on to this one. */
const sameInterruptMs = 1_000;

/** The clean-up waits for deployments, so a second Ctrl-C may end it. The tags stay. */
function stopOnSignals(): AbortSignal {
  const controller = new AbortController();
  let mayLeave = false;
  const stop = () => {
    if (mayLeave) {
      process.stderr.write('Ended. Run it again with --clean to delete what is left.\n');
      process.exit(exitCodes.interrupted);
    }
    if (controller.signal.aborted) return;
    process.stderr.write('Stopping. What was created is being deleted; that takes minutes.\n');
    controller.abort();
    setTimeout(() => {
      mayLeave = true;
      process.stderr.write('Press Ctrl-C again to leave it.\n');
    }, sameInterruptMs).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  return controller.signal;
}

function toExitCode(ending: Ending, report: Report): number {
  if (ending !== 'done') return exitCodes[ending];
  return hasProblem(report) ? exitCodes.differs : exitCodes.same;
}

main()
  .then((code) => process.exit(code))
  .catch((error: unknown) => {
    // A message could hold an address with a password.
    process.stderr.write(`The check failed: ${error instanceof Error ? error.name : 'unknown error'}\n`);
    process.exit(exitCodes.differs);
  });
