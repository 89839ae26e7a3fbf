// Slack's text as plain words: for search, announcements and link labels.
import type { SlackView } from '../run/views.js';
import { groupNameOf, nameOf } from './display-names.js';
import { type Piece, readMrkdwn, unescapeText } from './mrkdwn.js';

export function toPlainText(text: string, slack: SlackView): string {
  return writeWords(readMrkdwn(text), slack).trim();
}

function writeWords(pieces: readonly Piece[], slack: SlackView): string {
  return pieces.map((piece) => writePiece(piece, slack)).join('');
}

function writePiece(piece: Piece, slack: SlackView): string {
  switch (piece.kind) {
    case 'text':
    case 'code':
      return piece.text;
    case 'syntax':
      return writeSyntax(piece.text, slack);
    case 'emoji':
      return '';
    case 'bold':
    case 'italic':
    case 'strike':
      return writeWords(piece.pieces, slack);
    default: {
      const unknown: never = piece;
      return unknown;
    }
  }
}

function writeSyntax(syntax: string, slack: SlackView): string {
  const [target = '', label] = syntax.split('|', 2);
  const [, sign, id = ''] = /^(@|#|!subteam\^|!date\^)(\w+)/.exec(target) ?? [];
  switch (sign) {
    case '@':
      return `@${nameOf(slack, id)}`;
    case '#':
      return `#${slack.channels.find((channel) => channel.id === id)?.name ?? id}`;
    case '!subteam^':
      return groupNameOf(slack, id) ?? label ?? `@${id}`;
    case '!date^':
      return label ?? new Date(Number(id) * 1_000).toISOString();
    default:
      if (target.startsWith('!')) return `@${target.slice(1)}`;
      return label === undefined ? unescapeText(target) : writeWords(readMrkdwn(label), slack);
  }
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
