// What the form offers as the reference while somebody types. It comes from the distribution index alone: whoever chooses
// an option is told later what CloudFront says of that one distribution.
import type { DistributionSummary } from '../../clone/origin-facts.js';
import type { DistributionIndex } from '../../clone/ports.js';
import { parseReference } from '../../clone/request.js';
import { showInvisible } from '../../clone/visible-text.js';
import { cut } from '../mrkdwn.js';
import { type Choice, maxChoiceChars } from './form-fields.js';

/** Slack's limit for the options of a select. */
const maxOptions = 100;
/** An alias longer than this is cut, so that the ID behind it can be read. */
const maxNameChars = 45;

/** The distributions that the words fit, the best first, and then what was typed, where it names a distribution. */
export function suggestReferences(index: Pick<DistributionIndex, 'search' | 'state'>, typed: string): Choice[] {
  const words = typed.toLowerCase().trim().split(/\s+/).filter(Boolean);
  const found = index
    .search(() => true)
    .flatMap((summary) => rank(summary, words) ?? [])
    .sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const choices = found.slice(0, maxOptions).map(({ summary, name }) => toChoice(summary, name));
  const own = offerTyped(typed, choices);
  return own ? [...choices.slice(0, maxOptions - 1), own] : choices;
}

/** What was typed, for somebody whom nothing else may be shown, and for a distribution that the index does not know. */
export function offerTyped(typed: string, choices: readonly Choice[] = []): Choice | undefined {
  const value = typed.trim();
  if (value === '' || value.length > maxChoiceChars || !parseReference(value).ok) return undefined;
  if (choices.some((choice) => choice.value.toLowerCase() === value.toLowerCase())) return undefined;
  return { text: cut(`“${showInvisible(value)}” as typed`, maxChoiceChars), value };
}

interface Ranked {
  readonly summary: DistributionSummary;
  /** The alias that the words fit, or the first one. */
  readonly name: string;
  /** 0: it is exactly this. 1: it begins like this. 2: it has this somewhere. */
  readonly rank: number;
}

function rank(summary: DistributionSummary, words: readonly string[]): Ranked | undefined {
  const { id, domainName, aliases, comment } = summary;
  const names = [...aliases, domainName];
  const texts = [...names, id.toLowerCase(), comment.toLowerCase()];
  if (!words.every((word) => texts.some((text) => text.includes(word)))) return undefined;
  const [first = ''] = words;
  const name = names.find((one) => first !== '' && one.includes(first)) ?? names[0] ?? '';
  const isExactly = words.length > 0 && texts.includes(words.join(' '));
  const isBeginning = texts.some((text) => text.startsWith(first));
  return { summary, name, rank: isExactly ? 0 : isBeginning ? 1 : 2 };
}

function toChoice({ id, comment }: DistributionSummary, name: string): Choice {
  const head = `${cut(name, maxNameChars)} · ${id}`;
  const shown = showInvisible(comment.trim());
  return { text: cut(shown === '' ? head : `${head} · ${shown}`, maxChoiceChars), value: id };
}
