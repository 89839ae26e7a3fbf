// What a post to a response_url does, or an acknowledgement that carries a message.
import { readContent } from './content.js';
import { type Fields, textAt } from './json.js';
import type { Origin } from './response-urls.js';
import type { ServerContext } from './server-context.js';
import { IDENTITY } from './settings.js';

/**
 * Carries out what was posted to a response_url, or what an acknowledgement carried. Only what was clicked can be replaced
 * or removed. An answer to a command cannot, though Slack takes the request: https://github.com/slackapi/bolt-js/issues/2287,
 * https://github.com/slackapi/bolt-python/issues/1268 (answered by Slack), https://github.com/slackapi/bolt-js/issues/959.
 */
export function respond(context: ServerContext, origin: Origin, given: Fields): void {
  const clicked = origin.ts === undefined ? undefined : findClicked(context, origin, origin.ts);
  if (isTrue(given.delete_original)) {
    clicked?.remove();
    return;
  }
  const content = readContent(given, context.settings, true);
  const text = content.text ?? '';
  const blocks = content.blocks;
  if (clicked && replaces(given, clicked.isEphemeral)) {
    clicked.replace(text, blocks ?? null, content.metadata);
    return;
  }
  const thread = textAt(given, 'thread_ts');
  if (given.response_type === 'in_channel') {
    const metadata = content.metadata ?? undefined;
    context.store.post(origin.channel, { user: IDENTITY.bot.user, text, blocks, metadata, thread_ts: thread });
    return;
  }
  context.store.postEphemeral({
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

function findClicked(context: ServerContext, origin: Origin, ts: string): Clicked | undefined {
  const ephemeral = context.store.ephemerals(origin.user).find((candidate) => candidate.ts === ts);
  if (ephemeral) {
    return {
      isEphemeral: true,
      remove: () => context.store.removeEphemeral(ephemeral),
      replace: (text, blocks) => context.store.updateEphemeral(ephemeral, { text, blocks: blocks ?? undefined }),
    };
  }
  const message = context.store.find(origin.channel, ts);
  if (!message) return undefined;
  return {
    isEphemeral: false,
    remove: () => context.store.remove(origin.channel, message),
    replace: (text, blocks, metadata) => {
      context.store.update(origin.channel, message, { text, blocks, ...(metadata !== undefined && { metadata }) });
    },
  };
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
