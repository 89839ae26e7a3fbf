// Text from outside, made safe to look at: characters that nobody sees can hide a part of a text or turn its order
// around (Unicode Technical Report 36, 3.1.1 "Bidirectional text spoofing"), so they are shown by their number.

/** Emoji are sequences with invisible joiners in them; these change nothing but the picture. */
const emoji =
  '(?:[0-9#*]\\uFE0F?\\u20E3|\\p{Extended_Pictographic}(?:[\\uFE0E\\uFE0F]|\\p{Emoji_Modifier})?(?:\\u200D\\p{Extended_Pictographic}(?:[\\uFE0E\\uFE0F]|\\p{Emoji_Modifier})?)*)';
/** Control and format characters, halves of a surrogate pair, line separators, and what fonts leave out. */
const invisible = '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}]';
const pattern = new RegExp(`${emoji}|(${invisible})`, 'gu');

/** One line of text in which every character can be seen, such as `<U+202E>` for a right-to-left override. */
export function showInvisible(text: string): string {
  return text
    .replace(/[\r\n\t]+/g, ' ')
    .replace(pattern, (match: string, hidden: string | undefined) => (hidden === undefined ? match : name(hidden)));
}

/** Text from outside inside a sentence: set off by backticks, visible as a whole, cut, and without backticks of its own. */
export function quote(text: string): string {
  const visible = showInvisible(text);
  const short = visible.length > 120 ? `${visible.slice(0, 117)}…` : visible;
  return `\`${short.replaceAll('`', '’')}\``;
}

function name(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
}
