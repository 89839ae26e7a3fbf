// `npm run sandbox`: starts everything, says where it is and what to try, and leaves nothing running.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { pipelineClient } from './fakes/aws/people.js';
import { program, root } from './run/bot-process.js';
import { curlLines } from './run/curl-lines.js';
import { suggestions } from './run/demo-data.js';
import { type Sandbox, startSandbox } from './run/sandbox.js';

const defaultPort = 4000;

const usage = `npm run sandbox -- [--http] [--port ${defaultPort}] [--build]
  --http    Slack posts to the bot, instead of Socket Mode
  --port    where the page is served, on this machine only; the next free one where it is taken
  --build   builds the bot first, also where it is built already
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      http: { type: 'boolean', default: false },
      port: { type: 'string', default: String(defaultPort) },
      build: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${values.port} is not a port`);

  let sandbox: Sandbox | undefined;
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    const closed = sandbox?.close() ?? Promise.resolve();
    closed.then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  if (values.build || !existsSync(program)) await buildBot();
  const started = await startSandbox({ port, mode: values.http ? 'http' : 'socket' });
  if (isStopping) {
    await started.close();
    process.exit(0);
  }
  sandbox = started;
  process.stdout.write(describe(started, port));
}

async function buildBot(): Promise<void> {
  process.stdout.write('Building the bot…\n');
  const build = spawn('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(build, 'exit');
  if (code !== 0) throw new Error('the bot could not be built');
}

function describe(sandbox: Sandbox, wanted: number): string {
  const { slack, trouble } = sandbox.read();
  const moved = wanted !== 0 && sandbox.port !== wanted ? `  (port ${wanted} is taken)` : '';
  const botPort = trouble.bots.find(({ port }) => port !== undefined)?.port ?? 0;
  const curls = curlLines({ client: pipelineClient, tokenUri: sandbox.aws.tokenUri, botPort });
  return [
    '',
    `  The sandbox is ready:  ${sandbox.url}${moved}`,
    `  The real bot between fakes of Slack and AWS, ${trouble.mode === 'http' ? 'over HTTP' : 'in Socket Mode'}. Nothing leaves this machine.`,
    '',
    '  You can be',
    ...slack.people.map(({ name, part }) => `    ${name.padEnd(11)} ${part}`),
    '',
    '  Worth typing in #cdn',
    ...suggestions.flatMap(({ text, about }) => [`    ${text}`, `        ${about}`]),
    '',
    '  Then open “FaultPreset” on the page: kill the bot between create and report, let the answer of AWS get lost,',
    '  edit the reference while a card waits, move the clock. Nothing is lost, nothing is done twice.',
    '',
    '  A program does it over HTTP. In a shell:',
    ...curls.map((line) => `    ${line}`),
    '        with &dry_run=true in the address it only says what it would create',
    '',
    '  Ctrl-C stops everything.',
    '',
    '',
  ].join('\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`The sandbox cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
