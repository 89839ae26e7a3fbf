// Who holds an alias already, and what helps then.
import { type Refusal, refuse } from './outcome.js';
import { quote } from './visible-text.js';

/** Who has an alias: a distribution of this account, or what AWS tells of others (ListDomainConflicts). */
export interface AliasHolder {
  readonly alias: string;
  /** AWS hides the start of the ID where it tells of conflicts. */
  readonly distributionId: string;
  /** The account number, with its start hidden, where AWS told of the conflict. */
  readonly account?: string;
  /** The holder is a tenant of a multi-tenant distribution. */
  readonly isTenant?: true;
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
    const who = own.distributionId === reference.id ? 'the reference itself' : 'a distribution of this account';
    return refuse('alias_in_use', {
      what: `${quote(domain)} is an alias of ${quote(own.distributionId)} already, ${who}.`,
      next: adviseOwnAccount,
      holder: own.distributionId,
    });
  }
  const foreign = foreignHolders.find(({ alias }) => alias === domain);
  if (!foreign) return undefined;
  const isForeign = isInAnotherAccount(foreign, reference.arn);
  return refuse('alias_in_use', {
    what: `${quote(domain)} is an alias of ${describeHolder(foreign)} already.`,
    ...(isForeign ? { next: adviseOtherAccount } : {}),
    holder: foreign.distributionId,
    ...(isForeign ? { isHolderForeign: true } : {}),
  });
}

/** The holder and its account, as AWS tells them. */
export function describeHolder({ distributionId, account = 'unknown', isTenant }: AliasHolder): string {
  return `${isTenant ? 'the distribution tenant ' : ''}${quote(distributionId)} in account ${quote(account)}`;
}

/**
 * UpdateDomainAssociation needs a target that exists. So the clone comes first, under another name, and the domain is
 * never requested again after the move (Developer Guide, "Move an alternate domain name to a different distribution").
 */
const adviseOwnAccount =
  'To move it without an interruption, clone to another name that the same certificate covers. When that clone is deployed, move the domain to it (UpdateDomainAssociation). Or remove the alias there and try again: the domain answers with an error until the clone is deployed.';

/** In another account the source has to be disabled first, and a TXT record proves that the domain is yours. */
const adviseOtherAccount =
  'Ask the owner of that account to remove the alias, then try again. Or clone to another name that the same certificate covers. When that clone is deployed and the owner has disabled the old distribution, move the domain to the clone (UpdateDomainAssociation, with a TXT record that proves that the domain is yours).';

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
