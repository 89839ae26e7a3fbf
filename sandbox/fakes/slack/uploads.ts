// Takes the bytes of a file: "Slack will return HTTP 200 if the upload is successful", raw or as a multipart form.
// https://docs.slack.dev/reference/methods/files.getUploadURLExternal
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from './arguments.js';
import type { ServerContext } from './server-context.js';

export async function takeUpload(
  context: ServerContext,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const type = request.headers['content-type'] ?? '';
  const body = await readBody(request);
  const content = type.startsWith('multipart/form-data') ? readPart(body, type) : body;
  const file = context.uploads.get(id);
  const isWhole = file !== undefined && content !== undefined && Buffer.byteLength(content) === file.length;
  if (isWhole) context.uploads.set(id, { ...file, content });
  // What Slack answers to a wrong length is not documented, so it is a failure here.
  response
    .writeHead(isWhole ? 200 : 400, { 'content-type': 'text/plain' })
    .end(isWhole ? `OK - ${file.length}` : 'failed');
}

/** The content of the only part. */
function readPart(body: string, type: string): string | undefined {
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
  if (boundary === undefined) return undefined;
  const [, part = ''] = body.split(`--${boundary}`);
  const start = part.indexOf('\r\n\r\n');
  return start < 0 ? undefined : part.slice(start + 4).replace(/\r\n$/, '');
}
