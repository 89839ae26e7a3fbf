// The filter of ListUsers: one attribute, `=` or `^=`, one quoted value.

import { AwsError } from './errors.js';
import type { User } from './seed.js';

const searchable = new Set([
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
]);

const grammar = /^\s*([\w:]+)\s*(\^?=)\s*"((?:[^"\\]|\\["\\])*)"\s*$/;

/** An empty filter lets everybody through, as Cognito's does. */
export function parseFilter(filter: string): (user: User) => boolean {
  if (filter === '') return () => true;
  const match = grammar.exec(filter);
  if (match === null) throw new AwsError('InvalidParameterException', 400, 'Error while parsing filter.');
  const [, attribute = '', operator, quoted = ''] = match;
  if (!searchable.has(attribute)) {
    throw new AwsError('InvalidParameterException', 400, `Invalid search attribute: ${attribute}`);
  }
  // Only these two tell upper from lower case.
  const fold = (text: string) => (['username', 'status'].includes(attribute) ? text : text.toLowerCase());
  const wanted = fold(quoted.replace(/\\(["\\])/g, '$1'));
  return (user) => {
    const value = attributeOf(user, attribute);
    if (value === undefined) return false;
    return operator === '=' ? fold(value) === wanted : fold(value).startsWith(wanted);
  };
}

function attributeOf(user: User, attribute: string): string | undefined {
  switch (attribute) {
    case 'username':
      return user.username;
    case 'status':
      return user.enabled ? 'Enabled' : 'Disabled';
    case 'cognito:user_status':
      return user.status;
    case 'sub':
      return user.sub ?? user.username;
    default:
      return user.attributes[attribute];
  }
}
