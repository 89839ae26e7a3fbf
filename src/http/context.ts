// What every handler of the program's door works with; put together once, in rest.ts.

import type { OrderClone, ProgramClone } from '../clone/order.js';
import type { Distributions, TaggedClones } from '../clone/ports.js';
import type { Journal } from '../journal.js';
import type { Log } from '../log.js';
import type { Caller } from './auth/caller.js';
import type { ApiRequest } from './request.js';

export interface ApiDesk {
  /** Orders that share what they read for so many milliseconds. */
  readonly takeOrders: (lifetime: number) => OrderClone;
  readonly distributions: Pick<Distributions, 'read' | 'readTags'>;
  readonly taggedClones: TaggedClones;
  /** The channel that sees the clones; undefined where nobody is told. */
  readonly announceChannel: string | undefined;
  /** Tells the channel, or sees to it that it is told later; never fails. */
  readonly announce: (made: ProgramClone) => Promise<void>;
  readonly journal: Journal;
  readonly log: Log;
  readonly now: () => Date;
}

/** A request by somebody whose token has been judged. */
export interface Authorized {
  readonly request: ApiRequest;
  readonly caller: Caller;
}
