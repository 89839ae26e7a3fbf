// A block as the renderer draws it right: it takes `verbatim` for "no formatting", and escaped characters for syntax.
import type { Block, Fields } from '../run/views.js';
import { isFields } from './fields.js';

/** Keeps a character from being taken for syntax; has no width. */
const joiner = '\u2060';

export function cleanBlock(block: Block): Block {
  return { ...cleanFields(block), type: block.type };
}

function cleanFields(fields: Fields): Fields {
  const done: Fields = {};
  for (const [name, value] of Object.entries(fields)) done[name] = cleanValue(value);
  const isText = fields.type === 'mrkdwn' || fields.type === 'plain_text';
  if (isText && typeof fields.text === 'string') {
    // To Slack `verbatim` only means that bare addresses are not made into links.
    delete done.verbatim;
    done.text = fields.type === 'mrkdwn' ? unescapeText(fields.text) : unescapePlainText(fields.text);
  }
  if (fields.type === 'raw_text' && typeof fields.text === 'string') done.text = unescapePlainText(fields.text);
  return done;
}

/** Slack keeps three characters escaped where there is no syntax, too. */
function unescapePlainText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function cleanValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleanValue);
  return isFields(value) ? cleanFields(value) : value;
}

/** `&lt;!channel&gt;` is text that somebody typed, not a mention; only a `>` at the start of a line is a quote. */
export function unescapeText(text: string): string {
  return text
    .replaceAll('&lt;', `<${joiner}`)
    .replace(/(?<=\S)&gt;/g, `${joiner}>`)
    .replace(/&gt;/g, `${joiner}>${joiner}`)
    .replaceAll('&amp;', `&${joiner}`);
}
