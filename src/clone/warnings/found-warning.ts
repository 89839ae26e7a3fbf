// What a source of warnings finds: the kind of a warning with the facts of the case. The sentences are in
// src/messages/warnings.

/** `Facts` names the kinds of one source, each with its facts. A found warning is one of them. */
export type FoundWarning<Facts> = {
  readonly [Kind in keyof Facts]: { readonly kind: Kind; readonly facts: Facts[Kind] };
}[keyof Facts];

/** The facts of a kind that needs none. */
export type NoFacts = Readonly<Record<string, never>>;
