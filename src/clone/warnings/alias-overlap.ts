// Warnings about names that overlap the domain, and about a check for conflicts that AWS did not answer.
import { type AliasHolder, matchesAlias } from '../alias-holders.js';
import { quote, type Refusal } from '../outcome.js';
import { type Warning, warn } from './warning.js';

export interface OverlapInput {
  readonly domain: string;
  readonly aliasHolders: readonly AliasHolder[];
  readonly indexedHolders?: readonly AliasHolder[];
  readonly foreignHolders: readonly AliasHolder[] | undefined;
  readonly conflictsRefusal?: Refusal | undefined;
}

/** The more specific alias wins, wherever DNS points (Developer Guide, "Overlapping alternate domain names"). */
export function warnAboutOverlap(input: OverlapInput): Warning[] {
  const { domain, aliasHolders, indexedHolders = [], foreignHolders } = input;
  const certain = [...aliasHolders, ...(foreignHolders ?? [])];
  // The index names distributions in full, and AWS's answer hides the start of their IDs.
  const holders = [...aliasHolders, ...indexedHolders, ...(foreignHolders ?? [])];
  const kindOf = (alias: string) =>
    certain.some((holder) => holder.alias === alias) ? ('alias_overlap' as const) : ('alias_overlap_indexed' as const);
  const warnings: Warning[] = [];
  const wider = holders.find(({ alias }) => alias !== domain && matchesAlias(alias, domain));
  if (wider) {
    warnings.push(
      warn(
        kindOf(wider.alias),
        `${quote(wider.alias)} on ${quote(wider.distributionId)} serves this name now; the clone takes its traffic over as soon as it is deployed, wherever DNS points.`,
        'Go on only when the new origin is ready.',
      ),
    );
  }
  const narrower = [
    ...new Set(holders.map(({ alias }) => alias).filter((alias) => alias !== domain && matchesAlias(domain, alias))),
  ];
  const [first] = narrower;
  if (first !== undefined) {
    const kind = narrower.some((alias) => kindOf(alias) === 'alias_overlap') ? 'alias_overlap' : kindOf(first);
    const names = narrower.slice(0, 5).map(quote);
    warnings.push(warn(kind, `${names.join(', ')} keep their own distributions; the wildcard serves the rest.`));
  }
  if (foreignHolders === undefined) warnings.push(warnAboutConflictCheck(input.conflictsRefusal));
  return warnings;
}

function warnAboutConflictCheck(refusal: Refusal | undefined): Warning {
  const denied = refusal?.outcome === 'access_denied' ? ' The bot’s role lacks `cloudfront:ListDomainConflicts`.' : '';
  return warn(
    'conflict_check_incomplete',
    `Whether another AWS account holds the domain could not be asked before creating.${denied}`,
    'If one does, AWS refuses and nothing is created.',
  );
}
