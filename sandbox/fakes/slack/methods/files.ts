// Files, uploaded in three steps. https://docs.slack.dev/messaging/working-with-files#upload
import { randomBytes } from 'node:crypto';
import { isFields } from '../json.js';
import { IDENTITY } from '../settings.js';
import { SlackError } from '../slack-error.js';
import type { Method } from './method.js';

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal: `length` in bytes, and a file name. */
const getUploadUrl: Method = (args, context) => {
  const name = args.text('filename');
  const length = Number(args.text('length'));
  if (!name || !Number.isInteger(length) || length <= 0) throw new SlackError('invalid_arguments');
  const id = `F${randomBytes(5).toString('hex').toUpperCase()}`;
  context.uploads.set(id, { id, name, length, content: undefined });
  return { upload_url: `${context.url}/upload/${id}`, file_id: id };
};

/**
 * https://docs.slack.dev/reference/methods/files.completeUploadExternal. Slack shares the files with one message, which the
 * bot's user writes. Whether it has a bot_id is not documented, so it has none here.
 */
const completeUpload: Method = (args, context) => {
  const channel = context.workspace.writable(args.text('channel_id'), false);
  const given: unknown = JSON.parse(args.text('files') ?? '[]');
  const wanted = Array.isArray(given) ? given.filter(isFields) : [];
  const files = wanted.map(({ id }) => context.uploads.get(String(id)));
  if (files.length === 0 || files.some((file) => file?.content === undefined)) throw new SlackError('file_not_found');
  const thread_ts = args.text('thread_ts');
  if (thread_ts !== undefined && !context.store.find(channel.id, thread_ts)) throw new SlackError('thread_not_found');
  context.store.post(channel.id, {
    user: IDENTITY.bot.user,
    text: args.text('initial_comment') ?? '',
    ...(thread_ts === undefined ? {} : { thread_ts }),
    files: files.flatMap((file) =>
      file ? [{ id: file.id, name: file.name, title: file.name, content: file.content }] : [],
    ),
  });
  return { files: wanted };
};

export const fileMethods: Record<string, Method> = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
};
