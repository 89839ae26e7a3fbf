// Host names and references that cannot be what was typed. The sentences are in messages/refusals/names.ts.

export type HostRole = 'domain' | 'origin';

/** What is wrong with a typed host name. */
export interface HostnameProblems {
  mention: { readonly typed: string; readonly role: HostRole };
  link: { readonly typed: string; readonly role: HostRole };
  /** `host`: what is behind the scheme; empty where nothing is. */
  scheme: { readonly typed: string; readonly host: string };
  address_of_person: { readonly typed: string };
  path: { readonly typed: string; readonly host: string };
  ip_address: { readonly typed: string };
  /** It reads as a name, and resolvers take it for an IP address. */
  ip_address_as_name: { readonly typed: string };
  port: { readonly typed: string; readonly host: string };
  wildcard_origin: { readonly typed: string };
  wildcard_within: { readonly typed: string };
  empty_label: { readonly typed: string; readonly role: HostRole };
  long_label: { readonly typed: string; readonly length: number };
  no_host_name: { readonly typed: string; readonly role: HostRole };
  single_word: { readonly typed: string; readonly role: HostRole };
  number_at_end: { readonly typed: string };
  long_name: { readonly typed: string; readonly length: number };
}

export type HostnameProblem = {
  readonly [Kind in keyof HostnameProblems]: { readonly kind: Kind; readonly facts: HostnameProblems[Kind] };
}[keyof HostnameProblems];

export interface NameRefusals {
  /** The parameters that are wrong. `reference`: what was typed. */
  parameters_wrong: {
    readonly domain: HostnameProblem | undefined;
    readonly origin: HostnameProblem | undefined;
    readonly reference: string | undefined;
  };
  same_host: { readonly host: string };

  name_ambiguous: { readonly name: string; readonly ids: readonly string[] };
  /** This process knows no names. */
  name_without_index: { readonly name: string };
  /** The distributions of the account are still being read. */
  name_not_read_yet: { readonly name: string; readonly nearest: readonly NearName[] };
  name_unknown: { readonly name: string; readonly nearest: readonly NearName[] };
  id_unknown: { readonly id: string };
}

/** A name that is near the wanted one, and the distribution that has it. */
export interface NearName {
  readonly alias: string;
  readonly id: string;
}
