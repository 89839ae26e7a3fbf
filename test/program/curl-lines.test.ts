// The lines that the sandbox prints for a shell, as the real curl sends them to the built program.
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { pipelineClient } from '../../sandbox/fakes/aws/people.js';
import { curlLines } from '../../sandbox/run/curl-lines.js';
import { startSandbox } from '../../sandbox/run/sandbox.js';

test.each(['socket', 'http'] as const)(
  'pasted in bash, they make a clone that the channel sees, in %s mode',
  async (mode) => {
    const sandbox = await startSandbox({ port: 0, mode });
    try {
      const shown = () => sandbox.read();
      const botPort = shown().trouble.bots.find(({ port }) => port !== undefined)?.port ?? 0;
      const [first, second] = curlLines({ client: pipelineClient, tokenUri: sandbox.aws.tokenUri, botPort });
      // This process answers for the fakes, so it must not wait for the shell.
      const { stdout } = await promisify(execFile)('bash', ['-c', `${first}\n${second} -w '\\n%{http_code}'`]);
      const [body = '', status] = stdout.trim().split('\n');
      expect(status).toBe('201');
      const answer: unknown = JSON.parse(body);
      expect(answer).toMatchObject({ domain: 'api.example.com', status: 'InProgress' });
      const isTold = () => shown().slack.messages.some(({ text }) => /^Created `E.*api\.example\.com/.test(text));
      for (const end = Date.now() + 15_000; !isTold() && Date.now() < end; ) await sleep(50);
      expect(isTold()).toBe(true);
    } finally {
      await sandbox.close();
    }
  },
);
