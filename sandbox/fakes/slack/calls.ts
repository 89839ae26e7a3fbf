// What the bot asked for, in order, without its tokens.
import type { Fields } from './json.js';

export interface CallRecord {
  at: string;
  method: string;
  args: Fields;
  ok: boolean;
  error?: string;
  /** The fault that was on order for this call. */
  fault?: string;
  ms: number;
}

const maxKeptCalls = 5000;

export class Calls {
  private records: CallRecord[] = [];

  add(record: CallRecord): void {
    this.records.push({ ...record, args: withoutToken(record.args) });
    if (this.records.length > maxKeptCalls) this.records.splice(0, this.records.length - maxKeptCalls);
  }

  all(method?: string): readonly CallRecord[] {
    return this.records.filter((record) => method === undefined || record.method === method);
  }

  clear(): void {
    this.records = [];
  }
}

function withoutToken(args: Fields): Fields {
  const { token: _token, ...rest } = args;
  return rest;
}
