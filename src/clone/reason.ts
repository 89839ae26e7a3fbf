// Why somebody asks for a clone, and what somebody says with a decision: short texts from people. They are shown on the
// card and stand in the card's record, in the audit log, and in a tag, so they are cut to what fits everywhere.

/** A tag value has 256 characters (CreateDistributionWithTags), and a card's record has to stay small. */
export const maxReasonChars = 200;

/** One line without invisible characters, at most `maxReasonChars` long. Undefined where nothing is left. */
export function toReason(text: string | undefined): string | undefined {
  const clean = (text ?? '').replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  // By characters, so that none is cut in half.
  const characters = [...clean];
  const cut = characters.length > maxReasonChars ? [...characters.slice(0, maxReasonChars - 1), '…'] : characters;
  return cut.length === 0 ? undefined : cut.join('');
}

export function isReason(text: string): boolean {
  return [...text].length <= maxReasonChars;
}
