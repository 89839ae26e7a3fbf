// The DNS records of a bulk, in its thread: once, although the bulk grows while its request is worked on, and although
// replicas look at the same moment.
import { renderDnsRecords } from '../card/batch-dns.js';
import { listBulkItems, toListedClone } from '../card/bulk-record.js';
import { postOnceSettled } from '../card/post-once.js';
import { batchDnsEventType } from '../card/record.js';
import { listMarks } from '../card/repository.js';
import type { Clock } from '../context.js';
import type { Bulk, BulkStore } from './bulk-store.js';

/** True when they stand there. */
export async function sayBulkRecords(store: BulkStore, bulk: Bulk, { pause }: Pick<Clock, 'pause'>): Promise<boolean> {
  const clones = listBulkItems(bulk.replies).filter(({ undone }) => undone === undefined);
  const lines = renderDnsRecords(clones.map(toListedClone), bulk.record.requested_by);
  const wanted = new Set(lines.map(({ metadata }) => metadata.event_payload.result));
  const said = listMarks(bulk, batchDnsEventType);
  const missing = lines.filter(({ metadata }) => said.every(({ result }) => result !== metadata.event_payload.result));
  for (const line of missing) {
    if ((await postOnceSettled(store, bulk, line, 'after a look', pause)) === 'failed') return false;
  }
  // An earlier list has not all of the clones. A later one may be of a replica that knows of more.
  if (missing.length > 0) {
    for (const { ts, result } of said) if (!wanted.has(result)) await store.deleteLine(bulk, ts);
  }
  return true;
}
