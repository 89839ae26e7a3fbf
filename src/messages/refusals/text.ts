// What the sentences of refusals are made of.

export interface DetailText {
  /** What happened, in place of the outcome's own sentence. */
  readonly what?: string;
  /** One more fact, as a sentence. */
  readonly also?: string;
  /** What helps, in place of the outcome's next step. */
  readonly next?: string;
}

/** The sentences for all kinds of one source. The compiler asks for each. */
export type DetailTexts<Facts> = { readonly [Kind in keyof Facts]: (facts: Facts[Kind]) => DetailText };
