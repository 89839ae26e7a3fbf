// The manifest asks for what the code uses: no scope more, none less.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { asFields, type Fields } from './support/slack-wire.js';

const root = join(__dirname, '..');
const manifest = asFields(parse(readFileSync(join(root, 'manifest.yml'), 'utf8')));
const folder = join(root, 'src', 'slack');
const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n');

/** Bot scopes of each method, for the kinds of conversation that the bot works in: public and private channels. */
const scopesOfMethods: Record<string, readonly string[]> = {
  'auth.test': [],
  'chat.delete': ['chat:write'],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'users.conversations': ['channels:read', 'groups:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
};
/** Uses that are no calls. */
const scopesOfUses: readonly (readonly [RegExp, string])[] = [
  [/app\.command\(/, 'commands'],
  [/app\.event\('app_mention'/, 'app_mentions:read'],
  [/include_all_metadata: true/, 'metadata.message:read'],
  [/filesUploadV2\(/, 'files:write'],
  [/profile\?\.email/, 'users:read.email'],
];

const methods = [
  ...new Set([...source.matchAll(/\bclient\.([a-z]+\.[a-zA-Z]+)\(/g)].map((match) => match[1] ?? '')),
].sort();
const scopes = asFields(asFields(manifest.oauth_config).scopes);
const features = asFields(manifest.features);
const settings = asFields(manifest.settings);

function firstOf(list: unknown): Fields {
  return asFields(Array.isArray(list) ? list[0] : undefined);
}

test('the code calls methods of the Web API, and each is known here', () => {
  expect(methods).toContain('chat.postMessage');
  expect(methods.filter((method) => !(method in scopesOfMethods))).toEqual([]);
});

test('no call hides from this test behind another name', () => {
  expect(source).not.toMatch(/\bapiCall\(|\bclient\[|\{ client[ ,}]/);
});

test('the bot’s scopes are those that the code uses', () => {
  const used = [
    ...methods.flatMap((method) => scopesOfMethods[method] ?? []),
    ...scopesOfUses.flatMap(([pattern, scope]) => (pattern.test(source) ? [scope] : [])),
  ];
  expect([...(Array.isArray(scopes.bot) ? scopes.bot : [])].sort()).toEqual([...new Set(used)].sort());
});

test('nobody is asked for a user token', () => {
  expect(Object.keys(scopes)).toEqual(['bot']);
});

test('the command is the one that the code answers, described within Slack’s limits', () => {
  const commands = [...source.matchAll(/app\.command\('([^']+)'/g)].map((match) => match[1]);
  const { command, description, usage_hint, should_escape } = firstOf(features.slash_commands);
  expect(commands).toEqual([command]);
  expect(String(description).length).toBeGreaterThan(0);
  expect(String(description).length).toBeLessThanOrEqual(2_000);
  expect(usage_hint).toMatch(/^domain origin ref_dist/);
  // Names are no IDs: people change them.
  expect(should_escape).toBe(true);
});

test('the shortcuts are those that the code answers', () => {
  const shortcuts = Array.isArray(features.shortcuts) ? features.shortcuts.map(asFields) : [];
  expect(shortcuts.map(({ type, callback_id }) => [type, callback_id])).toEqual([
    ['global', 'new_clone'],
    ['message', 'clone_like_this'],
    ['message', 'undo_this_clone'],
  ]);
  for (const { callback_id } of shortcuts) expect(source).toContain(`'${String(callback_id)}'`);
});

test('the events are those that the code answers', () => {
  const events = [...source.matchAll(/app\.event\('([^']+)'/g)].map((match) => match[1]);
  expect(asFields(settings.event_subscriptions).bot_events).toEqual(events);
});

test('buttons work, and Socket Mode needs no address', () => {
  expect(asFields(settings.interactivity)).toEqual({ is_enabled: true });
  expect(settings.socket_mode_enabled).toBe(true);
  expect(firstOf(features.slash_commands).url).toBeUndefined();
});

test('the token stays valid: the bot keeps nothing, so it could not store a new one', () => {
  expect(settings.token_rotation_enabled).toBe(false);
});

test('names keep within Slack’s limits', () => {
  const { name, description } = asFields(manifest.display_information);
  expect(String(name).length).toBeLessThanOrEqual(35);
  expect(String(description).length).toBeLessThanOrEqual(140);
});
