// Slack on the wire: a small workspace behind nock that keeps messages, and fails when told to. Nothing else mocks Slack.
import nock from 'nock';

export type Fields = Readonly<Record<string, unknown>>;

export interface SlackMessage {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | undefined;
  text: string;
  blocks: readonly Fields[];
  metadata: Fields | undefined;
  botId: string | undefined;
  user: string;
}

export interface SlackCall {
  readonly method: string;
  readonly args: Readonly<Record<string, string>>;
}

/** What one person alone was told through a response_url. */
export interface Respond {
  readonly url: string;
  readonly text: string;
  readonly body: Fields;
}

/** A modal, as it was opened or last changed. */
export interface OpenView {
  readonly id: string;
  view: Fields;
}

export type Failure =
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'rate-limited'; readonly seconds: number }
  | { readonly kind: 'unavailable' }
  /** The connection breaks; the call may have been carried out all the same. */
  | { readonly kind: 'lost'; readonly carriedOut: boolean };

type Person = Record<string, unknown>;

export const team = { id: 'T0CDN', botId: 'B0CLONE', botUser: 'U0CLONE', url: 'https://example.slack.com/' } as const;
export const channel = 'C0CDN';
export const botToken = 'xoxb-123-secret';

/** A full member with a confirmed address, as users.info tells it. */
export function member(id: string, name: string, changes: Person = {}): Person {
  return {
    id,
    team_id: team.id,
    name,
    deleted: false,
    is_bot: false,
    is_app_user: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_email_confirmed: true,
    profile: { email: `${name}@example.com` },
    ...changes,
  };
}

export interface SlackWire {
  readonly calls: readonly SlackCall[];
  readonly ephemerals: readonly Respond[];
  readonly messages: SlackMessage[];
  /** Modals, oldest first. */
  readonly views: readonly OpenView[];
  readonly people: Map<string, Person>;
  /** People who are in no channel of the bot. */
  readonly absent: Set<string>;
  readonly channels: Map<string, Record<string, unknown>>;
  /** The next calls of the method that fit fail, as often as said. */
  fail(method: string, failure: Failure, options?: { times?: number; fits?: (call: SlackCall) => boolean }): void;
  /** The cards: messages at the top level. */
  cards(): SlackMessage[];
  /** What the thread says besides the lines that record approvals. */
  threadAfterApproval(ts: string): SlackMessage[];
  thread(ts: string): SlackMessage[];
  /** Everything that Slack was sent, as one text. */
  sent(): string;
  countOf(method: string): number;
}

interface Planned {
  readonly method: string;
  readonly failure: Failure;
  readonly fits: (call: SlackCall) => boolean;
  left: number;
}

export function startSlackMock(): SlackWire {
  const calls: SlackCall[] = [];
  const ephemerals: Respond[] = [];
  const messages: SlackMessage[] = [];
  const views: OpenView[] = [];
  const people = new Map<string, Person>([
    ['U0ANA', member('U0ANA', 'ana')],
    ['U0BO', member('U0BO', 'bo')],
  ]);
  const absent = new Set<string>();
  const channels = new Map<string, Record<string, unknown>>([[channel, { id: channel, is_member: true }]]);
  const planned: Planned[] = [];
  let posted = 0;

  nock('https://slack.com')
    .persist()
    .post(/^\/api\//)
    .optionally()
    .reply(async (uri, body) => {
      const call = { method: uri.replace('/api/', ''), args: readForm(body) };
      calls.push(call);
      const plan = planned.find(({ method, left, fits }) => method === call.method && left > 0 && fits(call));
      if (!plan) return [200, carryOut(call)];
      plan.left -= 1;
      const { failure } = plan;
      switch (failure.kind) {
        case 'refused':
          return [200, { ok: false, error: failure.error }];
        case 'rate-limited':
          return [429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(failure.seconds) }];
        case 'unavailable':
          return [503, 'upstream connect error'];
        case 'lost':
          if (failure.carriedOut) carryOut(call);
          throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
        default:
          return failure satisfies never;
      }
    });
  nock('https://hooks.slack.com')
    .persist()
    .post(/./)
    .optionally()
    .reply(async (uri, body) => {
      const fields = asFields(typeof body === 'string' ? JSON.parse(body) : body);
      ephemerals.push({ url: `https://hooks.slack.com${uri}`, text: String(fields.text ?? ''), body: fields });
      return [200, 'ok'];
    });

  function carryOut({ method, args }: SlackCall): Fields {
    switch (method) {
      case 'auth.test':
        return { ok: true, team_id: team.id, bot_id: team.botId, user_id: team.botUser, url: team.url };
      case 'users.info': {
        const user = people.get(args.user ?? '');
        return user ? { ok: true, user } : { ok: false, error: 'user_not_found' };
      }
      case 'conversations.info': {
        const found = channels.get(args.channel ?? '');
        return found ? { ok: true, channel: found } : { ok: false, error: 'channel_not_found' };
      }
      case 'conversations.replies': {
        const all = messages.filter((m) => m.channel === args.channel && (m.ts === args.ts || m.threadTs === args.ts));
        if (!all.some(({ ts }) => ts === args.ts)) return { ok: false, error: 'thread_not_found' };
        return { ok: true, messages: all.map((m) => show(m, args.include_all_metadata === 'true')) };
      }
      case 'conversations.history': {
        const top = messages.filter((m) => m.channel === args.channel && m.threadTs === undefined);
        return { ok: true, messages: top.map((m) => show(m, args.include_all_metadata === 'true')).reverse() };
      }
      case 'chat.postMessage': {
        posted += 1;
        const ts = `1763888400.${String(posted).padStart(6, '0')}`;
        const { botId, botUser: user } = team;
        messages.push({ ...readMessage(args), channel: args.channel ?? '', ts, threadTs: args.thread_ts, botId, user });
        return { ok: true, ts, channel: args.channel };
      }
      case 'users.conversations':
        if (absent.has(args.user ?? '')) return { ok: true, channels: [] };
        return { ok: true, channels: [...channels.entries()].map(([id, found]) => ({ name: 'cdn', ...found, id })) };
      case 'views.open': {
        const id = `V${String(views.length + 1).padStart(8, '0')}`;
        views.push({ id, view: asFields(JSON.parse(args.view ?? '{}')) });
        return { ok: true, view: { id } };
      }
      case 'views.update': {
        const open = views.find(({ id }) => id === args.view_id);
        if (!open) return { ok: false, error: 'not_found' };
        open.view = asFields(JSON.parse(args.view ?? '{}'));
        return { ok: true, view: { id: open.id } };
      }
      case 'chat.postEphemeral':
        ephemerals.push({ url: `ephemeral:${args.channel}:${args.user}`, text: args.text ?? '', body: args });
        return { ok: true, message_ts: '1.1' };
      case 'chat.delete': {
        const index = messages.findIndex((m) => m.channel === args.channel && m.ts === args.ts);
        if (index < 0) return { ok: false, error: 'message_not_found' };
        messages.splice(index, 1);
        return { ok: true, ts: args.ts, channel: args.channel };
      }
      case 'chat.update': {
        const message = messages.find((m) => m.channel === args.channel && m.ts === args.ts);
        if (!message) return { ok: false, error: 'message_not_found' };
        const { text, blocks, metadata } = readMessage(args);
        Object.assign(message, { text, blocks }, metadata ? { metadata } : {});
        return { ok: true, ts: args.ts, channel: args.channel };
      }
      default:
        return { ok: false, error: 'unknown_method' };
    }
  }

  return {
    calls,
    ephemerals,
    messages,
    views,
    people,
    absent,
    channels,
    fail: (method, failure, { times = 1, fits = () => true } = {}) => {
      planned.push({ method, failure, fits, left: times });
    },
    cards: () => messages.filter(({ threadTs }) => threadTs === undefined),
    thread: (ts) => messages.filter(({ threadTs }) => threadTs === ts),
    threadAfterApproval: (ts) => messages.filter((m) => m.threadTs === ts && !isApproval(m.metadata)),
    sent: () => JSON.stringify([calls, ephemerals]),
    countOf: (name) => calls.filter(({ method }) => method === name).length,
  };
}

function readForm(body: unknown): Record<string, string> {
  return typeof body === 'string'
    ? Object.fromEntries(new URLSearchParams(body))
    : Object.fromEntries(Object.entries(asFields(body)).map(([name, value]) => [name, String(value)]));
}

function readMessage(args: Readonly<Record<string, string>>) {
  const blocks: unknown = JSON.parse(args.blocks ?? '[]');
  return {
    text: args.text ?? '',
    blocks: Array.isArray(blocks) ? blocks.map(asFields) : [],
    metadata: args.metadata === undefined ? undefined : asFields(JSON.parse(args.metadata)),
  };
}

function show(message: SlackMessage, withMetadata: boolean): Fields {
  const { ts, threadTs, text, blocks, metadata, botId, user } = message;
  return {
    type: 'message',
    ts,
    text,
    blocks,
    user,
    ...(botId === undefined ? {} : { bot_id: botId }),
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    ...(withMetadata && metadata ? { metadata } : {}),
  };
}

/** A post to a thread that says more than that somebody approved. */
export function afterApproval({ args }: SlackCall): boolean {
  return args.thread_ts !== undefined && !isApproval(JSON.parse(args.metadata ?? '{}'));
}

/** The line that records an approval, before anything is created. */
export function isApproval(metadata: unknown): boolean {
  const { result } = asFields(asFields(metadata).event_payload);
  return result === 'approved' || result === 'answered';
}

/** Anything as fields to look into; what is no object has none. */
export function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
