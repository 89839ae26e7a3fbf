// The clones of a card that people approved, for the verification of lists.
import { readBatchLines } from '../../card/batch-lines.js';
import { toCardFacts } from '../../card/log-facts.js';
import { keyOf } from '../../card/place.js';
import { verificationEventType } from '../../card/record.js';
import type { SlackContext } from '../../context.js';
import type { ListVerificationContext, VerifiedList } from '../verify-list.js';

export function createVerifiedBatch({
  cards,
  concurrency,
}: Pick<SlackContext, 'cards'> & Pick<ListVerificationContext, 'concurrency'>): VerifiedList {
  return {
    store: cards,
    eventType: verificationEventType,

    async read({ channel, ts }) {
      const card = await cards.read(channel, ts);
      if (!card.ok) return card.outcome === 'slack_failed' ? 'unavailable' : 'over';
      const { record, thread } = card;
      if (record.state !== 'deployed') return 'over';
      const { reference, decided_by, requested_by, verification, deployed_at } = record;
      return {
        clones: readBatchLines(thread, record).map((line) => ({ ...line, reference })),
        thread,
        facts: { ...toCardFacts(card), approver: decided_by },
        by: decided_by ?? requested_by,
        verification,
        deployed_at,
      };
    },

    write: (place, { verification, isPassed }) =>
      concurrency.cardMutex.runExclusive(keyOf(place), async () => {
        const card = await cards.read(place.channel, place.ts);
        if (!card.ok) return card.outcome !== 'slack_failed';
        if (card.record.state !== 'deployed') return true;
        const verified = isPassed ? 'passed' : 'failed';
        return (await cards.write(card, { ...card.record, verified, verification })).ok;
      }),
  };
}
