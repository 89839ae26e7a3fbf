// Text for Slack: everything that came from people, AWS or a configuration is escaped before it is shown.
// https://api.slack.com/reference/surfaces/formatting#escaping
import { showInvisible } from '../clone/visible-text.js';

/** Slack gives a meaning to three characters. Line breaks and invisible characters would let a value look like another. */
export function escapeText(text: string): string {
  return showInvisible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A value in a code span, where no formatting works. */
export function code(text: string): string {
  return text === '' ? '' : `\`${escapeText(text.replaceAll('`', '’'))}\``;
}

/** Cuts at a length in characters, saying so with an ellipsis. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** What a person wrote, behind their name: ` (“spring campaign”)`. Nothing where they wrote nothing. */
export function inBrackets(remark: string | undefined): string {
  return remark === undefined ? '' : ` (“${escapeText(remark)}”)`;
}

/** A link with a label; without its closing sign in the address nothing can end it early. */
export function link(address: string, label: string): string {
  return `<${address.replaceAll('>', '%3E').replaceAll('|', '%7C')}|${escapeText(label.replaceAll('|', '¦'))}>`;
}

export function mention(userId: string): string {
  return /^[UW][A-Z0-9]+$/.test(userId) ? `<@${userId}>` : code(userId);
}

/** People and user groups, as SLACK_APPROVER_MENTION names them. https://docs.slack.dev/messaging/formatting-message-text */
export function mentionAll(ids: readonly string[]): string {
  return ids.map((id) => (id.startsWith('S') ? `<!subteam^${id}>` : mention(id))).join(' ');
}

/** A moment in each reader's own time zone; `fallback` is for clients that cannot. */
export function time(moment: Date): string {
  const fallback = `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.floor(moment.getTime() / 1_000)}^{date_short_pretty} {time}|${fallback}>`;
}

/** A link to a card, set off from what stands before it. Only Slack's own form is made one: a tag can hold anything. */
export function linkThread(link: string): string {
  return /^https:\/\/[a-z0-9.-]+\/archives\/[A-Z0-9]+\/p\d+$/i.test(link) ? ` · <${link}|thread>` : '';
}
