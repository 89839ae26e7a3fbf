// What the form offers as the channel of the card: channels that the bot and the person are both in.
import type { NamedChannel } from '../client/web-api.js';
import { cut } from '../mrkdwn.js';
import { type Choice, maxChoiceChars } from './form-fields.js';

/** Slack's limit for the options of a select. */
const maxOptions = 100;

export function suggestChannels(
  channels: readonly NamedChannel[],
  allowed: readonly string[],
  typed: string,
): Choice[] {
  const wanted = typed.trim().toLowerCase().replace(/^#/, '');
  return channels
    .filter(({ id, isShared }) => !isShared && (allowed.length === 0 || allowed.includes(id)))
    .filter(({ name }) => name.includes(wanted))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .slice(0, maxOptions)
    .map(({ id, name }) => ({ text: cut(`#${name}`, maxChoiceChars), value: id }));
}
