// Who holds an alias already.
import { type Refusal, refuse } from './outcome.js';
import type { HolderFacts } from './refusals/alias.js';

/** Who has an alias: a distribution of this account, or what AWS tells of others (ListDomainConflicts). */
export interface AliasHolder extends HolderFacts {
  readonly alias: string;
}

export interface TakenAliasInput {
  readonly domain: string;
  readonly aliasHolders: readonly AliasHolder[];
  readonly indexedHolders?: readonly AliasHolder[];
  readonly foreignHolders: readonly AliasHolder[] | undefined;
  readonly reference: { readonly id: string; readonly arn: string };
}

/** The refusal where the very same domain is held; undefined where it is free, as far as is known before the create. */
export function explainTakenAlias(input: TakenAliasInput): Refusal | undefined {
  const { domain, aliasHolders, indexedHolders = [], foreignHolders = [], reference } = input;
  const own = [...aliasHolders, ...indexedHolders].find(({ alias }) => alias === domain);
  if (own) {
    const id = own.distributionId;
    const facts = { domain, id, isReference: id === reference.id };
    return refuse('alias_in_use', { details: [{ kind: 'alias_held_here', facts }], holder: id });
  }
  const foreign = foreignHolders.find(({ alias }) => alias === domain);
  if (!foreign) return undefined;
  const isForeign = isInAnotherAccount(foreign, reference.arn);
  return refuse('alias_in_use', {
    details: [{ kind: 'alias_held', facts: { domain, holder: foreign, isForeign } }],
    holder: foreign.distributionId,
    ...(isForeign ? { isHolderForeign: true } : {}),
  });
}

/**
 * Whether the holder is certainly not in the account of this ARN. AWS hides the start of the account number
 * (ListDomainConflicts), so only a different end proves it.
 */
export function isInAnotherAccount({ account = '' }: AliasHolder, ownArn: string): boolean {
  const visible = /\d+$/.exec(account)?.[0];
  const own = ownArn.split(':')[4] ?? '';
  return visible !== undefined && own !== '' && !own.endsWith(visible);
}

/** Whether two aliases are the same, or one is a wildcard that the other falls under. */
export function overlaps(one: string, other: string): boolean {
  return one === other || matchesAlias(one, other) || matchesAlias(other, one);
}

/** A wildcard alias stands for any number of labels, other than a certificate's. */
export function matchesAlias(alias: string, name: string): boolean {
  return alias.startsWith('*.') && name !== alias && name.endsWith(alias.slice(1));
}
