// The variables that the program reads: those of the three files of configuration, and those of the REST API and of Node.js beside them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const config = ['config.ts', 'lambda-config.ts', 'shared-config.ts']
  .map((name) => readFileSync(join(__dirname, '..', '..', 'src', name), 'utf8'))
  .join('\n');

export const knownVariables: ReadonlySet<string> = new Set([
  ...[...config.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map((match) => match[1] ?? ''),
  'COGNITO_API_SCOPES',
  'COGNITO_API_CLIENT_IDS',
  'SLACK_ANNOUNCE_CHANNEL',
  'NODE_OPTIONS',
  'AWS_NODEJS_CONNECTION_REUSE_ENABLED',
]);
