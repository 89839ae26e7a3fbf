// Everything about the fake that a test or a page may turn while it runs, and who the app is.
import {
  hasOptionsUrl,
  manifestCommand,
  manifestEvents,
  manifestScopes,
  manifestShortcuts,
  messagesTab,
  type Shortcut,
} from './manifest.js';

export type Mode = 'auto' | 'http' | 'socket';

export interface Settings {
  /** Where commands, clicks and events are posted in HTTP mode. */
  botUrl: string;
  /** 'auto' uses a socket where the bot holds one, HTTP otherwise. Slack has one switch per app for it. */
  mode: Mode;
  botToken: string;
  appToken: string;
  signingSecret: string;
  /** Block types answered with invalid_blocks, as a workspace does that a new block has not reached yet. */
  refusedBlocks: string[];
  /** Bytes of metadata JSON. Slack does not publish its number; this one is meant to be stricter. */
  metadataLimit: number;
  /** Added to every Web API call and response_url use. */
  latencyMs: number;
  /**
   * Milliseconds by which conversations.history and conversations.replies lag behind writes. Slack documents no bound;
   * 1.5 seconds have been seen.
   */
  readLagMs: number;
  /** Whether calls over the limits of rate-limits.ts are answered 429. */
  isMetered: boolean;
  /** How long Slack waits for an acknowledgement before it tells the person that the app did not answer. */
  ackTimeoutMs: number;
  triggerMs: number;
  pingMs: number;
  /** How often each envelope is delivered; Slack sometimes delivers one again, also through another connection. */
  envelopeDeliveries: number;
  /** Where the bot opens its sockets instead of here, for a load generator that holds them itself. */
  socketUrl: string | undefined;
  /** Posting to public channels without joining them, as with the scope chat:write.public. */
  writesPublic: boolean;
  /** Whether mentions, channels, and links in the text of a command are escaped, as the manifest says. */
  shouldEscape: boolean;
  /** The shortcuts of the app, as the manifest says. */
  shortcuts: Shortcut[];
  /** The events that the app subscribes to, as the manifest says. */
  botEvents: string[];
  /** The scopes of the bot token, as the manifest says. */
  scopes: string[];
  /** Whether the manifest for HTTP mode has settings.interactivity.message_menu_options_url. */
  hasOptionsUrl: boolean;
  /** The Messages tab of the app's Home: without it nobody can write to the app, nor the app to a person. */
  isMessagesTabEnabled: boolean;
  /** Whether people can only read in the Messages tab. */
  isMessagesTabReadOnly: boolean;
  /** What permalinks start with. */
  workspaceUrl: string;
}

export const IDENTITY = {
  team: { id: 'T0CFCLONE01', name: 'Example CDN', domain: 'example-cdn' },
  app: { id: 'A0CFAPP0001', name: 'cf-clone' },
  bot: { id: 'B0CFBOT0001', user: 'U0CFBOT0001', name: 'cf-clone' },
  verificationToken: 'sandbox-verification-token',
} as const;

export const DEFAULTS: Settings = {
  botUrl: 'http://127.0.0.1:3000/slack/events',
  mode: 'auto',
  botToken: 'xoxb-sandbox',
  appToken: 'xapp-sandbox',
  signingSecret: 'sandbox-signing-secret',
  refusedBlocks: [],
  metadataLimit: 4096,
  latencyMs: 0,
  readLagMs: 0,
  isMetered: false,
  ackTimeoutMs: 3000,
  triggerMs: 3000,
  pingMs: 5000,
  envelopeDeliveries: 1,
  socketUrl: undefined,
  writesPublic: false,
  shouldEscape: manifestCommand.should_escape,
  shortcuts: [...manifestShortcuts],
  botEvents: [...manifestEvents],
  scopes: [...manifestScopes],
  hasOptionsUrl,
  isMessagesTabEnabled: messagesTab.isEnabled,
  isMessagesTabReadOnly: messagesTab.isReadOnly,
  workspaceUrl: 'https://example-cdn.slack.com/',
};
