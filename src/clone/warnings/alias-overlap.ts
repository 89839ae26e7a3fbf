// Warnings about names that overlap the domain, and about a check for conflicts that AWS did not answer.
import { type AliasHolder, matchesAlias } from '../alias-holders.js';
import type { Refusal } from '../outcome.js';
import type { FoundWarning } from './found-warning.js';

export interface AliasOverlapFacts {
  alias_overlap: Overlap;
  /** Only the index knows of it, which may be behind. */
  alias_overlap_indexed: Overlap;
  /** `isDenied`: the bot lacks the permission to ask. */
  conflict_check_incomplete: { readonly isDenied: boolean };
}

type Overlap =
  /** A wildcard serves the domain until the clone does. */
  | { readonly is: 'wider'; readonly alias: string; readonly distributionId: string }
  /** The domain is a wildcard, and these names under it keep their distributions. */
  | { readonly is: 'narrower'; readonly aliases: readonly string[] };

export interface OverlapInput {
  readonly domain: string;
  readonly aliasHolders: readonly AliasHolder[];
  readonly indexedHolders?: readonly AliasHolder[];
  readonly foreignHolders: readonly AliasHolder[] | undefined;
  readonly conflictsRefusal?: Refusal | undefined;
}

/** The more specific alias wins, wherever DNS points (Developer Guide, "Overlapping alternate domain names"). */
export function warnAboutOverlap(input: OverlapInput): FoundWarning<AliasOverlapFacts>[] {
  const { domain, aliasHolders, indexedHolders = [], foreignHolders } = input;
  const certain = [...aliasHolders, ...(foreignHolders ?? [])];
  // The index names distributions in full, and AWS's answer hides the start of their IDs.
  const holders = [...aliasHolders, ...indexedHolders, ...(foreignHolders ?? [])];
  const kindOf = (...aliases: readonly string[]) =>
    certain.some(({ alias }) => aliases.includes(alias)) ? 'alias_overlap' : 'alias_overlap_indexed';
  const found: FoundWarning<AliasOverlapFacts>[] = [];
  const wider = holders.find(({ alias }) => alias !== domain && matchesAlias(alias, domain));
  if (wider) {
    const { alias, distributionId } = wider;
    found.push({ kind: kindOf(alias), facts: { is: 'wider', alias, distributionId } });
  }
  const narrower = holders.map(({ alias }) => alias).filter((alias) => alias !== domain && matchesAlias(domain, alias));
  const aliases = [...new Set(narrower)];
  if (aliases.length > 0) found.push({ kind: kindOf(...aliases), facts: { is: 'narrower', aliases } });
  if (foreignHolders === undefined) {
    const isDenied = input.conflictsRefusal?.outcome === 'access_denied';
    found.push({ kind: 'conflict_check_incomplete', facts: { isDenied } });
  }
  return found;
}
