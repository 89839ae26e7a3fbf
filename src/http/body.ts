// Reads the bodies of requests, each with its own limit. Anyone can send a body and never finish it. So only a few large
// bodies are read at the same time, and all connections together use little memory.
import type { IncomingMessage } from 'node:http';

export type Body =
  | { readonly kind: 'complete'; readonly bytes: Buffer }
  | { readonly kind: 'too large' }
  /** Too many large bodies are being read. */
  | { readonly kind: 'overloaded' }
  /** The client disconnected, or its connection was closed in favour of others. */
  | { readonly kind: 'gone' };

export type ReadBody = (request: IncomingMessage, maxBytes: number) => Promise<Body>;

export interface ReadBodyOptions {
  readonly maxLargeBodies: number;
  /** A large body that takes longer loses its place to the next one. */
  readonly largeBodyTimeoutMs: number;
  readonly clock: () => number;
}

/** A larger body needs one of the places. Nearly all bodies are smaller, from Slack and from API clients. */
export const maxSmallBodyBytes = 65_536;

const defaults: ReadBodyOptions = {
  maxLargeBodies: 4,
  // Slack waits three seconds for a response, so its requests arrive faster than that.
  largeBodyTimeoutMs: 1_000,
  clock: () => performance.now(),
};

export function createReadBody(options: Partial<ReadBodyOptions> = {}): ReadBody {
  const { maxLargeBodies, largeBodyTimeoutMs, clock } = { ...defaults, ...options };
  /** The start time of each large body that is being read, the oldest first. */
  const large = new Map<IncomingMessage, number>();

  /** False if there is no place. A slow body loses its connection, so that slow clients cannot block others. */
  function reservePlace(request: IncomingMessage): boolean {
    if (large.has(request)) return true;
    const [oldest] = large;
    if (oldest && large.size >= maxLargeBodies) {
      const [slowRequest, startedAt] = oldest;
      if (clock() - startedAt < largeBodyTimeoutMs) return false;
      large.delete(slowRequest);
      slowRequest.destroy();
    }
    large.set(request, clock());
    return true;
  }

  return async (request, maxBytes) => {
    const declared = Number(request.headers['content-length'] ?? 0);
    if (declared > maxBytes) return { kind: 'too large' };
    if (declared > maxSmallBodyBytes && !reservePlace(request)) return { kind: 'overloaded' };
    // The declared length is trusted only for bodies that have a place.
    const bytes = listByteRanges(declared > maxSmallBodyBytes ? declared : 0);
    try {
      for await (const chunk of request) {
        bytes.add(chunk);
        if (bytes.size > maxBytes) return { kind: 'too large' };
        if (bytes.size > maxSmallBodyBytes && !reservePlace(request)) return { kind: 'overloaded' };
      }
    } catch {
      return { kind: 'gone' };
    } finally {
      large.delete(request);
    }
    return { kind: 'complete', bytes: bytes.join() };
  };
}

/** Copies the parts into one buffer. A body in tiny parts would otherwise need many times its size. */
function listByteRanges(expectedBytes: number) {
  let buffer = Buffer.alloc(expectedBytes);
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(chunk: Buffer): void {
      if (size + chunk.length > buffer.length) {
        const larger = Buffer.alloc(Math.max(buffer.length * 2, size + chunk.length));
        buffer.copy(larger, 0, 0, size);
        buffer = larger;
      }
      size += chunk.copy(buffer, size);
    },
    join: () => buffer.subarray(0, size),
  };
}
