// Slack's text as plain words: for search, announcements and link labels.
import type { SlackView } from '../run/views.js';
import { groupNameOf, nameOf } from './display-names.js';

export function toPlainText(text: string, slack: SlackView): string {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/(?<!\S)[*_~](\S(?:.*?\S)?)[*_~](?![\w*])/g, '$1')))
    .join('')
    .replace(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g, (_all, user: string) => `@${nameOf(slack, user)}`)
    .replace(/<#([A-Z0-9]+)(?:\|[^>]*)?>/g, (_all, id: string) => {
      return `#${slack.channels.find((channel) => channel.id === id)?.name ?? id}`;
    })
    .replace(/<!date\^(\d+)\^[^|>]*(?:\|([^>]*))?>/g, (_all, seconds: string, fallback?: string) => {
      return fallback ?? new Date(Number(seconds) * 1_000).toISOString();
    })
    .replace(/<!subteam\^([A-Z0-9]+)(?:\|([^>]*))?>/g, (_all, id: string, fallback?: string) => {
      return groupNameOf(slack, id) ?? fallback ?? `@${id}`;
    })
    .replace(/<!(here|channel|everyone)(?:\|[^>]*)?>/g, '@$1')
    .replace(/<([^|>]+)\|([^>]+)>/g, '$2')
    .replace(/<([^>]+)>/g, '$1')
    .replace(/(?<!\S):[a-z0-9_+-]+:(?!\S)/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}

export function timeOf(ts: string): string {
  return new Date(Number(ts) * 1_000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

export function longTimeOf(ts: string): string {
  return new Date(Number(ts) * 1_000).toLocaleString([], { dateStyle: 'medium', timeStyle: 'medium' });
}

export function clockOf(iso: string): string {
  return new Date(iso).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
}
