// The lines that the sandbox prints for a shell, as bash takes them apart, where a fake of curl says what it was
// given. What the built program answers to them is in test/program.
import { execFileSync } from 'node:child_process';
import { pipelineClient } from '../../../sandbox/fakes/aws/people.js';
import { curlLines } from '../../../sandbox/run/curl-lines.js';

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
