// The closed list of outcomes: one code each, the same in Slack, REST, logs, and tags; and a refusal as a value. This file
// holds codes and facts. The sentences are in src/messages, slack/messages.ts, and http/problems.ts.

import type { RefusalDetail } from './refusals/detail.js';

/** What is true of AWS after the outcome: nothing was created, something was, or nobody can tell yet. */
export type Created = 'nothing' | 'unknown' | 'yes';

/** What the core can answer, and what people in Slack and API clients can meet alike. */
export const cloneOutcomes = {
  cloned: 'yes',

  invalid_request: 'nothing',
  no_cognito_user: 'nothing',
  ambiguous_cognito_user: 'nothing',
  cognito_user_unusable: 'nothing',
  not_allowed: 'nothing',
  own_request: 'nothing',
  identity_unavailable: 'nothing',

  reference_not_found: 'nothing',
  index_incomplete: 'nothing',
  reference_staging: 'nothing',
  reference_tenant_only: 'nothing',
  reference_unsupported: 'nothing',
  origin_unsupported: 'nothing',
  no_certificate: 'nothing',
  certificate_gone: 'nothing',
  alias_in_use: 'nothing',
  alias_dns_conflict: 'nothing',

  not_a_clone: 'nothing',
  undo_unsupported: 'nothing',
  undo_under_way: 'nothing',
  dns_leads_here: 'nothing',
  clone_changed: 'nothing',

  access_denied: 'nothing',
  quota_exceeded: 'nothing',
  shared_resource_gone: 'nothing',
  invalid_tags: 'nothing',
  rejected_by_aws: 'nothing',
  throttled: 'nothing',
  aws_unavailable: 'nothing',
  unknown_result: 'unknown',
  bot_failed: 'unknown',
} as const satisfies Record<string, Created>;

export type CloneOutcome = keyof typeof cloneOutcomes;

/** What only a clone without approval can answer (clone-now.ts). */
export const cloneNowOutcomes = {
  ...cloneOutcomes,
  planned: 'nothing',
  reference_changed: 'nothing',
  key_reused: 'nothing',
} as const satisfies Record<string, Created>;

export type CloneNowOutcome = keyof typeof cloneNowOutcomes;

/** The facts of a refusal. */
export interface RefusalFacts<Code extends string = CloneOutcome> {
  /** What is special about this case. */
  readonly details?: readonly RefusalDetail[];
  /** Another refusal that led to this one; its sentence is told with this one's. */
  readonly cause?: Refusal<Code>;
  /** AWS's request ID, when AWS was the one to refuse. */
  readonly awsRequestId?: string;
  /** The distribution that holds the alias, where AWS tells. */
  readonly holder?: string;
  /** The holder is certainly in another account. */
  readonly isHolderForeign?: true;
}

/** The sentences of slack/ and http/ for their own cases, as plain text. The core has none. */
export interface RefusalSentences {
  /** What happened in this case, in place of the outcome's own sentence. */
  readonly what?: string;
  /** One more fact, as a sentence. */
  readonly also?: string;
  /** What helps whoever asked, in place of the outcome's next step. */
  readonly next?: string;
}

/** An expected "no": a value, not an exception. */
export interface Refusal<Code extends string = CloneOutcome> extends RefusalFacts<Code>, RefusalSentences {
  readonly ok: false;
  readonly outcome: Code;
  readonly created: Created;
}

/** The function that makes refusals from a list of outcomes. */
export function createRefuse<Code extends string>(outcomes: Readonly<Record<Code, Created>>) {
  return (outcome: Code, facts: RefusalFacts<Code> & RefusalSentences = {}): Refusal<Code> => ({
    ok: false,
    outcome,
    created: outcomes[outcome],
    ...facts,
  });
}

/** The refusals of the core: facts alone. */
export const refuse: (outcome: CloneOutcome, facts?: RefusalFacts) => Refusal =
  createRefuse<CloneOutcome>(cloneOutcomes);

/** The refusal with one more detail. */
export function addDetail<Code extends string>(refusal: Refusal<Code>, detail: RefusalDetail): Refusal<Code> {
  return { ...refusal, details: [...(refusal.details ?? []), detail] };
}
