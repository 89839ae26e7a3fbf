// What the handlers of the REST API work with. rest-api.ts creates it once per process.
import type { ApiClone, CloneNow } from '../clone/clone-now.js';
import type { Distributions, Dns, TaggedClones } from '../clone/ports.js';
import type { AuditLog } from '../observability/audit-log.js';
import type { Log } from '../observability/log.js';

export interface ApiContext {
  /** Creates the use case for one request. Its reads of AWS are cached for `cacheTtlMs`. */
  readonly createCloneNow: (options: { readonly cacheTtlMs: number }) => CloneNow;
  readonly distributions: Pick<Distributions, 'read' | 'readTags'>;
  readonly taggedClones: TaggedClones;
  readonly dns: Pick<Dns, 'isZoneTop'>;
  /** The Slack channel in which new clones are announced. Undefined if none is configured. */
  readonly announceChannel: string | undefined;
  /** Announces the clone in the channel, now or later. It never fails. */
  readonly announce: (clone: ApiClone) => Promise<void>;
  readonly auditLog: AuditLog;
  readonly log: Log;
  readonly now: () => Date;
}
