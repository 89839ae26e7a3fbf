// The text of `/cf-clone history …`: words and filters, with Slack's mentions as the IDs that they stand for.
import { refuse } from '../../clone/outcome.js';
import { type ParsedSearch, readSearch } from '../../clone/search.js';

const filters = '`by:@person`, `from:EREF`, `state:cloned`, `since:30d`';

/** Reads `[words] [by:@person] [from:EREF] [state:…] [since:30d] [everywhere]`; `states` are the words that `state:` takes. */
export function parseHistory(text: string, states: readonly string[], now: Date): ParsedSearch {
  const words: string[] = [];
  const given = new Map<string, string>();
  let isEverywhere = false;
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const filter = /^(by|from|state|since):(.*)$/i.exec(word);
    if (word.toLowerCase() === 'everywhere') isEverywhere = true;
    else if (!filter) words.push(unwrapMention(word));
    else given.set((filter[1] ?? '').toLowerCase(), unwrapMention(filter[2] ?? ''));
  }
  const search =
    given.get('by') === ''
      ? refuse('invalid_request', { what: '`by:` needs a person, such as `by:@ana`.' })
      : readSearch(words, given, { states, now, isEverywhere });
  return search.ok ? search : { ...search, next: `The filters are ${filters}.` };
}

/** https://docs.slack.dev/messaging/formatting-message-text#mentioning-users */
function unwrapMention(word: string): string {
  return word.replace(/^<@([A-Z0-9]+)>$/i, '$1');
}
