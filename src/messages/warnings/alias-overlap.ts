// Names that overlap the domain, and a check for conflicts that AWS did not answer.
import { quote } from '../../clone/visible-text.js';
import type { AliasOverlapFacts } from '../../clone/warnings/alias-overlap.js';
import { text, type WarningText, type WarningTexts } from './text.js';

const maxNames = 5;

export const aliasOverlapTexts: WarningTexts<AliasOverlapFacts> = {
  alias_overlap: describeOverlap,
  alias_overlap_indexed: describeOverlap,
  conflict_check_incomplete: ({ isDenied }) =>
    text(
      `The bot could not ask before the creation whether another AWS account has the domain.${isDenied ? ' The bot’s role lacks `cloudfront:ListDomainConflicts`.' : ''}`,
      'If one has it, AWS refuses and nothing is created.',
    ),
};

function describeOverlap(facts: AliasOverlapFacts['alias_overlap']): WarningText {
  if (facts.is === 'narrower') {
    const names = facts.aliases.slice(0, maxNames).map(quote).join(', ');
    return text(`${names} keep their own distributions; the wildcard serves the rest.`);
  }
  return text(
    `${quote(facts.alias)} on ${quote(facts.distributionId)} serves this name now; the clone takes its traffic over as soon as it is deployed, wherever DNS points.`,
    'Go on only when the new origin is ready.',
  );
}
