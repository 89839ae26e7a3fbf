// The manifest against Slack's own schema, where it is at hand, and always against the rules of it that matter here.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { describeWithSlackFixtures, readSlackFixture } from './support/slack-fixtures.js';
import { asFields, type Fields } from './support/slack-wire.js';

const address = 'https://cf-clone.example.com/slack/events';

/** The manifest as it is, and with the lines for HTTP that its comments describe. */
function readManifests(): Record<string, Fields> {
  const text = readFileSync(join(__dirname, '..', 'manifest.yml'), 'utf8');
  const http = text
    .replace(/^( *)# ((?:request_|message_menu_options_)?url: https:)/gm, '$1$2')
    .replace('socket_mode_enabled: true', 'socket_mode_enabled: false');
  return { 'Socket Mode': asFields(parse(text)), HTTP: asFields(parse(http)) };
}

const manifests = Object.entries(readManifests());

/**
 * Rules of https://github.com/slackapi/manifest-schema, schemas/manifest.schema.2.0.0.json (commit c50cfa8). Each is
 * about a member that manifest.yml has. `members` are all that the schema allows beside each other.
 */
const rules: readonly {
  readonly path: string;
  readonly members?: string;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly pattern?: RegExp;
  readonly type?: 'boolean' | 'string';
}[] = [
  { path: '', members: '$schema _metadata app_directory display_information features oauth_config settings' },
  { path: 'display_information', members: 'name description background_color long_description' },
  { path: 'display_information.name', maxLength: 35 },
  { path: 'display_information.description', maxLength: 140 },
  { path: 'display_information.background_color', pattern: /^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$/ },
  {
    path: 'features',
    members:
      'app_home bot_user functions shortcuts slash_commands workflow_steps unfurl_domains assistant_view agent_view',
  },
  { path: 'features.app_home', members: 'home_tab_enabled messages_tab_enabled messages_tab_read_only_enabled' },
  { path: 'features.bot_user', members: 'display_name always_online' },
  { path: 'features.bot_user.display_name', maxLength: 80 },
  { path: 'features.shortcuts', maxItems: 10 },
  ...[0, 1].flatMap((at) => [
    { path: `features.shortcuts.${at}`, members: 'name type callback_id description' },
    { path: `features.shortcuts.${at}.name`, maxLength: 24 },
    { path: `features.shortcuts.${at}.type`, pattern: /^(?:global|message)$/ },
    { path: `features.shortcuts.${at}.callback_id`, maxLength: 255 },
    { path: `features.shortcuts.${at}.description`, maxLength: 150 },
  ]),
  { path: 'features.slash_commands', maxItems: 50 },
  { path: 'features.slash_commands.0', members: 'command url description usage_hint should_escape' },
  { path: 'features.slash_commands.0.command', maxLength: 32, pattern: /^\// },
  { path: 'features.slash_commands.0.description', maxLength: 2000 },
  { path: 'features.slash_commands.0.usage_hint', maxLength: 1000 },
  { path: 'features.slash_commands.0.should_escape', type: 'boolean' },
  { path: 'oauth_config', members: 'redirect_urls scopes token_management_enabled pkce_enabled' },
  { path: 'oauth_config.scopes', members: 'user bot user_optional bot_optional' },
  { path: 'oauth_config.scopes.bot', maxItems: 255 },
  {
    path: 'settings',
    members:
      'allowed_ip_address_ranges event_subscriptions incoming_webhooks interactivity org_deploy_enabled socket_mode_enabled is_hosted token_rotation_enabled siws_links hermes_app_type function_runtime is_mcp_enabled',
  },
  { path: 'settings.interactivity', members: 'is_enabled request_url message_menu_options_url' },
  { path: 'settings.interactivity.is_enabled', type: 'boolean' },
  { path: 'settings.org_deploy_enabled', type: 'boolean' },
  { path: 'settings.socket_mode_enabled', type: 'boolean' },
  { path: 'settings.token_rotation_enabled', type: 'boolean' },
];

function valueAt(manifest: Fields, path: string): unknown {
  let value: unknown = manifest;
  for (const name of path.split('.').filter((part) => part !== '')) {
    value = Array.isArray(value) ? value[Number(name)] : asFields(value)[name];
  }
  return value;
}

describe.each(manifests)('the manifest for %s', (_mode, manifest) => {
  test.each(rules)('keeps the rule for "$path"', ({ path, members, maxLength, maxItems, pattern, type }) => {
    const value = valueAt(manifest, path);
    expect(value).toBeDefined();
    if (members !== undefined) {
      const allowed = members.split(' ');
      expect(Object.keys(asFields(value)).filter((name) => !allowed.includes(name))).toEqual([]);
    }
    if (maxLength !== undefined) expect(String(value).length).toBeLessThanOrEqual(maxLength);
    if (maxItems !== undefined)
      expect(Array.isArray(value) ? value.length : maxItems + 1).toBeLessThanOrEqual(maxItems);
    if (pattern !== undefined) expect(value).toMatch(pattern);
    if (type !== undefined) expect(typeof value).toBe(type);
  });
});

test('the manifest for HTTP has the address in all places', () => {
  const http = asFields(readManifests().HTTP);
  const places = [
    'features.slash_commands.0.url',
    'settings.interactivity.request_url',
    'settings.interactivity.message_menu_options_url',
    'settings.event_subscriptions.request_url',
  ];
  expect(places.map((path) => valueAt(http, path))).toEqual(places.map(() => address));
});

describeWithSlackFixtures('Slack’s own schema', () => {
  const versions = ['1.0.0', '2.0.0'];

  function findErrors(version: string, manifest: unknown): unknown {
    // The schemas carry notes of their own, which strict mode would refuse.
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(asFields(readSlackFixture(`manifest.schema.${version}.json`)));
    validate(manifest);
    return validate.errors;
  }

  test.each(versions.flatMap((version) => manifests.map(([mode, manifest]) => ({ version, mode, manifest }))))(
    'version $version accepts the manifest for $mode',
    ({ version, manifest }) => {
      expect(findErrors(version, manifest)).toBeNull();
    },
  );

  test.each(versions)('version %s refuses a name that is too long, and a member that is unknown', (version) => {
    const [, manifest] = manifests[0] ?? [];
    expect(findErrors(version, { ...manifest, display_information: { name: 'x'.repeat(36) } })).not.toBeNull();
    expect(findErrors(version, { ...manifest, features: { slash_command: [] } })).not.toBeNull();
  });
});
