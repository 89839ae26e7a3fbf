// Reads the bodies of requests: each within its own limit, and all of them together within one limit. Strangers can
// send a body too, so the memory for bodies that are still on their way must not grow with the number of connections.
import type { IncomingMessage } from 'node:http';

/** `gone`: the client went away, or its connection was closed because too much was on its way. */
export type Body =
  | { readonly kind: 'complete'; readonly bytes: Buffer }
  | { readonly kind: 'too large' }
  | { readonly kind: 'gone' };

export type ReadBody = (request: IncomingMessage, maxBytes: number) => Promise<Body>;

/** For all unfinished bodies of the process. A body from Slack or a program arrives within milliseconds. */
const defaultMaxBufferedBytes = 16 * 1_048_576;
/** What Node needs for each piece besides its bytes, so that a body in tiny pieces costs no more than it counts. */
const chunkOverheadBytes = 256;

export function makeReadBody(maxBufferedBytes = defaultMaxBufferedBytes): ReadBody {
  /** Bytes on their way by request; the longest under way come first. */
  const buffered = new Map<IncomingMessage, number>();
  let totalBytes = 0;

  function release(request: IncomingMessage): void {
    totalBytes -= buffered.get(request) ?? 0;
    buffered.delete(request);
  }

  function reserve(request: IncomingMessage, bytes: number): void {
    buffered.set(request, (buffered.get(request) ?? 0) + bytes);
    totalBytes += bytes;
    // Refusing the new ones instead would let slow strangers lock out Slack.
    for (const slowest of buffered.keys()) {
      if (totalBytes <= maxBufferedBytes) return;
      release(slowest);
      slowest.destroy();
    }
  }

  return async (request, maxBytes) => {
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) return { kind: 'too large' };
    const chunks: Buffer[] = [];
    let size = 0;
    buffered.set(request, 0);
    try {
      for await (const chunk of request) {
        const bytes: Buffer = chunk;
        size += bytes.length;
        if (size > maxBytes) return { kind: 'too large' };
        chunks.push(bytes);
        reserve(request, bytes.length + chunkOverheadBytes);
      }
    } catch {
      return { kind: 'gone' };
    } finally {
      release(request);
    }
    return { kind: 'complete', bytes: Buffer.concat(chunks, size) };
  };
}
