// The lines that the sandbox prints for a shell, as bash takes them apart, where a stand-in for curl says what it was
// given; and as the real curl sends them to the real program.
import { execFile, execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { pipelineClient } from '../../sandbox/aws/people.js';
import { curlLines } from '../../sandbox/run/curl-lines.js';
import { startSandbox } from '../../sandbox/run/sandbox.js';

const [getToken, clone] = curlLines({
  client: pipelineClient,
  tokenUri: 'http://127.0.0.1:4001/oauth2/token',
  botPort: 4002,
});

function runIn(shell: string, script: string): string {
  return execFileSync(shell, ['-c', script], { encoding: 'utf8' });
}

test('the token of the answer is in the variable, and goes with the request', () => {
  const curl = `curl() { case "$*" in *oauth2*) echo '{"access_token":"a.b.c"}';; *) printf '%s\\n' "$@";; esac; }`;
  expect(runIn('bash', [curl, getToken, clone].join('\n')).trim().split('\n')).toEqual([
    '-s',
    '-X',
    'POST',
    '-H',
    'Authorization: Bearer a.b.c',
    'http://127.0.0.1:4002/clone_distribution?domain=api.example.com&origin=new-origin.example.net&ref_dist=EREFERENCE0001',
  ]);
});

test('the token is asked for by the pipeline’s client', () => {
  const curl = `curl() { printf '%s\\n' "$@" >&2; echo '{}'; }`;
  expect(
    runIn('bash', [curl, `{ ${getToken}; } 2>&1`].join('\n'))
      .trim()
      .split('\n'),
  ).toEqual([
    '-s',
    '-u',
    `${pipelineClient.id}:${pipelineClient.secret}`,
    '-d',
    'grant_type=client_credentials',
    'http://127.0.0.1:4001/oauth2/token',
  ]);
});

test.each(['socket', 'http'] as const)(
  'pasted in bash, they make a clone that the channel sees, in %s mode',
  async (mode) => {
    const sandbox = await startSandbox({ port: 0, mode });
    try {
      const shown = () => sandbox.read();
      const botPort = shown().trouble.bots.find(({ port }) => port !== undefined)?.port ?? 0;
      const [first, second] = curlLines({ client: pipelineClient, tokenUri: sandbox.aws.tokenUri, botPort });
      // This process answers for the stand-ins, so it must not wait for the shell.
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
