// Filters of a search that say nothing.
import type { SearchRefusals } from '../../clone/refusals/search.js';
import { quote } from '../../clone/visible-text.js';
import type { DetailTexts } from './text.js';

export const searchTexts: DetailTexts<SearchRefusals> = {
  state_unknown: ({ typed, states }) => ({
    what: `${quote(typed)} is not a state. The states are ${states.map(quote).join(', ')}.`,
  }),
  time_unreadable: ({ typed }) => ({
    what: `${quote(typed)} is not a time such as ${quote('12h')}, ${quote('30d')} or ${quote('8w')}.`,
  }),
  person_unreadable: ({ typed }) => ({
    what: `The filter \`by\` needs the ID of a person or of an app client, and ${quote(typed)} is not such an ID.`,
  }),
};
