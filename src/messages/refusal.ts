// Turns a refusal into sentences, with the words of the one who asked: what happened, whether anything was created, and
// what to do next.
import type { Created, Refusal } from '../clone/outcome.js';
import type { RefusalDetail, RefusalDetails } from '../clone/refusals/detail.js';
import { describeDetail } from './describe-detail.js';

/** Details whose next step depends on who asked. */
type CallersDetail = keyof Pick<RefusalDetails, 'caller_reference_taken' | 'alias_moved'>;

/** The sentences of one kind of caller. */
export interface RefusalTexts<Code extends string> {
  readonly what: Readonly<Record<Code, string>>;
  readonly next: Readonly<Record<Code, string>>;
  /** In place of the outcome's next step. */
  readonly nextByDetail: Readonly<Record<CallersDetail, string>>;
  /** In place of the outcome's next step, for somebody who only reads. */
  readonly nextForReaders: Readonly<Partial<Record<Code, string>>>;
}

/** What the caller wanted: to create a distribution, to undo a clone, or only to read about some. */
export type Purpose = 'create' | 'undo' | 'read';

export interface RefusalText {
  readonly what: string;
  readonly next: string;
  /** What happened, whether anything was created, and what to do next: one paragraph of plain text. */
  readonly paragraph: string;
}

function isCallersDetail(kind: keyof RefusalDetails): kind is CallersDetail {
  return kind === 'caller_reference_taken' || kind === 'alias_moved';
}

const createdSentences: Readonly<Record<Created, string>> = {
  nothing: 'Nothing was created.',
  unknown: 'Whether anything was created is not known yet.',
  yes: '',
};

const changedSentences: Readonly<Record<Created, string>> = {
  nothing: 'Nothing was changed.',
  unknown: 'Whether anything was changed is not known yet.',
  yes: '',
};

/** Whoever only reads is not told that nothing was done. */
const doneSentences: Readonly<Partial<Record<Purpose, Readonly<Record<Created, string>>>>> = {
  create: createdSentences,
  undo: changedSentences,
};

export function describeRefusal<Code extends string>(
  refusal: Refusal<Code>,
  texts: RefusalTexts<Code>,
  purpose: Purpose = 'create',
): RefusalText {
  const { outcome, details = [], awsRequestId } = refusal;
  const forReaders = purpose === 'read' ? texts.nextForReaders[outcome] : undefined;
  const what = describeWhat(refusal, texts.what);
  const ofDetail = details.map((detail) => describeDetail(detail)).find(({ next }) => next !== undefined)?.next;
  const byDetail = details.map(({ kind }) => kind).find(isCallersDetail);
  const next =
    refusal.next ?? ofDetail ?? forReaders ?? (byDetail ? texts.nextByDetail[byDetail] : texts.next[outcome]);
  const request = awsRequestId ? ` (AWS request ${awsRequestId})` : '';
  const created = doneSentences[purpose]?.[refusal.created] ?? '';
  return { what, next, paragraph: [endSentence(what, request), created, next].filter(Boolean).join(' ') };
}

/** What AWS says may have no full stop of its own, such as "Rate exceeded". */
function endSentence(what: string, request: string): string {
  const text = `${what}${request}`;
  return /[.!?:)…]$/.test(text) ? text : `${text}.`;
}

/** The sentence of a refusal, its facts, and the sentences of what led to it. */
function describeWhat<Code extends string>(refusal: Refusal<Code>, sentences: Readonly<Record<Code, string>>): string {
  const { outcome, details = [], also, cause } = refusal;
  const described = details.map((detail) => describeDetail(detail));
  const what = refusal.what ?? described.find((text) => text.what !== undefined)?.what ?? sentences[outcome];
  return [what, ...described.map((text) => text.also), also, cause && describeWhat(cause, sentences)]
    .filter(Boolean)
    .join(' ');
}

/** What is told besides what happened, such as what AWS said; empty where there is nothing. */
export function describeFacts({ details = [] }: { readonly details?: readonly RefusalDetail[] }): string {
  return details.flatMap((detail) => describeDetail(detail).also ?? []).join(' ');
}
