// Which word of a command is the domain, which the origin, and which the reference, whatever their order. A person is
// asked before anything follows from it.
import { parseReference } from '../../../clone/request.js';
import type { TypedFields } from '../../form/form-fields.js';

export interface ArrangedWords {
  readonly fields: TypedFields;
  /** The words seem to stand in another order than the command takes them. */
  readonly isReordered: boolean;
}

/** The command takes: domain, origin, reference. Words after the third are left out. */
export function arrangeWords(words: readonly string[]): ArrangedWords {
  const given = words.slice(0, 3);
  const index = findReference(given);
  const reference = index >= 0 ? given[index] : given[2];
  const hosts = index >= 0 ? given.filter((_word, position) => position !== index) : given.slice(0, 2);
  const isSwapped = areSwapped(hosts);
  const [domain, origin] = isSwapped ? [hosts[1], hosts[0]] : hosts;
  return { fields: { domain, origin, reference }, isReordered: isSwapped || (index >= 0 && index < given.length - 1) };
}

/** A word that is no host name and can only be a distribution; then one of CloudFront's own names, which nobody types last. */
function findReference(words: readonly string[]): number {
  const certain = words.findLastIndex(isCertainReference);
  if (certain >= 0) return certain;
  return words.length < 3 ? words.findLastIndex((word) => nameKind(word) === 'domainName') : -1;
}

/** IDs have digits and letters, as `E2ABCDEFGHIJKL`; a word without a digit may be a mistyped name. */
export function isCertainReference(word: string): boolean {
  return nameKind(word) === 'id' && /\d/.test(word);
}

function nameKind(word: string): 'id' | 'domainName' | 'alias' | undefined {
  const parsed = parseReference(word);
  return parsed.ok ? parsed.name.by : undefined;
}

/** An alias is never under amazonaws.com, because nobody has a certificate for it; an origin is never a wildcard. */
function areSwapped([first = '', second = '']: readonly string[]): boolean {
  if (second === '') return false;
  const isOriginHost = (host: string) => /\.(?:amazonaws\.com(?:\.cn)?|on\.aws)[./]*$/i.test(host);
  return (isOriginHost(first) && !isOriginHost(second)) || (second.startsWith('*.') && !first.startsWith('*.'));
}
