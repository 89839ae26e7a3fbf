// What was asked of the fake, as the clients see it: the last two thousand calls.

import type { ServiceName } from './wire.js';

export interface Call {
  readonly at: string;
  readonly service: ServiceName;
  readonly operation: string;
  readonly input: {
    readonly path: string;
    readonly query: { readonly [name: string]: string };
    readonly ifMatch?: string;
    readonly body: unknown;
  };
  /** 0 where the connection was cut without an answer. */
  readonly status: number;
  readonly ms: number;
}

const kept = 2000;

export class Calls {
  #list: Call[] = [];

  record(call: Call): void {
    this.#list.push(call);
    if (this.#list.length > kept) this.#list = this.#list.slice(-kept);
  }

  list(operation?: string): readonly Call[] {
    return operation === undefined ? this.#list : this.#list.filter((call) => call.operation === operation);
  }

  clear(): void {
    this.#list = [];
  }
}
