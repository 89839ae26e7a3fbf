// Cognito: one user pool, its users and their groups.

import { z } from 'zod';
import { parseFilter } from './cognito-filter.js';
import { AwsError } from './errors.js';
import { buildJsonService, readInput, readToken, writeToken } from './json-protocol.js';
import type { User } from './seed.js';
import type { Store } from './store.js';
import type { Service } from './wire.js';

const limitSchema = z.int().min(0).max(60).optional();

const listUsersSchema = z.object({
  UserPoolId: z.string(),
  AttributesToGet: z.array(z.string()).optional(),
  Filter: z.string().max(256).default(''),
  Limit: limitSchema,
  PaginationToken: z.string().optional(),
});

const listGroupsSchema = z.object({
  UserPoolId: z.string(),
  Username: z.string().min(1).max(128),
  Limit: limitSchema,
  NextToken: z.string().optional(),
});

export function buildCognito(store: Store): Service {
  return buildJsonService({
    name: 'cognito-idp',
    throttled: new AwsError('TooManyRequestsException', 400, 'Rate exceeded'),
    operations: {
      ListUsers: (input) => listUsers(store, readInput(listUsersSchema, input, 'InvalidParameterException')),
      AdminListGroupsForUser: (input) =>
        listGroups(store, readInput(listGroupsSchema, input, 'InvalidParameterException')),
    },
  });
}

function listUsers(store: Store, input: z.output<typeof listUsersSchema>): unknown {
  checkPool(store, input.UserPoolId);
  const isMatch = parseFilter(input.Filter);
  const scope = `users ${input.Filter}`;
  const start = startOf(input.PaginationToken, scope);
  // The token of the empty page points at the beginning.
  if (store.emptyFirstUserPage && input.PaginationToken === undefined) {
    return { Users: [], PaginationToken: writeToken(0, scope) };
  }
  const found = store.pool.users.filter(isMatch);
  const end = start + sizeOf(input.Limit);
  return {
    Users: found.slice(start, end).map((user) => showUser(store, user, input.AttributesToGet)),
    ...(end < found.length ? { PaginationToken: writeToken(end, scope) } : {}),
  };
}

function listGroups(store: Store, input: z.output<typeof listGroupsSchema>): unknown {
  checkPool(store, input.UserPoolId);
  const user = store.pool.users.find(({ username, sub }) => [username, sub].includes(input.Username));
  if (user === undefined) throw new AwsError('UserNotFoundException', 400, 'User does not exist.');
  const scope = `groups ${input.Username}`;
  const start = startOf(input.NextToken, scope);
  const end = start + sizeOf(input.Limit);
  const created = seconds(user.createdAt, store);
  return {
    Groups: user.groups.slice(start, end).map((GroupName) => ({
      GroupName,
      UserPoolId: store.pool.id,
      CreationDate: created,
      LastModifiedDate: created,
    })),
    ...(end < user.groups.length ? { NextToken: writeToken(end, scope) } : {}),
  };
}

function checkPool(store: Store, id: string): void {
  if (id === store.pool.id) return;
  throw new AwsError('ResourceNotFoundException', 400, `User pool ${id} does not exist.`);
}

/** Zero asks for the default, which is also the most. */
function sizeOf(limit: number | undefined): number {
  return limit === undefined || limit === 0 ? 60 : limit;
}

function startOf(token: string | undefined, scope: string): number {
  const start = readToken(token, scope);
  if (start === undefined) throw new AwsError('InvalidParameterException', 400, 'Invalid pagination token provided.');
  return start;
}

function showUser(store: Store, user: User, wanted: readonly string[] | undefined): unknown {
  const attributes = { sub: user.sub ?? user.username, ...user.attributes };
  const missing = wanted?.find((name) => !Object.hasOwn(attributes, name));
  if (missing !== undefined) {
    throw new AwsError('InvalidParameterException', 400, `One or more requested attributes do not exist: ${missing}`);
  }
  const created = seconds(user.createdAt, store);
  return {
    Username: user.username,
    Attributes: Object.entries(attributes)
      .filter(([name]) => wanted === undefined || wanted.includes(name))
      .map(([Name, Value]) => ({ Name, Value })),
    UserCreateDate: created,
    UserLastModifiedDate: created,
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}

function seconds(date: string | undefined, store: Store): number {
  return (date === undefined ? store.now() : new Date(date)).getTime() / 1000;
}
