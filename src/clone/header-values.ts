// Removes the values of origin custom headers from what AWS says. They are shared secrets between CloudFront and the
// origin (Developer Guide, "Add custom headers to origin requests"), and an error may repeat what was sent.
import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import { maskedValue } from './changes.js';
import { decodeEscapes, type MappedText, mapText, squeeze } from './mapped-text.js';

export interface Redaction {
  /** The message without the values, whole or cut, also where they are escaped. */
  message(text: string): string;
  /** The same for one word of AWS, such as an error code. A short value in it is chance, so it stays. */
  word(text: string): string;
}

/**
 * Shorter values are not cut out of a message: the hole would ruin the sentence, and its place would tell the value.
 * A message that contains one is not shown at all.
 */
const minCutChars = 4;
/** A piece of a value this long is hidden wherever it stands. */
const pieceChars = 8;
/** The beginning or the end of a value is hidden from this length on where it was cut off there. */
const cutLengths = Array.from({ length: pieceChars - minCutChars }, (_, index) => minCutChars + index);
/** Nobody is shown more of a message. */
const maxMessageChars = 2_000;
/** A value may be escaped by the service, by its error message, and by the XML around it. */
const maxEscapes = 3;

/** Where a value may have been cut off: an ellipsis, asterisks, a quotation mark or bracket, an end of the message. */
const cuts = /…|\.{2,}|\*+|["'`“”‘’()<>[\]]|^|$/g;

export function redactHeaderValues(config: Pick<DistributionConfig, 'Origins'>): Redaction {
  const values = listForms(config);
  const short = [...values].filter((value) => value.length < minCutChars);
  const long = [...values].filter((value) => value.length >= minCutChars);
  const medium = long.filter((value) => value.length < pieceChars);
  const pieces = new Set(long.flatMap((value) => listPieces(value)));
  const starts = new Set(long.flatMap((value) => cutLengths.map((length) => value.slice(0, length))));
  const ends = new Set(long.flatMap((value) => cutLengths.map((length) => value.slice(-length))));

  function cutOut(text: string): string {
    const hidden = new Array<boolean>(text.length).fill(false);
    for (const { text: read, starts: from, ends: to } of listReadings(text)) {
      const hide = (at: number, length: number): void => {
        hidden.fill(true, from[at], to[at + length - 1]);
      };
      for (let at = 0; at + pieceChars <= read.length; at++) {
        if (pieces.has(read.slice(at, at + pieceChars))) hide(at, pieceChars);
      }
      for (const value of medium) {
        for (let at = read.indexOf(value); at >= 0; at = read.indexOf(value, at + 1)) hide(at, value.length);
      }
      for (const { index, 0: mark } of read.matchAll(cuts)) {
        const after = index + mark.length;
        for (const length of cutLengths) {
          if (index >= length && starts.has(read.slice(index - length, index))) hide(index - length, length);
          if (after + length <= read.length && ends.has(read.slice(after, after + length))) hide(after, length);
        }
      }
    }
    return replaceHidden(text, hidden);
  }

  return {
    word: cutOut,
    message: (whole) => {
      const text = whole.slice(0, maxMessageChars);
      const isShortIn = listReadings(text).some((read) => short.some((value) => read.text.includes(value)));
      return isShortIn ? maskedValue : cutOut(text);
    },
  };
}

/** Every value as it is and unescaped, without its white space. A value of white space alone is empty (RFC 9110, 5.5). */
function listForms({ Origins }: Pick<DistributionConfig, 'Origins'>): ReadonlySet<string> {
  const values = (Origins?.Items ?? []).flatMap(({ CustomHeaders }) =>
    (CustomHeaders?.Items ?? []).map(({ HeaderValue }) => HeaderValue ?? ''),
  );
  const forms = values.flatMap((value) => {
    const [plain, ...unescaped] = listReadings(value).map(({ text }) => text);
    return [plain ?? '', ...unescaped.filter(({ length }) => length >= minCutChars)];
  });
  return new Set(forms.filter((form) => form !== ''));
}

/** The text as it stands and with its escapes undone, in each order that makes a difference; without white space. */
function listReadings(text: string): readonly MappedText[] {
  const plain = mapText(text);
  const found = new Map([[plain.text, plain]]);
  let last: readonly MappedText[] = [plain];
  for (let count = 0; count < maxEscapes; count++) {
    last = last.flatMap(decodeEscapes).filter((next) => !found.has(next.text));
    for (const next of last) found.set(next.text, next);
  }
  return [...found.values()].map(squeeze);
}

function listPieces(value: string): readonly string[] {
  const count = Math.max(0, value.length - pieceChars + 1);
  return Array.from({ length: count }, (_, at) => value.slice(at, at + pieceChars));
}

function replaceHidden(text: string, hidden: readonly boolean[]): string {
  let shown = '';
  for (let at = 0; at < text.length; at++) {
    if (!hidden[at]) shown += text[at];
    else if (!hidden[at - 1]) shown += maskedValue;
  }
  return shown;
}
