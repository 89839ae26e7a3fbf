// The text of `/cf-clone …`, parsed once: which subcommand it names, and what was asked for.

import type { CloneRequest } from '../../../clone/request.js';
import { findClosest } from '../../../clone/search.js';
import { quote } from '../../../clone/visible-text.js';
import type { Purpose } from '../../../messages/refusal.js';
import type { TypedFields } from '../../form/form-fields.js';
import { type Refusal, refuse } from '../../outcomes.js';
import { arrangeWords, isCertainReference } from './arrange-words.js';
import { normalizeText, parseCloneWords } from './parse-clone.js';

export type ParsedCommand =
  | { readonly kind: 'help' }
  /** Nothing was typed: the form asks. */
  | { readonly kind: 'form' }
  /** Several clones at once: the form for them. */
  | { readonly kind: 'many' }
  | { readonly kind: 'clone'; readonly request: CloneRequest }
  /** `search`: words and filters. Its ages count from the moment of the search, so the search reads them itself. */
  | { readonly kind: 'history'; readonly search: string }
  /** `distribution`: an ID or a domain; undefined asks about the bot itself. */
  | { readonly kind: 'status'; readonly distribution: string | undefined }
  /** `distribution`: an ID or a domain. */
  | { readonly kind: 'undo'; readonly distribution: string }
  /** `distribution`: an ID; a clone that is undone has no alias. */
  | { readonly kind: 'restore'; readonly distribution: string }
  /** `subcommand`: what the text was meant to be, for the log and the metrics. */
  | {
      readonly kind: 'invalid';
      readonly subcommand: 'clone' | 'unknown';
      /** What the text was for: only whoever wanted a clone is told that nothing was created. */
      readonly purpose: Purpose;
      readonly refusal: Refusal;
      /** Of a clone: what could be understood, for the form. */
      readonly fields?: TypedFields;
    };

/** The names of subcommands in the log and the metrics. */
export type Subcommand = Exclude<ParsedCommand['kind'], 'invalid'> | 'unknown';

const keywords = ['help', 'history', 'many', 'status', 'undo', 'restore'];

export function parseCommand(text: string): ParsedCommand {
  const words = normalizeText(text).split(' ').filter(Boolean);
  const [first = '', ...rest] = words;
  switch (first.toLowerCase()) {
    case '':
      return { kind: 'form' };
    case 'help':
      return { kind: 'help' };
    case 'many':
      return { kind: 'many' };
    case 'history':
      return { kind: 'history', search: rest.join(' ') };
    case 'status':
      return parseStatus(rest);
    case 'undo':
      return parseUndo(rest);
    case 'restore':
      return parseRestore(rest);
    default:
      return refuseUnknownWord(first, rest.length) ?? parseClone(words);
  }
}

/** The subcommand that a command counts as. */
export function getSubcommand(command: ParsedCommand): Subcommand {
  return command.kind === 'invalid' ? command.subcommand : command.kind;
}

function parseClone(words: readonly string[]): ParsedCommand {
  const { fields, isReordered } = arrangeWords(words);
  if (isReordered)
    return { kind: 'invalid', subcommand: 'clone', purpose: 'create', refusal: askForOrder(fields), fields };
  const parsed = parseCloneWords(words);
  if (parsed.ok) return { kind: 'clone', request: parsed.value };
  return { kind: 'invalid', subcommand: 'clone', purpose: 'create', refusal: parsed, fields };
}

/** Nothing is guessed: the person sees what the words are taken for, and decides. */
function askForOrder({ domain, origin, reference }: TypedFields): Refusal {
  const show = (label: string, word: string | undefined) => (word === undefined ? [] : [`${label} ${quote(word)}`]);
  const fields = [...show('domain', domain), ...show('origin', origin), ...show('reference', reference)];
  return refuse('invalid_request', {
    what: `The words seem to be in another order. Is this what you mean: ${fields.join(', ')}?`,
    next: 'Type `/cf-clone domain origin ref_dist`, in this order.',
  });
}

function parseStatus([distribution, ...extra]: readonly string[]): ParsedCommand {
  if (extra.length === 0) return { kind: 'status', distribution };
  const what = 'You can look at one distribution at a time.';
  const next = 'Type `/cf-clone status` with an ID or a domain, such as `/cf-clone status www.example.com`.';
  return refuseWords('read', what, next);
}

function parseUndo([distribution, ...extra]: readonly string[]): ParsedCommand {
  if (distribution !== undefined && extra.length === 0) return { kind: 'undo', distribution };
  const what = distribution === undefined ? 'The clone is missing.' : 'You can undo one clone at a time.';
  const next = 'Type `/cf-clone undo` with an ID or a domain, such as `/cf-clone undo www.example.com`.';
  return refuseWords('undo', what, next);
}

function parseRestore([distribution = '', ...extra]: readonly string[]): ParsedCommand {
  if (/^[A-Z0-9]{8,25}$/i.test(distribution) && extra.length === 0) {
    return { kind: 'restore', distribution: distribution.toUpperCase() };
  }
  const what = 'A clone that is undone has no alias, so its ID is needed.';
  const next = 'Type `/cf-clone restore E2ABCDEFGHIJKL`. `/cf-clone history everywhere state:undone` shows the IDs.';
  return refuseWords('undo', what, next);
}

/** A word without a dot is not a domain. With more words after it, it is probably a clone with a wrong domain. */
function refuseUnknownWord(first: string, others: number): ParsedCommand | undefined {
  if (first.includes('.') || isCertainReference(first)) return undefined;
  const closest = findClosest(first, keywords);
  if (closest === undefined && others > 0) return undefined;
  const meant = closest ? `Did you mean \`/cf-clone ${closest}\`? ` : '';
  return refuseWords('read', `There is no command ${quote(first)}.`, `${meant}\`/cf-clone help\` shows all commands.`);
}

function refuseWords(purpose: Purpose, what: string, next: string): ParsedCommand {
  return { kind: 'invalid', subcommand: 'unknown', purpose, refusal: refuse('invalid_request', { what, next }) };
}
