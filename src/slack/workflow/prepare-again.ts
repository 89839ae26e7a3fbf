// Plans the clone of a card again, or of one line of it, from AWS as it is now.
import type { PrepareClone } from '../../clone/prepare-clone.js';
import { nameRequester, readMarks } from '../card/plan-record.js';
import type { CardRecord } from '../card/record.js';
import type { SlackContext } from '../context.js';

/** `prepare`: another one where lines share their reads. */
export function prepareAgain(
  { cloning, clock }: Pick<SlackContext, 'cloning' | 'clock'>,
  record: CardRecord,
  { mayHoldAlias, prepare = cloning.prepare }: { readonly mayHoldAlias: boolean; readonly prepare?: PrepareClone },
): ReturnType<PrepareClone> {
  return prepare({
    request: { domain: record.domain, origin: record.origin, reference: { by: 'id', id: record.reference } },
    requestedBy: nameRequester(record),
    now: clock.now(),
    mayHoldAlias,
    shown: readMarks(record),
  });
}
