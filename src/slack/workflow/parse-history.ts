// The text of `/cf-clone history …`: words and filters, with Slack's mentions as the IDs that they stand for.
import type { Result } from '../../clone/result.js';
import { type HistorySearch, readSearch } from '../../clone/search.js';
import { quote } from '../../clone/visible-text.js';
import { type Refusal, refuse, type SlackOutcome } from '../outcomes.js';

const filters = '`by:@person`, `from:EREF`, `state:cloned`, `since:30d`';

/** Reads `[words] [by:@person] [from:EREF] [state:…] [since:30d] [everywhere]`; `states` are the words that `state:` takes. */
export function parseHistory(text: string, states: readonly string[], now: Date): Result<HistorySearch, SlackOutcome> {
  const words: string[] = [];
  const given = new Map<string, string>();
  let isEverywhere = false;
  for (const word of joinMentions(text).split(/\s+/).filter(Boolean)) {
    const filter = /^(by|from|state|since):(.*)$/i.exec(word);
    if (word.toLowerCase() === 'everywhere') isEverywhere = true;
    else if (!filter) words.push(readMention(word) ?? word);
    else given.set((filter[1] ?? '').toLowerCase(), filter[2] ?? '');
  }
  const by = given.get('by');
  if (by !== undefined) {
    const id = readMention(by) ?? readTypedId(by);
    if (id === undefined) return refusePerson(by);
    given.set('by', id);
  }
  const search = readSearch(words, given, { states, now, isEverywhere });
  return search.ok ? search : { ...search, next: `The filters are ${filters}.` };
}

/** `by: @ana` is as good as `by:@ana`: Slack's list of people may open only after a space. */
function joinMentions(text: string): string {
  return text.replace(/\b(by:)\s+(?=<@)/gi, '$1');
}

/** The ID in a mention: https://docs.slack.dev/messaging/formatting-message-text#mentioning-users */
function readMention(word: string): string | undefined {
  return /^<@([UW][A-Z0-9]+)>$/.exec(word)?.[1];
}

/** An ID that was copied, such as one from a person's profile. Without a digit it could be a name in capitals. */
function readTypedId(word: string): string | undefined {
  return /^(?:[UW](?=[A-Z]*\d)[A-Z0-9]{8,}|(?:client|user):[\w+-]+)$/.test(word) ? word : undefined;
}

/** Names are no search: people change them, and two people can have the same. */
function refusePerson(word: string): Refusal {
  const what =
    word === ''
      ? '`by:` needs a person, such as `by:@ana`.'
      : `\`by:\` needs a mention, and Slack sent ${quote(word)} as plain text.`;
  const next = [
    'Type `by:` and `@`, then pick the person from the list that Slack offers.',
    ...(word.startsWith('@')
      ? ['If you did, an administrator has to update the Slack app from manifest.yml (`should_escape: true`).']
      : []),
  ].join(' ');
  return refuse('invalid_request', { what, next });
}
