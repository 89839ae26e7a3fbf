// What a page or a test may ask the fake to do, checked. In process and over HTTP the words are the same.
import { z } from 'zod';
import { shortcutSchema } from './manifest.js';

const fields = z.record(z.string(), z.unknown());
const id = z.string().min(1);
const values = z.record(z.string(), z.record(z.string(), z.union([z.string(), fields]))).default({});

export const commandSchema = z.strictObject({
  user: id,
  channel: id,
  /** As the person typed it. */
  text: z.string().default(''),
  command: z.string().startsWith('/').default('/cf-clone'),
  /** Delivers even where Slack would not, as for a person of another workspace. */
  force: z.boolean().default(false),
});

export const globalShortcutSchema = z.strictObject({ user: id, callback_id: id });

export const messageShortcutSchema = z.strictObject({ user: id, callback_id: id, channel: id, ts: id });

export const mentionSchema = z.strictObject({
  user: id,
  channel: id,
  /** As the person typed it behind the mention of the bot. */
  text: z.string().default(''),
  thread_ts: z.string().optional(),
});

export const closeSchema = z.strictObject({
  user: id,
  view_id: id,
  /** The X in the corner closes the whole stack; Cancel closes the view alone. */
  isStack: z.boolean().default(false),
});

/** The button is looked up where it stands by `action_id` and, where given, `block_id` and `value`. */
export const clickSchema = z.strictObject({
  user: id,
  channel: id.optional(),
  ts: id.optional(),
  view_id: id.optional(),
  action_id: id,
  block_id: z.string().optional(),
  value: z.string().optional(),
  /** The screen of this person is out of date: the button is sent as given, whatever the message now shows. */
  stale: z.boolean().default(false),
  /** What the inputs around the control hold, as in a submission. */
  state: values,
});

export const submitSchema = z.strictObject({
  user: id,
  view_id: id,
  /**
   * block_id → action_id → state. A bare string is what was typed, or the value of an option that the select offers;
   * fields that are left out stay as the form opened.
   */
  values,
});

export const suggestSchema = z.strictObject({
  user: id,
  action_id: id,
  block_id: z.string().default(''),
  value: z.string().default(''),
  channel: id.optional(),
  ts: id.optional(),
  view_id: id.optional(),
});

export const homeSchema = z.strictObject({ user: id });

export const eventSchema = z.strictObject({ event: z.looseObject({ type: z.string() }) });

export const saySchema = z.strictObject({
  user: id,
  channel: id,
  text: z.string().min(1),
  thread_ts: z.string().optional(),
});

/** What stands behind `/invite`. */
export const inviteSchema = z.strictObject({ user: id, channel: id, text: z.string().default('') });

export const personSchema = z.strictObject({
  id,
  team_id: z.string().optional(),
  name: z.string().optional(),
  real_name: z.string().optional(),
  email: z.string().optional(),
  deleted: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  is_app_user: z.boolean().optional(),
  is_restricted: z.boolean().optional(),
  is_ultra_restricted: z.boolean().optional(),
  is_stranger: z.boolean().optional(),
  is_invited_user: z.boolean().optional(),
  is_email_confirmed: z.boolean().optional(),
});

export const userGroupSchema = z.strictObject({
  id,
  handle: z.string().optional(),
  name: z.string().optional(),
  users: z.array(z.string()).optional(),
});

export const channelSchema = z.strictObject({
  id,
  name: z.string().optional(),
  kind: z.enum(['public', 'private', 'im', 'mpim']).optional(),
  members: z.array(z.string()).optional(),
  is_archived: z.boolean().optional(),
  is_ext_shared: z.boolean().optional(),
});

export const latencySchema = z.strictObject({ ms: z.number().nonnegative() });

export const settingsSchema = z
  .strictObject({
    botUrl: z.url(),
    mode: z.enum(['auto', 'http', 'socket']),
    botToken: z.string(),
    appToken: z.string(),
    signingSecret: z.string(),
    refusedBlocks: z.array(z.string()),
    metadataLimit: z.int().positive(),
    latencyMs: z.number().nonnegative(),
    readLagMs: z.number().nonnegative(),
    isMetered: z.boolean(),
    ackTimeoutMs: z.number().positive(),
    triggerMs: z.number().positive(),
    pingMs: z.number().positive(),
    writesPublic: z.boolean(),
    shouldEscape: z.boolean(),
    shortcuts: z.array(shortcutSchema),
    botEvents: z.array(z.string()),
    scopes: z.array(z.string()),
    hasOptionsUrl: z.boolean(),
    isMessagesTabEnabled: z.boolean(),
    isMessagesTabReadOnly: z.boolean(),
    workspaceUrl: z.url(),
  })
  .partial();

export const disconnectSchema = z.strictObject({
  reason: z.enum(['refresh_requested', 'warning', 'link_disabled', 'too_many_websockets']).default('refresh_requested'),
  /** How many of the connections; all where left out. */
  count: z.int().positive().optional(),
  graceMs: z.number().nonnegative().default(10_000),
});

export type CommandRequest = z.input<typeof commandSchema>;
export type GlobalShortcutRequest = z.input<typeof globalShortcutSchema>;
export type MessageShortcutRequest = z.input<typeof messageShortcutSchema>;
export type MentionRequest = z.input<typeof mentionSchema>;
export type CloseRequest = z.input<typeof closeSchema>;
export type ClickRequest = z.input<typeof clickSchema>;
export type SubmitRequest = z.input<typeof submitSchema>;
export type SuggestRequest = z.input<typeof suggestSchema>;
export type HomeRequest = z.input<typeof homeSchema>;
export type EventRequest = z.input<typeof eventSchema>;
export type SayRequest = z.input<typeof saySchema>;
export type InviteRequest = z.input<typeof inviteSchema>;
export type SettingsPatch = z.input<typeof settingsSchema>;
export type DisconnectRequest = z.input<typeof disconnectSchema>;
