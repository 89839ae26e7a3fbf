// A text in another form, such as without its escapes, where each character still knows which part of the original it
// stands for. What is found in that form can then be cut out of the original.

export interface MappedText {
  /** In lower case. */
  readonly text: string;
  /** For each character of `text`, where its part of the original starts and ends. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** How a text may be escaped, each kind as what it looks like and what it stands for. */
const escapes: readonly { readonly look: RegExp; readonly decode: (match: readonly string[]) => string }[] = [
  {
    look: /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/g,
    decode: ([, name = '', decimal, hexadecimal = '']) =>
      named[name] ?? toCharacter(decimal ? Number(decimal) : Number.parseInt(hexadecimal, 16)),
  },
  {
    look: /(?:%[0-9a-f]{2})+/g,
    decode: ([bytes = '']) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'),
  },
  {
    // JSON and the strings of most languages.
    look: /\\(?:u\{?([0-9a-f]{4,6})\}?|x([0-9a-f]{2})|([bfnrt])|(["'\\/]))/g,
    decode: ([, long, short, space, mark]) =>
      mark ?? (space ? ' ' : toCharacter(Number.parseInt(long ?? short ?? '', 16))),
  },
];

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function toCharacter(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}

export function mapText(original: string): MappedText {
  const starts = Array.from({ length: original.length }, (_, at) => at);
  return { text: lowerCase(original), starts, ends: starts.map((at) => at + 1) };
}

/** The text with the escapes of one kind undone once: one text for each kind that is in it. */
export function decodeEscapes(from: MappedText): readonly MappedText[] {
  return escapes.flatMap(({ look, decode }) => {
    const copy = new Copy(from);
    let done = 0;
    for (const match of from.text.matchAll(look)) {
      copy.keep(done, match.index);
      done = match.index + match[0].length;
      copy.replace(match.index, done, lowerCase(decode(match)));
    }
    copy.keep(done, from.text.length);
    return copy.text === from.text ? [] : [copy];
  });
}

/** Leaves out white space and control characters: they may be added or lost around a value. */
export function squeeze(from: MappedText): MappedText {
  const copy = new Copy(from);
  for (let at = 0; at < from.text.length; at++) {
    if (!/[\s\p{Cc}]/u.test(from.text[at] ?? '')) copy.keep(at, at + 1);
  }
  return copy;
}

/** Puts a text together from parts of another one. */
class Copy {
  text = '';
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly #from: MappedText;

  constructor(from: MappedText) {
    this.#from = from;
  }

  keep(start: number, end: number): void {
    for (let at = start; at < end; at++) this.#add(this.#from.text[at] ?? '', at, at);
  }

  /** Each of the new characters stands for the whole part. */
  replace(start: number, end: number, text: string): void {
    for (let count = 0; count < text.length; count++) this.#add(text[count] ?? '', start, end - 1);
  }

  #add(character: string, first: number, last: number): void {
    this.text += character;
    this.starts.push(this.#from.starts[first] ?? 0);
    this.ends.push(this.#from.ends[last] ?? 0);
  }
}

/** One character for one: some, such as İ, have two in lower case. */
function lowerCase(text: string): string {
  return text.replace(/[^\0-\x7f]|[A-Z]/g, (unit) => {
    const lower = unit.toLowerCase();
    return lower.length === 1 ? lower : unit;
  });
}
