// `npm run check:slack`: tries on a real Slack what the bot draws, posts, and counts on. docs/check-slack.md explains it.
// Exit codes: 0 Slack accepted everything, 1 it did not, 2 nothing could be tried, 130 interrupted.
import { setTimeout as sleep } from 'node:timers/promises';
import { runForPerson } from '../../src/concurrency/priority.js';
import { checkDrawings } from './check-drawings.js';
import { type CheckTools, checkWorkspace, type Ending } from './check-workspace.js';
import { type CheckOptions, readOptions } from './options.js';
import { createReport, hasRefusal, type Report, renderReport } from './report.js';

const exitCodes = { accepted: 0, refused: 1, impossible: 2, interrupted: 130 } as const;

async function main(): Promise<number> {
  const read = readOptions(process.argv.slice(2), process.env);
  if (!read.ok) {
    process.stderr.write(`${read.problem}\n`);
    return exitCodes.impossible;
  }
  await takeProxy();
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      process.stderr.write('Stopping. What was posted is being deleted.\n');
      controller.abort();
    });
  }
  const report = createReport(({ part, name, verdict }) => process.stderr.write(`${verdict}: ${part} ${name}\n`));
  const tools: CheckTools = {
    now: () => new Date(),
    pause: async (milliseconds) => void (await sleep(milliseconds)),
    signal: controller.signal,
    report,
  };
  try {
    const ending = await runForPerson(() => check(read.options, tools));
    return toExitCode(ending, report);
  } finally {
    process.stdout.write(renderReport(report));
  }
}

function check({ workspace, apiUrl, rounds }: CheckOptions, tools: CheckTools): Promise<Ending> {
  return workspace ? checkWorkspace(workspace, { apiUrl, rounds }, tools) : checkDrawings(apiUrl, tools);
}

function toExitCode(ending: Ending, report: Report): number {
  if (ending !== 'done') return exitCodes[ending];
  return hasRefusal(report) ? exitCodes.refused : exitCodes.accepted;
}

/** The library reads HTTPS_PROXY, HTTP_PROXY, and NO_PROXY itself. */
async function takeProxy(): Promise<void> {
  const names = ['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy'];
  if (!names.some((name) => process.env[name])) return;
  const { EnvHttpProxyAgent, install, setGlobalDispatcher } = await import('undici');
  setGlobalDispatcher(new EnvHttpProxyAgent());
  install();
}

main()
  .then((code) => process.exit(code))
  .catch((error: unknown) => {
    // A message could hold an address with a password.
    process.stderr.write(`The check failed: ${error instanceof Error ? error.name : 'unknown error'}\n`);
    process.exit(exitCodes.refused);
  });
