// The workspace as it is at start: one person and one conversation for every case that the bot must tell apart.

import type { Channel, Patch, Person, UserGroup } from './members.js';
import { IDENTITY } from './settings.js';

const BOT = IDENTITY.bot.user;

export const PEOPLE: readonly Patch<Person>[] = [
  { id: BOT, name: IDENTITY.bot.name, real_name: 'cf-clone', email: '', is_bot: true },
  { id: 'U0ANA000001', name: 'ana', real_name: 'Ana', email: 'ana@example.com' },
  { id: 'U0BO0000001', name: 'bo', real_name: 'Bo', email: 'bo@example.com' },
  { id: 'U0DEV000001', name: 'dev', real_name: 'Dev', email: 'dev@example.com' },
  { id: 'U0GUEST0001', name: 'guest', real_name: 'Guest', email: 'guest@example.com', is_restricted: true },
  // Shares a channel with the bot, so Slack does not call this person a stranger: only the team ID gives it away.
  {
    id: 'U0OTHER0001',
    name: 'stranger',
    real_name: 'Stranger',
    email: 'stranger@partner.example',
    team_id: 'T0PARTNER01',
  },
  { id: 'U0UNVER0001', name: 'unverified', real_name: 'Unverified', email: 'unverified@example.com' },
  {
    id: 'U0NOMAIL001',
    name: 'nomail',
    real_name: 'No Mail',
    email: 'nomail@example.com',
    is_email_confirmed: false,
  },
];

const STAFF = ['U0ANA000001', 'U0BO0000001', 'U0DEV000001', 'U0UNVER0001', 'U0NOMAIL001'];

export const USER_GROUPS: readonly UserGroup[] = [
  { id: 'S0APPROVER1', handle: 'cdn-approvers', name: 'CDN approvers', users: ['U0ANA000001', 'U0BO0000001'] },
];

export const SEED_CHANNELS: readonly Patch<Channel>[] = [
  { id: 'C0CDN000001', name: 'cdn', members: [BOT, ...STAFF, 'U0GUEST0001'] },
  { id: 'C0GENERAL01', name: 'general', members: STAFF },
  { id: 'C0SHARED001', name: 'partner-shared', members: [BOT, ...STAFF, 'U0OTHER0001'], is_ext_shared: true },
  { id: 'G0PRIVATE01', name: 'private', kind: 'private', members: ['U0ANA000001', 'U0BO0000001'] },
  { id: 'D0DIRECT001', name: 'ana', kind: 'im', members: [BOT, 'U0ANA000001'] },
  // Between two people: a command can be typed there, and the bot sees nothing of it.
  { id: 'D0HUMANS001', name: 'ana-bo', kind: 'im', members: ['U0ANA000001', 'U0BO0000001'] },
];
