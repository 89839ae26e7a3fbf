// Signed requests that are not fresh: Bolt refuses what is older than five minutes, but takes a timestamp from the
// future and the same request twice. https://docs.slack.dev/authentication/verifying-requests-from-slack
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../log.js';

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** Seconds that Slack's clock may be ahead of ours. */
const mostAhead = 60;
/** Milliseconds for which Bolt takes a request: as long as it can be replayed. */
const lifetime = 300_000 + mostAhead * 1_000;

/** Passes on what is fresh; answers 401 to the rest. Which request was played before, each process knows of its own. */
export function keepFresh(next: Listener, now: () => Date, log: Log): Listener {
  const seen = new Map<string, number>();

  /** The Map keeps the order of arrival, so the oldest come first. */
  function forgetOld(time: number): void {
    for (const [signature, until] of seen) {
      if (until > time) return;
      seen.delete(signature);
    }
  }

  return (request, response) => {
    const time = now().getTime();
    const signature = request.headers['x-slack-signature'];
    const stamp = Number(request.headers['x-slack-request-timestamp']);
    forgetOld(time);
    const isAhead = stamp * 1_000 > time + mostAhead * 1_000;
    const isReplay = typeof signature === 'string' && seen.has(signature);
    if (isAhead || isReplay) {
      log.warn({ outcome: isAhead ? 'from_the_future' : 'replayed' }, 'a signed request was refused');
      request.resume();
      response.writeHead(401).end();
      return;
    }
    if (typeof signature === 'string') {
      seen.set(signature, time + lifetime);
      // A signature that does not verify is not worth keeping: anybody can send those.
      response.once('finish', () => {
        if (response.statusCode === 401) seen.delete(signature);
      });
    }
    next(request, response);
  };
}
