// Slack's requests to the bot, signed as Slack signs them (v0) and sent to the real listener.
import { createHmac } from 'node:crypto';
import { team } from './slack-wire.js';

export const signingSecret = 'signing-secret-of-the-tests';

export interface Sending {
  readonly port: number;
  /** Seconds; now unless said. */
  readonly timestamp?: number;
  readonly secret?: string;
}

export interface Reply {
  readonly status: number;
  readonly body: string;
}

export function sign(body: string, timestamp: number, secret: string = signingSecret): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

export function sendSigned(form: Readonly<Record<string, string>>, sending: Sending): Promise<Reply> {
  return sendSignedBody(new URLSearchParams(form).toString(), sending);
}

/** Any body at all. */
export async function sendSignedBody(
  body: string,
  sending: Sending & { readonly contentType?: string },
): Promise<Reply> {
  const { port, timestamp = realSeconds(), secret = signingSecret } = sending;
  const answer = await fetch(`http://127.0.0.1:${port}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': sending.contentType ?? 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': sign(body, timestamp, secret),
    },
    body,
  });
  return { status: answer.status, body: await answer.text() };
}

/** Also where a test has moved Date.now. */
export function realSeconds(): number {
  return Math.floor((performance.timeOrigin + performance.now()) / 1_000);
}

/** No two requests are the same: Slack gives each a trigger ID of its own, and a repeated one is refused. */
let triggers = 0;
function nextTrigger(): string {
  triggers += 1;
  return `${triggers}.2.trigger`;
}

export interface TypedCommand {
  readonly text: string;
  readonly user: string;
  readonly channel: string;
}

/** The fields of a slash command; nothing but these is sent. */
export function slashCommand({ text, user, channel }: TypedCommand): Record<string, string> {
  return {
    token: 'legacy',
    command: '/cf-clone',
    text,
    response_url: responseUrl(user),
    trigger_id: nextTrigger(),
    user_id: user,
    user_name: user.slice(2).toLowerCase(),
    team_id: team.id,
    team_domain: 'example',
    channel_id: channel,
    channel_name: 'cdn',
    api_app_id: 'A0CLONE',
  };
}

export interface Pressed {
  readonly action: string;
  readonly value: string;
  readonly user: string;
  /** The clicker's own workspace. */
  readonly userTeam?: string;
  readonly channel: string;
  readonly ts: string;
}

export function blockActions({
  action,
  value,
  user,
  userTeam = team.id,
  channel,
  ts,
}: Pressed): Record<string, string> {
  const payload = {
    type: 'block_actions',
    team: { id: team.id, domain: 'example' },
    user: { id: user, username: user.slice(2).toLowerCase(), team_id: userTeam },
    channel: { id: channel, name: 'cdn' },
    message: { type: 'message', ts, text: '' },
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
    actions: [{ type: 'button', action_id: action, block_id: 'decide', value, action_ts: '1.1' }],
    response_url: responseUrl(user),
    trigger_id: nextTrigger(),
    token: 'legacy',
    api_app_id: 'A0CLONE',
  };
  return { payload: JSON.stringify(payload) };
}

function interactive(type: string, user: string, fields: Readonly<Record<string, unknown>>): Record<string, string> {
  const payload = {
    type,
    team: { id: team.id, domain: 'example' },
    user: { id: user, username: user.slice(2).toLowerCase(), name: user.slice(2).toLowerCase(), team_id: team.id },
    trigger_id: nextTrigger(),
    token: 'legacy',
    api_app_id: 'A0CLONE',
    ...fields,
  };
  return { payload: JSON.stringify(payload) };
}

export interface SentForm {
  readonly user: string;
  readonly viewId: string;
  readonly privateMetadata: string;
  /** Selects are named by the values of their options. */
  readonly fields: Readonly<Partial<Record<'reference' | 'domain' | 'origin' | 'reason' | 'channel', string>>>;
}

/** Somebody sends the form. */
export function viewSubmission({ user, viewId, privateMetadata, fields }: SentForm): Record<string, string> {
  const selects = ['reference', 'channel'];
  const toElement = (name: string, value: string) =>
    selects.includes(name)
      ? { type: 'external_select', selected_option: { text: { type: 'plain_text', text: value }, value } }
      : { type: 'plain_text_input', value };
  const values = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, { [name]: toElement(name, value) }]),
  );
  const view = {
    id: viewId,
    type: 'modal',
    callback_id: 'clone_form',
    private_metadata: privateMetadata,
    hash: '1.abc',
    state: { values },
  };
  return interactive('view_submission', user, { view, response_urls: [] });
}

/** Somebody types in a select of the form. */
export function blockSuggestion(action_id: string, value: string, user: string): Record<string, string> {
  const container = { type: 'view', view_id: 'V1' };
  return interactive('block_suggestion', user, {
    action_id,
    block_id: action_id,
    value,
    container,
    view: { id: 'V1' },
  });
}

export function globalShortcut(callback_id: string, user: string): Record<string, string> {
  return interactive('shortcut', user, { callback_id, action_ts: '1.1' });
}

export function messageShortcut(
  callback_id: string,
  message: Readonly<Record<string, unknown>>,
  { user, channel }: { readonly user: string; readonly channel: string },
): Record<string, string> {
  return interactive('message_action', user, {
    callback_id,
    action_ts: '1.1',
    message_ts: message.ts,
    message: { type: 'message', ...message },
    channel: { id: channel, name: 'cdn' },
    response_url: responseUrl(user),
  });
}

/** A button on the Home tab. */
export function homeClick(action: string, value: string, user: string): Record<string, string> {
  return interactive('block_actions', user, {
    container: { type: 'view', view_id: 'V0HOME' },
    view: { id: 'V0HOME', type: 'home', private_metadata: '', callback_id: '' },
    actions: [{ type: 'button', action_id: action, block_id: 'new_clone', value, action_ts: '1.1' }],
  });
}

/** An event of the Events API, as the body of a request. */
export function eventBody(event: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    type: 'event_callback',
    team_id: team.id,
    api_app_id: 'A0CLONE',
    event_id: `Ev${nextTrigger()}`,
    event,
  });
}

export interface SentDecision {
  readonly user: string;
  readonly callbackId: string;
  readonly privateMetadata: string;
  readonly comment?: string | undefined;
}

/** Somebody sends the modal that asks what they want to say with a decision. */
export function decisionSubmission(sent: SentDecision): Record<string, string> {
  const { user, callbackId, privateMetadata, comment = null } = sent;
  const view = {
    id: 'V0DECISION',
    type: 'modal',
    callback_id: callbackId,
    private_metadata: privateMetadata,
    state: { values: { comment: { comment: { type: 'plain_text_input', value: comment } } } },
  };
  return interactive('view_submission', user, { view, response_urls: [] });
}

/** Each person has one, so that a test can tell who was told what. */
export function responseUrl(user: string): string {
  return `https://hooks.slack.com/actions/${team.id}/${user}/secret-part`;
}
