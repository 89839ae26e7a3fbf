// An answer or a refusal. Whatever may be refused gives one of these; a throw is a fault of the bot.
import type { CloneOutcome, Refusal } from './outcome.js';

/** `Code`: the outcomes of whoever refuses, where they are more than those of the core. */
export type Result<T, Code extends string = CloneOutcome> = { readonly ok: true; readonly value: T } | Refusal<Code>;
