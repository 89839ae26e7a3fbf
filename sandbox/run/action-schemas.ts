// What the sandbox's API takes, checked. What people do in Slack has the schemas of the fake.
import { z } from 'zod';
import {
  clickSchema,
  closeSchema,
  commandSchema,
  globalShortcutSchema,
  homeSchema,
  inviteSchema,
  messageShortcutSchema,
  saySchema,
  submitSchema,
  suggestSchema,
} from '../fakes/slack/requests.js';

const name = z.string().min(1).max(200);

export const command = commandSchema.omit({ force: true });
export const click = clickSchema;
export const submit = submitSchema;
export const suggest = suggestSchema;
export const home = homeSchema;
export const invite = inviteSchema;
export const say = saySchema;
export const close = closeSchema;
export const globalShortcut = globalShortcutSchema;
export const messageShortcut = messageShortcutSchema;
export const membership = z.strictObject({ username: name, group: name, isMember: z.boolean() });
export const reference = z.strictObject({ id: name, edit: name });
export const certificate = z.strictObject({ arn: name, isExpired: z.boolean() });
export const share = z.strictObject({ channel: name, isShared: z.boolean() });
export const trouble = z.strictObject({ name, isOn: z.boolean() });
export const clock = z.strictObject({ hours: z.number().positive().max(24) });
export const dns = z.strictObject({ domain: name, target: name.optional() });
export const originPolicy = z.strictObject({ id: name, host: name });
export const secondPerson = z.strictObject({ isRequired: z.boolean() });
export const endBot = z.strictObject({ id: z.int().positive(), signal: z.enum(['SIGTERM', 'SIGKILL']) });
export const nothing = z.strictObject({});
