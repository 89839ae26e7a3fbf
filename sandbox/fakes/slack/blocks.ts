// Blocks as Slack keeps them: with the IDs and defaults that the sender left out, and findable by what they offer.
import { randomBytes } from 'node:crypto';
import { type Fields, isFields, parseJson, textAt } from './json.js';
import type { Block } from './messages.js';
import { SlackError } from './slack-error.js';

const INTERACTIVE = new Set([
  'button',
  'static_select',
  'external_select',
  'users_select',
  'conversations_select',
  'channels_select',
  'multi_static_select',
  'multi_external_select',
  'overflow',
  'radio_buttons',
  'checkboxes',
  'datepicker',
  'timepicker',
  'datetimepicker',
  'plain_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
]);

export interface Offer {
  block_id: string;
  element: Fields;
}

/** Blocks as given in an argument: a list, or its JSON text. */
export function parseBlocks(given: unknown): Block[] {
  const value = typeof given === 'string' ? parseJson(given) : given;
  if (!Array.isArray(value)) throw new SlackError('invalid_blocks_format');
  return value.map((block: unknown) => {
    const type = isFields(block) ? textAt(block, 'type') : undefined;
    if (!isFields(block) || type === undefined) throw new SlackError('invalid_blocks_format');
    return { ...block, type };
  });
}

/** Gives every block and control the ID that it lacks and every text object its defaults, so that what is read back is not what was sent. */
export function completeBlocks(blocks: readonly Block[]): Block[] {
  return blocks.map((block) => ({ ...completeFields(block), type: block.type, block_id: block.block_id ?? shortId() }));
}

/** Everything that can be pressed or chosen, in reading order. */
export function offersIn(blocks: readonly Block[]): Offer[] {
  return blocks.flatMap((block) => {
    const children = Array.isArray(block.child_blocks) ? parseBlocks(block.child_blocks) : [];
    const own = elementsIn({ ...block, child_blocks: undefined });
    return [...own.map((element) => ({ block_id: block.block_id ?? '', element })), ...offersIn(children)];
  });
}

function elementsIn(value: unknown): Fields[] {
  if (Array.isArray(value)) return value.flatMap(elementsIn);
  if (!isFields(value)) return [];
  const self = INTERACTIVE.has(String(value.type)) ? [value] : [];
  return [...self, ...Object.values(value).flatMap(elementsIn)];
}

function completeFields(fields: Fields): Fields {
  const done: Fields = {};
  for (const [name, value] of Object.entries(fields)) done[name] = completeValue(value);
  if (fields.type === 'plain_text' && fields.emoji === undefined) done.emoji = true;
  if ((fields.type === 'plain_text' || fields.type === 'raw_text') && typeof fields.text === 'string') {
    done.text = escapeOnce(fields.text);
  }
  if (fields.type === 'mrkdwn' && fields.verbatim === undefined) done.verbatim = false;
  if (fields.type === 'mrkdwn' && typeof fields.text === 'string') done.text = escapeMrkdwn(fields.text);
  if (INTERACTIVE.has(String(fields.type)) && fields.action_id === undefined) done.action_id = shortId();
  return done;
}

/** Slack keeps three characters escaped; what is escaped already stays as it is. */
export function escapeOnce(text: string): string {
  return text
    .replace(/&(?!(?:amp|lt|gt);)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** Mentions, channels, dates and links: https://docs.slack.dev/messaging/formatting-message-text#linking-urls */
const mrkdwnSyntax = /(<(?:[@#!]|https?:\/\/|mailto:|tel:)[^<>]*>)/;

/** As escapeOnce, but for the angle brackets that are syntax. */
export function escapeMrkdwn(text: string): string {
  return text
    .split(mrkdwnSyntax)
    .map((part, index) => (index % 2 === 1 ? part.replace(/&(?!(?:amp|lt|gt);)/g, '&amp;') : escapeOnce(part)))
    .join('');
}

function completeValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(completeValue);
  return isFields(value) ? completeFields(value) : value;
}

function shortId(): string {
  return randomBytes(4).toString('base64url').slice(0, 5);
}
