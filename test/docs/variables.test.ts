// The documentation names the environment variables that there are, all of them, and the example starts the bot.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { ACMClient } from '@aws-sdk/client-acm';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { readConfig } from '../../src/config.js';
import { listCode, listRows, pages, readPage, root } from '../support/documents.js';
import { knownVariables } from '../support/environment.js';

/** Those that Node.js and the SDK read for themselves, in the templates alone. */
const ofNode = ['NODE_OPTIONS', 'AWS_NODEJS_CONNECTION_REUSE_ENABLED'];
const ofBot = [...knownVariables].filter((name) => !ofNode.includes(name));

/** Credentials, the region, and the profile: https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html */
const ofSdk = ['AWS_REGION', 'AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

/** What examples have in place of somebody's own values, and a word of CloudFormation. */
const others = ['POOL_ID', 'CLIENT_ID', 'CLIENT_SECRET', 'DOMAIN_PREFIX', 'FUNCTION_NAME', 'CAPABILITY_IAM'];

const variable = /(?<![\w.$:-])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![\w-])/g;

/** Names of variables in code, in a line of its own or in a text. */
function listVariables(text: string): string[] {
  const blocks = text.match(/^```[\s\S]*?^```|^ {4}.*$/gm) ?? [];
  const spans = listCode(text.replace(/^```[\s\S]*?^```/gm, ''));
  return [...new Set([...blocks, ...spans].flatMap((code) => code.match(variable) ?? []))];
}

/** The SDK makes the name from the ID of the service: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
const services = [
  ACMClient,
  CloudFrontClient,
  CloudWatchLogsClient,
  CognitoIdentityProviderClient,
  ResourceGroupsTaggingAPIClient,
];
const endpointVariables = services.map((Client) => {
  const client = new Client({ region: 'us-east-1' });
  client.destroy();
  return `AWS_ENDPOINT_URL_${client.config.serviceId.toUpperCase().replaceAll(' ', '_')}`;
});

/** The text of everything that reads a variable besides the bot: scripts, tests, and the CI. */
const tools = readTools();

function readTools(): string {
  const folders = ['scripts', 'test', 'sandbox', 'bench', '.ci'];
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => join(root, folder, name))
      .filter((file) => /\.(?:ts|cjs|js)$|\.ci\/run$/.test(file)),
  );
  return [...files, ...['jest.config.js', 'jest.corpus.config.js'].map((name) => join(root, name))]
    .filter((file) => existsSync(file) && !file.includes(join('test', 'docs')))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

test('variables are found in spans and in blocks, and nothing else is', () => {
  const text =
    'Set `LOG_LEVEL`, not PLAIN_TEXT.\n\n    FC_SEED=1 npm test\n\n```text\nPORT_NAME\n```\n`xoxb-A_B` `cf_clone_x`';
  expect(listVariables(text).sort()).toEqual(['FC_SEED', 'LOG_LEVEL', 'PORT_NAME']);
});

const table = listRows(readPage('docs/configuration.md').text).flatMap(([first = '']) => listCode(first));

test('docs/configuration.md has a row for each variable of the bot, and for the endpoints of the SDK', () => {
  expect(ofBot).toEqual(expect.arrayContaining(['SLACK_BOT_TOKEN', 'UNDO_GRACE', 'PORT', 'AWS_ENDPOINT_URL_SHIELD']));
  expect(ofBot.filter((name) => !table.includes(name))).toEqual([]);
  const used = readdirSync(join(root, 'src', 'aws')).flatMap((name) =>
    name.endsWith('.ts')
      ? [...readFileSync(join(root, 'src', 'aws', name), 'utf8').matchAll(/\bnew (\w+Client)\(/g)]
      : [],
  );
  expect([...new Set(used.map(([, name]) => name))].sort()).toEqual(services.map(({ name }) => name).sort());
  expect(endpointVariables.filter((name) => !table.includes(name))).toEqual([]);
});

test('docs/configuration.md has one row for each variable, and none for another', () => {
  expect(new Set(table).size).toBe(table.length);
  const known = [...ofBot, ...endpointVariables];
  expect(table.filter((name) => !known.includes(name))).toEqual([]);
});

test.each(pages.map((page) => [page.path, page] as const))('%s names only variables that exist', (_, page) => {
  const known = new Set([...ofBot, ...ofSdk, ...endpointVariables, ...others]);
  const isRead = (name: string) => new RegExp(`\\b${name}\\b`).test(tools);
  expect(listVariables(page.text).filter((name) => !known.has(name) && !isRead(name))).toEqual([]);
});

test('.env.example has the least that the bot takes', () => {
  const example = parseEnv(readFileSync(join(root, '.env.example'), 'utf8'));
  expect(readConfig(example)).toMatchObject({ ok: true, config: { slack: { mode: { kind: 'socket' } } } });
  for (const name of Object.keys(example)) {
    expect([name, readConfig({ ...example, [name]: undefined }).ok]).toEqual([name, false]);
  }
});

test('.env.example means the same to Docker, which keeps quotes and comments behind a value', () => {
  const lines = readFileSync(join(root, '.env.example'), 'utf8').split('\n').filter(Boolean);
  expect(lines.filter((line) => !/^#|^[A-Z_]+=[^\s#'"]+$/.test(line))).toEqual([]);
});
