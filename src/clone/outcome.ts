// The closed list of outcomes: one word each, the same in Slack, REST, logs and tags; and a "no" as a value.
import { type Created, cloneOutcomes, type OutcomeText } from './outcome-table.js';
import { apiOutcomes } from './program-outcome.js';
import { showInvisible } from './visible-text.js';

export type { Created } from './outcome-table.js';

export const outcomes = { ...cloneOutcomes, ...apiOutcomes } as const satisfies Record<string, OutcomeText>;

export type Outcome = keyof typeof outcomes;

/** An expected "no": a value, not an exception. All texts are plain: whoever shows them escapes them. */
export interface Refusal {
  readonly ok: false;
  readonly outcome: Outcome;
  readonly what: string;
  readonly next: string;
  readonly created: Created;
  /** AWS's request ID, when AWS was the one to refuse. */
  readonly awsRequestId?: string;
  /** The distribution that holds the alias, where AWS tells. */
  readonly holder?: string;
  /** The holder is certainly in another account. */
  readonly isHolderForeign?: true;
}

/** A refusal with the outcome's own sentences, the first of them extended or replaced by `detail`. */
export function refuse(
  outcome: Outcome,
  detail?: {
    what?: string;
    also?: string;
    next?: string;
    awsRequestId?: string;
    holder?: string;
    isHolderForeign?: boolean;
  },
): Refusal {
  const text = outcomes[outcome];
  const what = detail?.what ?? text.what;
  return {
    ok: false,
    outcome,
    what: detail?.also ? `${what} ${detail.also}` : what,
    next: detail?.next ?? text.next,
    created: text.created,
    ...(detail?.awsRequestId ? { awsRequestId: detail.awsRequestId } : {}),
    ...(detail?.holder ? { holder: detail.holder } : {}),
    ...(detail?.isHolderForeign ? { isHolderForeign: true } : {}),
  };
}

const createdSentence: Record<Created, string> = {
  nothing: 'Nothing was created.',
  unknown: 'Whether anything was created is not known yet.',
  yes: '',
};

/** What happened, whether anything was created, what to do next: one paragraph of plain text. */
export function explain(refusal: Refusal): string {
  const request = refusal.awsRequestId ? ` (AWS request ${refusal.awsRequestId})` : '';
  return [`${refusal.what}${request}`, createdSentence[refusal.created], refusal.next].filter(Boolean).join(' ');
}

/** Text from outside inside a sentence: set off by backticks, visible as a whole, cut, and without backticks of its own. */
export function quote(text: string): string {
  const visible = showInvisible(text);
  const short = visible.length > 120 ? `${visible.slice(0, 117)}…` : visible;
  return `\`${short.replaceAll('`', '’')}\``;
}
