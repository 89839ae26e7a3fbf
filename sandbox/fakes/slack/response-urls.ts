// response_url: five uses within half an hour, without membership and without a token.
import { randomBytes } from 'node:crypto';
import { type Fields, isFields, parseJson } from './json.js';
import { SlackError } from './slack-error.js';

const maxUses = 5;
const lifetimeMs = 30 * 60_000;

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
    this.issued.set(id, { origin, until: this.now() + lifetimeMs, uses: 0 });
    return id;
  }

  /** Counts one use. */
  spend(id: string): Origin {
    const issued = this.issued.get(id);
    if (!issued) throw new SlackError('invalid_url');
    if (this.now() > issued.until) throw new SlackError('expired_url');
    if (issued.uses >= maxUses) throw new SlackError('used_url');
    issued.uses += 1;
    return issued.origin;
  }

  reset(): void {
    this.issued.clear();
  }
}

export function parseResponse(body: string): Fields {
  const given = parseJson(body);
  if (!isFields(given)) throw new SlackError('invalid_payload');
  return given;
}
