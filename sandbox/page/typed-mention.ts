// The mention that somebody is typing: an @ and the beginning of a name before the caret.
import type { SlackView } from '../run/views.js';

export interface MentionOffer {
  /** What stands behind the @. */
  readonly name: string;
  readonly about: string;
}

const maxOffers = 6;

/** The beginning of the name; undefined where no mention is being typed. */
export function readTypedMention(text: string, caret: number): string | undefined {
  return /(?:^|\s)@([\w.-]*)$/.exec(text.slice(0, caret))?.[1];
}

/** The bot first, as what one most likely means here; then people and user groups. */
export function offerMentions(slack: SlackView, typed: string): MentionOffer[] {
  const all: MentionOffer[] = [
    { name: slack.bot.name, about: 'app' },
    ...slack.people.map(({ name, realName }) => ({ name, about: realName })),
    ...slack.userGroups.map(({ handle, users }) => ({ name: handle, about: `user group, ${users.length} members` })),
  ];
  return all.filter(({ name }) => name.startsWith(typed.toLowerCase())).slice(0, maxOffers);
}

/** The text with the mention completed, and where the caret then is. */
export function completeMention(text: string, caret: number, name: string): { text: string; caret: number } {
  const before = text.slice(0, caret).replace(/@[\w.-]*$/, `@${name} `);
  return { text: before + text.slice(caret).replace(/^ /, ''), caret: before.length };
}
