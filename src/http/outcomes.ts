// The outcomes that API clients can meet: those of the core, and those of tokens, headers, and bodies.
import { type Refusal as AnyRefusal, type Created, cloneNowOutcomes, createRefuse } from '../clone/outcome.js';

export const apiOutcomes = {
  ...cloneNowOutcomes,
  token_missing: 'nothing',
  token_invalid: 'nothing',
  token_expired: 'nothing',
  client_not_allowed: 'nothing',
  scope_missing: 'nothing',

  clone_not_found: 'nothing',
  out_of_time: 'nothing',

  no_such_path: 'nothing',
  method_not_allowed: 'nothing',
  request_timeout: 'nothing',
  body_too_large: 'nothing',
  overloaded: 'nothing',
  unsupported_media_type: 'nothing',
  headers_too_large: 'nothing',
} as const satisfies Record<string, Created>;

export type ApiOutcome = keyof typeof apiOutcomes;
export type Refusal = AnyRefusal<ApiOutcome>;

export const refuse = createRefuse<ApiOutcome>(apiOutcomes);
