// The process: reads the environment, starts the bot, stops it on a signal. Besides lambda.ts nothing else touches process.env.
import { type Bot, realEffects, startBot } from './app.js';
import { readConfig } from './config.js';
import { failRequest } from './http/request-scope.js';
import { installProxy } from './network/proxy.js';
import { createLog } from './observability/log.js';
import { SlackRefusal } from './slack/client/connect.js';

async function main(): Promise<void> {
  const read = readConfig(process.env);
  if (!read.ok) {
    const lines = read.problems.map((problem) => `  ${problem}`);
    process.stderr.write(`cf-clone cannot start. Correct these variables of the environment:\n${lines.join('\n')}\n`);
    process.exitCode = 1;
    return;
  }
  const log = createLog(read.config.logLevel);
  let bot: Bot | undefined;
  let isStopping = false;
  // Bolt and the socket client drop some promises. If one of them worked for a request, that request failed and no
  // more. Otherwise the state of the process is unknown, and a fresh start is better.
  process.on('unhandledRejection', (error) => {
    if (failRequest(error)) return;
    // The socket client rejects a start that a stop has overtaken; nobody waits for it any more.
    if (isStopping) return;
    log.fatal({ err: error }, 'unhandled rejection');
    process.exit(1);
  });

  // Handlers first: as process 1 of a container, Node ignores signals that nobody listens to.
  const stop = (signal: NodeJS.Signals): void => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'stopping');
    (bot?.stop() ?? Promise.resolve(0)).then(
      (left) => {
        if (left > 0) log.warn({ left }, 'some work did not finish; its cards say so');
        log.info('stopped');
        process.exit(0);
      },
      (error: unknown) => {
        log.fatal({ err: error }, 'the stop failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);

  try {
    if (read.config.proxy) await installProxy(read.config.proxy);
    // By REST it works before it has Slack, so a stop has something to wait for before that too.
    await startBot(read.config, log, realEffects, (listening) => {
      bot = listening;
    });
  } catch (error) {
    if (isStopping) return;
    if (error instanceof SlackRefusal) process.stderr.write(`cf-clone cannot start: ${error.message}\n`);
    else log.fatal({ err: error }, 'cf-clone cannot start');
    process.exit(1);
  }
}

void main();
