// Reads Slack's mrkdwn: https://docs.slack.dev/messaging/formatting-message-text#basic-formatting

export type Piece =
  /** Words as they are, no longer escaped. */
  | { readonly kind: 'text'; readonly text: string }
  /** What stands between backticks, also three of them. */
  | { readonly kind: 'code'; readonly text: string; readonly isBlock: boolean }
  /** A link, a mention, or a date, without its angle brackets. */
  | { readonly kind: 'syntax'; readonly text: string }
  | { readonly kind: 'emoji'; readonly name: string }
  | { readonly kind: 'bold' | 'italic' | 'strike'; readonly pieces: readonly Piece[] };

const styles = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

/**
 * A sign opens a style where no letter stands before it and no space behind it, and closes it the other way round. So
 * the signs of `*.example.com, *.example.org` are only text. A name between colons is an emoji only where it stands by
 * itself, not in `arn:aws:acm:us-east-1`.
 */
const tokens = new RegExp(
  [
    '```(?<block>[\\s\\S]*?)```',
    '`(?<code>[^`\\n]+)`',
    '<(?<syntax>[^<>\\n]+)>',
    "(?<![\\p{L}\\p{N}:]):(?<emoji>[a-z0-9_+'-]*[a-z][a-z0-9_+'-]*):(?![\\p{L}\\p{N}:])",
    '(?<![\\p{L}\\p{N}])(?<sign>[*_~])(?<!\\k<sign>{2})(?<styled>(?!\\s|\\k<sign>)(?:`[^`\\n]+`|<[^<>\\n]+>|(?!\\k<sign>)[^\\n])*?(?<!\\s))\\k<sign>(?!\\k<sign>|[\\p{L}\\p{N}])',
  ].join('|'),
  'gu',
);

export function readMrkdwn(text: string): Piece[] {
  return readPieces(text, tokens);
}

const emoji = /(?<![\p{L}\p{N}:]):(?<emoji>[a-z0-9_+'-]*[a-z][a-z0-9_+'-]*):(?![\p{L}\p{N}:])/gu;

/** Of a plain_text object, where only emoji stand for something else. */
export function readPlainText(text: string): Piece[] {
  return readPieces(text, emoji);
}

function readPieces(text: string, pattern: RegExp): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > done) pieces.push({ kind: 'text', text: unescapeText(text.slice(done, match.index)) });
    pieces.push(readPiece(match.groups ?? {}));
    done = match.index + match[0].length;
  }
  if (done < text.length) pieces.push({ kind: 'text', text: unescapeText(text.slice(done)) });
  return pieces;
}

function readPiece(groups: Readonly<Record<string, string | undefined>>): Piece {
  const { block, code, syntax, emoji: name, sign, styled = '' } = groups;
  if (block !== undefined) return { kind: 'code', text: unescapeText(block), isBlock: true };
  if (code !== undefined) return { kind: 'code', text: unescapeText(code), isBlock: false };
  if (syntax !== undefined) return { kind: 'syntax', text: syntax };
  if (name !== undefined) return { kind: 'emoji', name };
  return { kind: styles[sign === '*' || sign === '_' ? sign : '~'], pieces: readMrkdwn(styled) };
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
export function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
