// Filters of a search that say nothing.

export interface SearchRefusals {
  state_unknown: { readonly typed: string; readonly states: readonly string[] };
  time_unreadable: { readonly typed: string };
  person_unreadable: { readonly typed: string };
}
