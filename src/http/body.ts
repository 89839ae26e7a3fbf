// Reads the bodies of requests, each within its own limit. Strangers can send a body too and never finish it, so only a
// few large ones are read at a time: what all connections together can hold stays small.
import type { IncomingMessage } from 'node:http';

export type Body =
  | { readonly kind: 'complete'; readonly bytes: Buffer }
  | { readonly kind: 'too large' }
  /** Too many large bodies are on their way. */
  | { readonly kind: 'overloaded' }
  /** The client went away, or its connection was closed to make room for others. */
  | { readonly kind: 'gone' };

export type ReadBody = (request: IncomingMessage, maxBytes: number) => Promise<Body>;

export interface ReadBodyOptions {
  readonly maxLargeBodies: number;
  /** A large body that takes longer makes room for the next one. */
  readonly largeBodyMs: number;
  readonly clock: () => number;
}

/** Up to here a body needs no room of its own. Nearly all of them are smaller, whether from Slack or from programs. */
export const smallBodyBytes = 65_536;

const defaults: ReadBodyOptions = {
  maxLargeBodies: 4,
  // Slack waits three seconds for an answer, so its requests arrive sooner.
  largeBodyMs: 1_000,
  clock: () => performance.now(),
};

export function makeReadBody(options: Partial<ReadBodyOptions> = {}): ReadBody {
  const { maxLargeBodies, largeBodyMs, clock } = { ...defaults, ...options };
  /** When each large body under way began, the oldest first. */
  const large = new Map<IncomingMessage, number>();

  /** False if there is no room. Then a slow one would lose its connection, so that slow clients cannot lock out others. */
  function takeRoom(request: IncomingMessage): boolean {
    if (large.has(request)) return true;
    const [oldest] = large;
    if (oldest && large.size >= maxLargeBodies) {
      const [slow, began] = oldest;
      if (clock() - began < largeBodyMs) return false;
      large.delete(slow);
      slow.destroy();
    }
    large.set(request, clock());
    return true;
  }

  return async (request, maxBytes) => {
    const declared = Number(request.headers['content-length'] ?? 0);
    if (declared > maxBytes) return { kind: 'too large' };
    if (declared > smallBodyBytes && !takeRoom(request)) return { kind: 'overloaded' };
    // What a client declares is believed only where there is room for it.
    const bytes = makeByteList(declared > smallBodyBytes ? declared : 0);
    try {
      for await (const chunk of request) {
        bytes.add(chunk);
        if (bytes.size > maxBytes) return { kind: 'too large' };
        if (bytes.size > smallBodyBytes && !takeRoom(request)) return { kind: 'overloaded' };
      }
    } catch {
      return { kind: 'gone' };
    } finally {
      large.delete(request);
    }
    return { kind: 'complete', bytes: bytes.join() };
  };
}

/** Copies pieces into one buffer: a body in tiny pieces would otherwise take many times its size. */
function makeByteList(expectedBytes: number) {
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
