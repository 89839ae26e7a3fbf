// Trigger IDs: each opens one modal, within three seconds of what the person did.
import { randomBytes } from 'node:crypto';
import { SlackError } from './slack-error.js';

interface Trigger {
  user: string;
  until: number;
  isUsed: boolean;
}

export class Triggers {
  private readonly issued = new Map<string, Trigger>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  issue(user: string, lifeMs: number): string {
    const id = `${this.now()}.${randomBytes(5).readUIntBE(0, 5)}.${randomBytes(16).toString('hex')}`;
    this.issued.set(id, { user, until: this.now() + lifeMs, isUsed: false });
    return id;
  }

  /** Spends the trigger and says whose it was. */
  exchange(id: string | undefined): string {
    const trigger = this.issued.get(id ?? '');
    if (!trigger) throw new SlackError('invalid_trigger_id');
    if (trigger.isUsed) throw new SlackError('exchanged_trigger_id');
    if (this.now() > trigger.until) throw new SlackError('expired_trigger_id');
    trigger.isUsed = true;
    return trigger.user;
  }

  reset(): void {
    this.issued.clear();
  }
}
