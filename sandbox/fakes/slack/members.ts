// The people and conversations of the workspace, as the fake keeps them.

export interface Person {
  id: string;
  team_id: string;
  name: string;
  real_name: string;
  email: string;
  deleted: boolean;
  is_bot: boolean;
  is_app_user: boolean;
  is_restricted: boolean;
  is_ultra_restricted: boolean;
  is_stranger: boolean;
  is_invited_user: boolean;
  is_email_confirmed: boolean;
}

export type ChannelKind = 'public' | 'private' | 'im' | 'mpim';

export interface Channel {
  id: string;
  name: string;
  kind: ChannelKind;
  members: string[];
  is_archived: boolean;
  is_ext_shared: boolean;
}

/** https://docs.slack.dev/reference/objects/usergroup-object */
export interface UserGroup {
  id: string;
  /** What people type after the @. */
  handle: string;
  name: string;
  users: string[];
}

export type Patch<T extends { id: string }> = { [K in keyof T]?: T[K] | undefined } & { id: string };
