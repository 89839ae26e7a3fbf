// What the sentences of warnings are made of.
import { quote } from '../../clone/visible-text.js';

export interface WarningText {
  /** One sentence of plain text. */
  readonly sentence: string;
  /** What to do about it, as a sentence; empty where knowing is enough. */
  readonly action: string;
}

/** The sentences for all kinds of one source. The compiler asks for each. */
export type WarningTexts<Facts> = { readonly [Kind in keyof Facts]: (facts: Facts[Kind]) => WarningText };

export function text(sentence: string, action = ''): WarningText {
  return { sentence, action };
}

/** Names in a sentence, each of them once. */
export function quoteAll(names: readonly string[]): string {
  return [...new Set(names.map(quote))].join(', ');
}
