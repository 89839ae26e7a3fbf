// Domains that another distribution has already.

/** Who has an alias. */
export interface HolderFacts {
  /** AWS hides the start of the ID where it tells of conflicts. */
  readonly distributionId: string;
  /** The account number, with its start hidden, where AWS told of the conflict. */
  readonly account?: string;
  /** The holder is a tenant of a multi-tenant distribution. */
  readonly isTenant?: true;
}

export interface AliasRefusals {
  alias_held_here: { readonly domain: string; readonly id: string; readonly isReference: boolean };
  alias_held: { readonly domain: string; readonly holder: HolderFacts; readonly isForeign: boolean };
  /** Who has the alias, found out after AWS refused the create. */
  holder_here: { readonly id: string };
  holder: { readonly holder: HolderFacts };
}
