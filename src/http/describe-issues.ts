// What is wrong with the members of a request, in sentences for people who do not know zod.
import type * as z from 'zod';
import { quote, showInvisible } from '../clone/visible-text.js';

type Issue = z.core.$ZodIssue;

const typeNames: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  string: 'a text',
};

/** What an entry of each kind is counted in. */
const units: Readonly<Record<string, string>> = { array: 'entries', string: 'characters' };

/** `value` is the whole input: an issue does not say whether its member is there at all. */
export function describeIssue(issue: Issue, value: unknown): string {
  const path = issue.path.map(String).join('.');
  const name = path === '' ? 'The request' : quote(path);
  switch (issue.code) {
    case 'invalid_type':
      if (readMember(value, issue.path) === undefined) return `${name} is missing.`;
      return `${name} must be ${typeNames[issue.expected] ?? issue.expected}.`;
    case 'too_small':
      if (issue.origin in units) return issue.minimum === 1 ? `${name} is empty.` : describeBound(name, issue);
      return describeBound(name, issue);
    case 'too_big':
      return describeBound(name, issue);
    case 'unrecognized_keys': {
      const keys = issue.keys.map((key) => quote(path === '' ? key : `${path}.${key}`)).join(', ');
      return `There is no member ${keys} here.`;
    }
    case 'invalid_value':
      return `${name} must be one of ${issue.values.map((item) => quote(String(item))).join(', ')}.`;
    default:
      // A message of a schema here; some repeat what was sent.
      return path === '' ? showInvisible(issue.message) : `${name}: ${showInvisible(issue.message)}`;
  }
}

function describeBound(name: string, issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const [bound, words] = issue.code === 'too_big' ? [issue.maximum, 'at most'] : [issue.minimum, 'at least'];
  const unit = units[issue.origin];
  const shown = bound.toLocaleString('en-US');
  return unit ? `${name} must have ${words} ${shown} ${unit}.` : `${name} must be ${words} ${shown}.`;
}

function readMember(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}
