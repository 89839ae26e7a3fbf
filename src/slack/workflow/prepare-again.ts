// Plans the clone of a card again, from AWS as it is now.
import type { PrepareClone } from '../../clone/prepare-clone.js';
import { nameRequester, readMarks } from '../card/plan-record.js';
import type { CardRecord } from '../card/record.js';
import type { SlackContext } from '../context.js';

export function prepareAgain(
  { cloning, clock }: Pick<SlackContext, 'cloning' | 'clock'>,
  record: CardRecord,
  { mayHoldAlias }: { readonly mayHoldAlias: boolean },
): ReturnType<PrepareClone> {
  return cloning.prepare({
    request: { domain: record.domain, origin: record.origin, reference: { by: 'id', id: record.reference } },
    requestedBy: nameRequester(record),
    now: clock.now(),
    mayHoldAlias,
    shown: readMarks(record),
  });
}
