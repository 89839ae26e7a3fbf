// What people and API clients read about a warning: one sentence, and what to do about it.
import type { Warning } from '../clone/warnings/warning.js';

export interface WarningText {
  /** One sentence of plain text. */
  readonly sentence: string;
  /** What to do about it, as a sentence; empty where knowing is enough. */
  readonly action: string;
}

export function describeWarning({ sentence, action }: Warning): WarningText {
  return { sentence, action };
}
