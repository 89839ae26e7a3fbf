// The text of a command as Slack sends it to an app whose manifest says `should_escape: true`.
import type { Workspace } from './workspace.js';

type Known = Pick<Workspace, 'people' | 'channels' | 'userGroups'>;

/** Commands carry names beside the IDs, messages do not. */
type Style = 'command' | 'message';

/**
 * https://docs.slack.dev/interactivity/implementing-slash-commands#creating_commands ("Escape channels, users, and
 * links"): mentions become `<@U123|name>`, channels `<#C123|name>`, and links stand in angle brackets. Whether a host
 * without a scheme counts as a link in a command is not documented. In messages it does, so the fake makes it one:
 * https://docs.slack.dev/messaging/formatting-message-text#automatic-parsing
 */
export function escapeCommandText(typed: string, known: Known): string {
  return writeTyped(typed, known, 'command');
}

/** The text of a message as Slack keeps it: https://docs.slack.dev/messaging/formatting-message-text#mentioning-users */
export function writeTypedMessage(typed: string, known: Known): string {
  return writeTyped(typed, known, 'message');
}

function writeTyped(typed: string, known: Known, style: Style): string {
  let escaped = '';
  let done = 0;
  for (const match of typed.matchAll(tokens)) {
    escaped += escapeTyped(typed.slice(done, match.index)) + writeToken(match[0], match.groups ?? {}, known, style);
    done = match.index + match[0].length;
  }
  return escaped + escapeTyped(typed.slice(done));
}

const label = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?';
const tokens = new RegExp(
  [
    '(?<url>https?://[^\\s<>|]*[^\\s<>|.,;:!?])',
    `(?<mail>[\\w.+-]+@(?:${label}\\.)+\\p{L}{2,})`,
    `(?<![\\p{L}\\p{N}_@/-])(?<host>(?:${label}\\.)+\\p{L}{2,}(?:[/:?#][^\\s<>|]*[^\\s<>|.,;:!?])?)`,
    '(?<![\\p{L}\\p{N}])@(?<person>[\\p{L}\\p{N}._-]+)',
    '(?<![\\p{L}\\p{N}])#(?<channel>[\\p{L}\\p{N}._-]+)',
  ].join('|'),
  'giu',
);

function writeToken(
  whole: string,
  groups: Readonly<Record<string, string | undefined>>,
  known: Known,
  style: Style,
): string {
  const label = (name: string): string => (style === 'command' ? `|${name}` : '');
  const text = escapeTyped(whole);
  if (groups.url !== undefined) return `<${text}>`;
  if (groups.mail !== undefined) return `<mailto:${text}|${text}>`;
  if (groups.host !== undefined) return `<http://${text}|${text}>`;
  const person = [...known.people.values()].find(({ name }) => name === groups.person?.toLowerCase());
  if (person) return `<@${person.id}${label(person.name)}>`;
  const group = [...known.userGroups.values()].find(({ handle }) => handle === groups.person?.toLowerCase());
  if (group) return `<!subteam^${group.id}${label(`@${group.handle}`)}>`;
  const channel = [...known.channels.values()].find(
    ({ name, kind }) => kind !== 'im' && name === groups.channel?.toLowerCase(),
  );
  return channel ? `<#${channel.id}${label(channel.name)}>` : text;
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escapeTyped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
