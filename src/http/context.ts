// What the handlers of the REST API work with. rest-api.ts creates it once per process.
import type { ApiClone, CloneNow } from '../clone/clone-now.js';
import type { Distributions, Dns, TaggedClones } from '../clone/ports.js';
import type { AdvanceUndo } from '../clone/undo/advance-undo.js';
import type { PrepareUndo } from '../clone/undo/prepare-undo.js';
import type { StartUndo } from '../clone/undo/start-undo.js';
import type { AuditLog } from '../observability/audit-log.js';
import type { Log } from '../observability/log.js';

export interface ApiUndo {
  readonly prepare: PrepareUndo;
  readonly start: StartUndo;
  readonly advance: AdvanceUndo;
  /** Goes on with the undo in the background, where the process has one. */
  readonly follow: (id: string) => void;
}

export interface ApiContext {
  /** Creates the use case for one request. Its reads of AWS are cached for `cacheTtlMs`. */
  readonly createCloneNow: (options: { readonly cacheTtlMs: number }) => CloneNow;
  readonly distributions: Pick<Distributions, 'read' | 'readTags'>;
  readonly taggedClones: TaggedClones;
  readonly dns: Pick<Dns, 'isZoneTop'>;
  readonly undo: ApiUndo;
  /** The Slack channel in which new clones are announced. Undefined if none is configured. */
  readonly announceChannel: string | undefined;
  /** Announces the clone in the channel, now or later. It never fails. */
  readonly announce: (clone: ApiClone) => Promise<void>;
  readonly auditLog: AuditLog;
  readonly log: Log;
  readonly now: () => Date;
}
