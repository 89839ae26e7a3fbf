// response_url: five uses within half an hour, without membership and without a token.
import { randomBytes } from 'node:crypto';
import { readContent } from './content.js';
import type { Desk } from './desk.js';
import { type Fields, isFields, parseJson, textAt } from './json.js';
import { Refusal } from './refusal.js';
import { IDENTITY } from './settings.js';

const MOST_USES = 5;
const LIFE_MS = 30 * 60_000;

/** Where the interaction happened; `ts` is the message that was clicked. */
export interface Origin {
  channel: string;
  user: string;
  ts?: string | undefined;
  thread_ts?: string | undefined;
}

interface Issued {
  origin: Origin;
  until: number;
  uses: number;
}

export class ResponseUrls {
  private readonly issued = new Map<string, Issued>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  issue(origin: Origin): string {
    const id = randomBytes(12).toString('hex');
    this.issued.set(id, { origin, until: this.now() + LIFE_MS, uses: 0 });
    return id;
  }

  /** Counts one use. */
  spend(id: string): Origin {
    const issued = this.issued.get(id);
    if (!issued) throw new Refusal('invalid_url');
    if (this.now() > issued.until) throw new Refusal('expired_url');
    if (issued.uses >= MOST_USES) throw new Refusal('used_url');
    issued.uses += 1;
    return issued.origin;
  }

  reset(): void {
    this.issued.clear();
  }
}

export function parseResponse(body: string): Fields {
  const given = parseJson(body);
  if (!isFields(given)) throw new Refusal('invalid_payload');
  return given;
}

/** Carries out what was posted to a response_url, or what an acknowledgement carried. */
export function respond(desk: Desk, origin: Origin, given: Fields): void {
  const clicked = origin.ts === undefined ? undefined : findClicked(desk, origin, origin.ts);
  if (isTrue(given.delete_original)) {
    clicked?.remove();
    return;
  }
  const content = readContent(given, desk.settings, true);
  const text = content.text ?? '';
  const blocks = content.blocks;
  if (clicked && replaces(given, clicked.isEphemeral)) {
    clicked.replace(text, blocks ?? null, content.metadata);
    return;
  }
  const thread = textAt(given, 'thread_ts');
  if (given.response_type === 'in_channel') {
    const metadata = content.metadata ?? undefined;
    desk.store.post(origin.channel, { user: IDENTITY.bot.user, text, blocks, metadata, thread_ts: thread });
    return;
  }
  desk.store.whisper({
    channel: origin.channel,
    user: origin.user,
    author: IDENTITY.bot.user,
    text,
    ...(blocks && { blocks }),
    ...(thread && { thread_ts: thread }),
  });
}

/**
 * What was clicked is replaced unless the app says otherwise. Slack's own pages disagree on the default for Block Kit
 * messages; this is the one that hurts an app which forgot to say `replace_original: false`.
 */
function replaces(given: Fields, isEphemeral: boolean): boolean {
  if (given.replace_original !== undefined) return isTrue(given.replace_original);
  return isEphemeral || given.response_type === undefined;
}

interface Clicked {
  isEphemeral: boolean;
  remove(): void;
  replace(
    text: string,
    blocks: NonNullable<ReturnType<typeof readContent>['blocks']> | null,
    metadata: Fields | null | undefined,
  ): void;
}

function findClicked(desk: Desk, origin: Origin, ts: string): Clicked | undefined {
  const ephemeral = desk.store.ephemerals(origin.user).find((candidate) => candidate.ts === ts);
  if (ephemeral) {
    return {
      isEphemeral: true,
      remove: () => desk.store.removeEphemeral(ephemeral),
      replace: (text, blocks) => desk.store.updateEphemeral(ephemeral, { text, blocks: blocks ?? undefined }),
    };
  }
  const message = desk.store.find(origin.channel, ts);
  if (!message) return undefined;
  return {
    isEphemeral: false,
    remove: () => desk.store.remove(origin.channel, message),
    replace: (text, blocks, metadata) => {
      desk.store.update(origin.channel, message, { text, blocks, ...(metadata !== undefined && { metadata }) });
    },
  };
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
