// The first word of the command: help, history, status, or the domain of a clone.

import { quote } from '../../../clone/outcome.js';
import { findClosest } from '../../../clone/search.js';
import { type Refusal, refuse } from '../../outcomes.js';
import { normalizeText } from './parse-clone.js';

export type Subcommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'history'; readonly text: string }
  | { readonly kind: 'status'; readonly wanted: string }
  | { readonly kind: 'clone' }
  | { readonly kind: 'unknown'; readonly refusal: Refusal };

const known = ['help', 'history', 'status'];

/** What somebody wants, by the first word that they typed. */
export function parseSubcommand(text: string): Subcommand {
  const [first = '', ...rest] = normalizeText(text).split(' ');
  switch (first.toLowerCase()) {
    case '':
    case 'help':
      return { kind: 'help' };
    case 'history':
      return { kind: 'history', text: rest.join(' ') };
    case 'status':
      return readStatus(rest);
    default:
      return first.includes('.') ? { kind: 'clone' } : readUnknown(first, rest.length);
  }
}

function readStatus([wanted, ...more]: readonly string[]): Subcommand {
  if (wanted !== undefined && more.length === 0) return { kind: 'status', wanted };
  const what = wanted === undefined ? 'Which distribution?' : 'One distribution at a time.';
  const next = 'Type `/cf-clone status` with an ID or a domain, such as `/cf-clone status www.example.com`.';
  return { kind: 'unknown', refusal: refuse('invalid_request', { what, next }) };
}

/** A word without a dot is no domain; three words may still be meant as a clone, and are told what is wrong with it. */
function readUnknown(first: string, others: number): Subcommand {
  const closest = findClosest(first, known);
  if (closest === undefined && others > 0) return { kind: 'clone' };
  return {
    kind: 'unknown',
    refusal: refuse('invalid_request', {
      what: `There is no ${quote(first)}.`,
      next: `${closest ? `Did you mean \`/cf-clone ${closest}\`? ` : ''}\`/cf-clone help\` shows what there is.`,
    }),
  };
}
