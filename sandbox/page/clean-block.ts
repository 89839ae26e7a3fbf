// A block as the renderer draws it right. The renderer reads Markdown, in plain text too, and takes `verbatim` for "no
// formatting"; so it gets Markdown in which only what means something to Slack means something.
import type { Block, Fields } from '../run/views.js';
import { isFields } from './fields.js';
import { type Piece, readMrkdwn, readPlainText } from './mrkdwn.js';

export function cleanBlock(block: Block): Block {
  return { ...cleanFields(block), type: block.type };
}

function cleanFields(fields: Fields): Fields {
  const done: Fields = {};
  for (const [name, value] of Object.entries(fields)) done[name] = cleanValue(value);
  const { type, text } = fields;
  if (typeof text !== 'string') return done;
  if (type === 'mrkdwn' || type === 'plain_text') {
    // To Slack `verbatim` only means that bare addresses are not made into links.
    delete done.verbatim;
    done.text = writeMarkdown(type === 'mrkdwn' ? readMrkdwn(text) : readPlainText(text));
  }
  // A cell has no syntax at all: https://docs.slack.dev/reference/block-kit/blocks/table-block
  if (type === 'raw_text') done.text = writeMarkdown(readPlainText(text));
  return done;
}

function cleanValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleanValue);
  return isFields(value) ? cleanFields(value) : value;
}

export function writeMarkdown(pieces: readonly Piece[]): string {
  return pieces.map((piece) => writePiece(piece)).join('');
}

function writePiece(piece: Piece): string {
  switch (piece.kind) {
    case 'text':
      return writeText(piece.text);
    case 'code':
      return writeCode(piece.text, piece.isBlock);
    case 'syntax':
      return writeSyntax(piece.text);
    case 'emoji':
      return `:${piece.name}:`;
    case 'bold':
      return `**${writeMarkdown(piece.pieces)}**`;
    case 'italic':
      return `_${writeMarkdown(piece.pieces)}_`;
    case 'strike':
      return `~~${writeMarkdown(piece.pieces)}~~`;
    default: {
      const unknown: never = piece;
      return unknown;
    }
  }
}

/** What Markdown or the renderer might take for syntax, as character references. */
const special = [
  '[*~`\\[\\]<\\\\]',
  '(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])',
  '&(?=#?\\w+;)',
  ':(?=[^ :]*(?::|$))',
  '(?<=^|\\n)[#=+>-]',
  '(?<!^|\\n)>',
].join('|');

function writeText(text: string): string {
  return text.replace(new RegExp(special, 'gu'), (sign) => `&#${sign.codePointAt(0)};`);
}

function writeSyntax(syntax: string): string {
  const [target = '', label] = syntax.split('|', 2);
  if (!/^[a-z][a-z0-9+.-]*:/i.test(target)) return `<${syntax}>`;
  const address = target.replaceAll('&amp;', '&').replace(/[()*~_\\]/g, (sign) => encodeSign(sign));
  return `[${writeMarkdown(label === undefined ? readPlainText(target) : readMrkdwn(label))}](${address})`;
}

function encodeSign(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}

/**
 * Nothing can be escaped between backticks, and the renderer looks for its signs there, too. So code with such a sign
 * goes through it as the name of an emoji, which the page's own hook draws.
 */
function writeCode(text: string, isBlock: boolean): string {
  if (isBlock) return `\`\`\`${text}\`\`\``;
  return /[*~<]/.test(text) ? `:${codePrefix}${hexOf(text)}:` : `\`${text}\``;
}

const codePrefix = 'code-';

function hexOf(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The code that the name of an emoji stands for; undefined where it is a real emoji. */
export function readCodeName(name: string): string | undefined {
  if (!name.startsWith(codePrefix)) return undefined;
  const bytes = name.slice(codePrefix.length).match(/../g) ?? [];
  return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 16)));
}
