// Host names and references that cannot be what was typed, and names that lead to no distribution.
import type { NameRefusals, NearName } from '../../clone/refusals/names.js';
import { quote } from '../../clone/visible-text.js';
import { describeHostnameProblem } from './hostname.js';
import type { DetailTexts } from './text.js';

export const nameTexts: DetailTexts<NameRefusals> = {
  parameters_wrong: ({ domain, origin, reference }) => {
    const sentences = [
      domain && `Domain: ${describeHostnameProblem(domain)}`,
      origin && `Origin: ${describeHostnameProblem(origin)}`,
      reference !== undefined && `Reference: ${describeReferenceProblem(reference)}`,
    ];
    return { what: sentences.filter(Boolean).join(' ') };
  },
  same_host: ({ host }) => ({
    what: `Domain and origin are both ${quote(host)}; the distribution would fetch from itself.`,
    next: 'Use the host that really serves the content as the origin.',
  }),

  name_ambiguous: ({ name, ids }) => ({
    what: `More than one distribution of this account has the name ${quote(name)}: ${ids.map(quote).join(', ')}.`,
    next: 'Give the ID of one of them.',
  }),
  name_without_index: ({ name }) => ({
    what: `${quote(name)} cannot be looked up: this process knows distributions only by their IDs.`,
    next: 'Give the ID or the ARN of the distribution.',
  }),
  name_not_read_yet: ({ name, nearest }) => ({
    what: `No distribution with the name ${quote(name)} is known yet: the distributions of this account are still being read.`,
    ...listNearest(nearest),
  }),
  name_unknown: ({ name, nearest }) => ({
    what: `No distribution of this account is called ${quote(name)}.`,
    ...listNearest(nearest),
  }),
  id_unknown: ({ id }) => ({ what: `There is no distribution ${quote(id)} in this account.` }),
};

/** What is wrong with what was typed as a reference. */
export function describeReferenceProblem(typed: string): string {
  return `${quote(typed)} is not a distribution ID. Give an ID such as \`E2ABCDEFGHIJKL\`, an ARN, a \`d….cloudfront.net\` name, or an alias of the distribution.`;
}

function listNearest(nearest: readonly NearName[]): { readonly also?: string } {
  if (nearest.length === 0) return {};
  return { also: `The nearest: ${nearest.map(({ alias, id }) => `${quote(alias)} (${quote(id)})`).join(', ')}.` };
}
