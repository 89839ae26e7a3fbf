// What the page is shown, as plain data: the one shape that the orchestrator and the page share.

export type Fields = Record<string, unknown>;
export type Block = { type: string; block_id?: string } & Fields;

export interface PersonView {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  /** Who this is for the bot, in a sentence. */
  readonly part: string;
  readonly teamId: string;
  readonly isGuest: boolean;
}

export interface ChannelView {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im' | 'mpim';
  readonly members: readonly string[];
  readonly isShared: boolean;
  readonly hasBot: boolean;
}

export interface MessageView {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly blocks?: readonly Block[];
  /** The head of the thread that this is a reply in. */
  readonly threadTs?: string;
  readonly isBroadcast: boolean;
  readonly isEdited: boolean;
  /** What a click on a file downloads. */
  readonly files?: readonly { readonly id: string; readonly name: string; readonly content: string }[];
  /** The only person who sees it. */
  readonly onlyFor?: string;
}

export interface SurfaceView {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly submit?: string;
  readonly close?: string;
  readonly blocks: readonly Block[];
  readonly hash: string;
  /** The person in front of it. */
  readonly owner?: string;
}

export interface ShortcutView {
  readonly type: 'global' | 'message';
  readonly name: string;
  readonly about: string;
  readonly callbackId: string;
}

export interface SlackView {
  readonly team: { readonly id: string; readonly name: string };
  readonly bot: { readonly user: string; readonly name: string };
  /** What permalinks start with. */
  readonly workspaceUrl: string;
  readonly command: { readonly name: string; readonly hint: string; readonly about: string };
  /** What the shortcut menus offer, as the app's manifest says. */
  readonly shortcuts: readonly ShortcutView[];
  readonly userGroups: readonly { readonly id: string; readonly handle: string; readonly users: readonly string[] }[];
  /** The direct message with the app. */
  readonly messagesTab: 'open' | 'read only' | 'off';
  /** Command lines worth typing first. */
  readonly suggestions: readonly { readonly text: string; readonly about: string }[];
  readonly people: readonly PersonView[];
  readonly channels: readonly ChannelView[];
  /** Ephemerals too, in the order in which they came. */
  readonly messages: readonly MessageView[];
  readonly modals: readonly SurfaceView[];
  readonly homes: Readonly<Record<string, SurfaceView>>;
}

export interface DistributionView {
  readonly id: string;
  readonly domainName: string;
  readonly status: 'InProgress' | 'Deployed';
  readonly etag: string;
  readonly aliases: readonly string[];
  readonly comment: string;
  readonly isEnabled: boolean;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly lastModified: string;
  /** The distribution that this one was cloned from. */
  readonly reference?: string;
  /** Origins that let in only distributions that their policy names. */
  readonly policies: readonly { readonly host: string; readonly isLetIn: boolean }[];
  readonly config: unknown;
}

export interface CertificateView {
  readonly arn: string;
  readonly domainName: string;
  readonly names: readonly string[];
  readonly status: string;
  readonly type: string;
  readonly keyAlgorithm: string;
  readonly notAfter?: string;
  readonly inUseBy: readonly string[];
  /** Made expired here, so that it can be made valid again. */
  readonly isSetExpired: boolean;
}

export interface UserView {
  readonly username: string;
  readonly email: string;
  readonly isEmailVerified: boolean;
  readonly isEnabled: boolean;
  readonly groups: readonly string[];
}

export interface AwsView {
  readonly distributions: readonly DistributionView[];
  readonly certificates: readonly CertificateView[];
  readonly userPool: string;
  readonly groups: readonly string[];
  readonly allowedGroups: readonly string[];
  readonly users: readonly UserView[];
  /** Public DNS: a domain and where it leads. */
  readonly records: Readonly<Record<string, string>>;
  readonly edits: readonly { readonly name: string; readonly title: string }[];
}

export type BotState = 'starting' | 'running' | 'stopping' | 'stopped' | 'killed' | 'failed';

export interface BotView {
  readonly id: number;
  readonly state: BotState;
  readonly pid?: number;
  readonly port?: number;
  readonly startedAt: string;
  readonly exit?: string;
  readonly log: readonly LogLine[];
}

export interface LogLine {
  readonly at: string;
  readonly level: string;
  readonly text: string;
}

export interface FaultView {
  readonly name: string;
  readonly title: string;
  /** What one should see, in a sentence. */
  readonly sentence: string;
  readonly side: 'AWS' | 'Slack';
  /** `toggle` stays until it is switched off; `once` is spent by the calls that meet it. */
  readonly kind: 'toggle' | 'once';
  readonly isOn: boolean;
}

export interface CallView {
  readonly at: string;
  readonly to: 'Slack' | 'CloudFront' | 'ACM' | 'Cognito' | 'Tagging' | 'Logs' | 'Shield' | 'Pricing plans';
  readonly operation: string;
  /** An HTTP status, Slack's error code, or what happened instead of an answer. */
  readonly answer: string;
  readonly isRefused: boolean;
  readonly ms: number;
}

export interface ControlsView {
  readonly mode: 'http' | 'socket';
  /** Milliseconds that the sandbox is ahead of the machine. */
  readonly clockOffset: number;
  /** REQUIRE_SECOND_PERSON of the bots. */
  readonly requireSecondPerson: boolean;
  readonly bots: readonly BotView[];
  readonly troubles: readonly FaultView[];
  readonly calls: readonly CallView[];
}

/** Each part travels by itself, whole, whenever it has changed. */
export interface SandboxState {
  readonly slack: SlackView;
  readonly aws: AwsView;
  readonly trouble: ControlsView;
}

export type PartName = keyof SandboxState;
