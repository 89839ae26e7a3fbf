// What the app's own manifest says: the fake behaves as the app is installed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** https://github.com/slackapi/manifest-schema, features.shortcuts: `global` or `message`, with a callback_id. */
export const shortcutSchema = z.object({
  name: z.string(),
  callback_id: z.string(),
  description: z.string().default(''),
  type: z.enum(['global', 'message']),
});

export type Shortcut = z.infer<typeof shortcutSchema>;

const schema = z.object({
  features: z.object({
    app_home: z.object({
      messages_tab_enabled: z.boolean().default(false),
      messages_tab_read_only_enabled: z.boolean().default(false),
    }),
    shortcuts: z.array(shortcutSchema).default([]),
    slash_commands: z.tuple([
      z.object({ command: z.string(), description: z.string(), usage_hint: z.string(), should_escape: z.boolean() }),
    ]),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).default({ bot_events: [] }),
    interactivity: z.object({ message_menu_options_url: z.string().optional() }),
  }),
});

const text = readFileSync(join(__dirname, '..', '..', '..', 'manifest.yml'), 'utf8');
/** The lines for HTTP mode stand in the manifest as comments. */
const textForHttp = text.replace(/^( *)# (\w*url: https:)/gm, '$1$2');
const manifest = schema.parse(parse(textForHttp));

export const manifestCommand = manifest.features.slash_commands[0];
export const manifestShortcuts: readonly Shortcut[] = manifest.features.shortcuts;
export const manifestScopes: readonly string[] = manifest.oauth_config.scopes.bot;
export const manifestEvents: readonly string[] = manifest.settings.event_subscriptions.bot_events;
export const hasOptionsUrl = manifest.settings.interactivity.message_menu_options_url !== undefined;
export const messagesTab = {
  isEnabled: manifest.features.app_home.messages_tab_enabled,
  isReadOnly: manifest.features.app_home.messages_tab_read_only_enabled,
};
