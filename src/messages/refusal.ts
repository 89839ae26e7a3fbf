// Turns a refusal into sentences, with the words of the one who asked: what happened, whether anything was created, and
// what to do next.
import type { Created, Refusal, RefusalReason } from '../clone/outcome.js';

/** The sentences of one kind of caller. */
export interface RefusalTexts<Code extends string> {
  readonly what: Readonly<Record<Code, string>>;
  readonly next: Readonly<Record<Code, string>>;
  /** In place of the outcome's next step. */
  readonly nextByReason: Readonly<Record<RefusalReason, string>>;
  /** In place of the outcome's next step, for somebody who only reads. */
  readonly nextForReaders: Readonly<Partial<Record<Code, string>>>;
}

/** What the caller wanted: to create a distribution, or only to read about some. */
export type Purpose = 'create' | 'read';

export interface RefusalText {
  readonly what: string;
  readonly next: string;
  /** What happened, whether anything was created, and what to do next: one paragraph of plain text. */
  readonly paragraph: string;
}

const createdSentences: Readonly<Record<Created, string>> = {
  nothing: 'Nothing was created.',
  unknown: 'Whether anything was created is not known yet.',
  yes: '',
};

export function describeRefusal<Code extends string>(
  refusal: Refusal<Code>,
  texts: RefusalTexts<Code>,
  purpose: Purpose = 'create',
): RefusalText {
  const { outcome, reason, awsRequestId } = refusal;
  const forReaders = purpose === 'read' ? texts.nextForReaders[outcome] : undefined;
  const what = describeWhat(refusal, texts.what);
  const next = refusal.next ?? forReaders ?? (reason ? texts.nextByReason[reason] : texts.next[outcome]);
  const request = awsRequestId ? ` (AWS request ${awsRequestId})` : '';
  const created = purpose === 'create' ? createdSentences[refusal.created] : '';
  return { what, next, paragraph: [`${what}${request}`, created, next].filter(Boolean).join(' ') };
}

/** The sentence of a refusal, its facts, and the sentences of what led to it. */
function describeWhat<Code extends string>(
  { outcome, what, also, cause }: Refusal<Code>,
  sentences: Readonly<Record<Code, string>>,
): string {
  return [what ?? sentences[outcome], also, cause && describeWhat(cause, sentences)].filter(Boolean).join(' ');
}
