// Domains that another distribution has already, and what helps then.
import type { AliasRefusals, HolderFacts } from '../../clone/refusals/alias.js';
import { quote } from '../../clone/visible-text.js';
import type { DetailTexts } from './text.js';

/**
 * UpdateDomainAssociation needs a target that exists. So the clone comes first, under another name, and the domain is
 * never requested again after the move (Developer Guide, "Move an alternate domain name to a different distribution").
 */
const adviseOwnAccount =
  'Remove the alias there, then try again. The domain answers with an error until the clone is deployed. To avoid that, clone to another name that the same certificate covers. When that clone is deployed, move the domain to it with the AWS CLI (aws cloudfront update-domain-association).';

/** In another account the source has to be disabled first, and a TXT record proves that the domain is yours. */
const adviseOtherAccount =
  'Ask the owner of that account to remove the alias, then try again. Or clone to another name that the same certificate covers. When that clone is deployed and the owner has disabled the old distribution, move the domain to the clone with the AWS CLI (aws cloudfront update-domain-association). AWS asks for a TXT record that proves that the domain is yours.';

export const aliasTexts: DetailTexts<AliasRefusals> = {
  alias_held_here: ({ domain, id, isReference }) => ({
    what: `${quote(domain)} is an alias of ${quote(id)} already, ${isReference ? 'the reference itself' : 'a distribution of this account'}.`,
    next: adviseOwnAccount,
  }),
  alias_held: ({ domain, holder, isForeign }) => ({
    what: `${quote(domain)} is an alias of ${nameHolder(holder)} already.`,
    ...(isForeign ? { next: adviseOtherAccount } : {}),
  }),
  holder_here: ({ id }) => ({ also: `It is on ${quote(id)} of this account.` }),
  holder: ({ holder }) => ({ also: `It is on ${nameHolder(holder)}.` }),
};

/** The holder and its account, as AWS tells them. */
function nameHolder({ distributionId, account = 'unknown', isTenant }: HolderFacts): string {
  return `${isTenant ? 'the distribution tenant ' : ''}${quote(distributionId)} in account ${quote(account)}`;
}
