// Edits a request for one clone: its new plan, and what the card and the thread say of it.
import { type CloneRequest, showReference } from '../../clone/request.js';
import { toPlanFacts } from '../card/log-facts.js';
import { renderPlan } from '../card/plan-blocks.js';
import { nameRequester, recordPlan } from '../card/plan-record.js';
import { listMoves } from '../card/plan-snapshot.js';
import type { CardRecord } from '../card/record.js';
import type { SlackContext } from '../context.js';
import { code } from '../mrkdwn.js';
import type { EditWork } from './edit-card.js';

export function createRequestEdit(
  { cards, clock, cloning }: Pick<SlackContext, 'cards' | 'clock' | 'cloning'>,
  request: CloneRequest,
): EditWork {
  return {
    isAsWanted: ({ domain, origin, reference }) =>
      domain === request.domain && origin === request.origin && reference === showReference(request.reference),
    async plan({ record: before }, now) {
      const planned = await cloning.prepareShared({ request, requestedBy: nameRequester(before), now });
      if (!planned.ok) return planned;
      const plan = planned.value;
      return {
        ok: true,
        value: {
          about: recordPlan(plan),
          facts: toPlanFacts(plan),
          draw: (card, record) =>
            cards.write(card, record, {
              lasting: (style) => renderPlan(plan, clock.now(), style, { moves: listMoves(before.fields, plan) }),
            }),
          describe: (card, after) => describeChanges(card.record, after),
        },
      };
    },
  };
}

export function describeChanges(before: CardRecord, after: CardRecord): string[] {
  return (['domain', 'origin', 'reference'] as const).flatMap((name) =>
    before[name] === after[name] ? [] : [`${name} ${code(after[name])} instead of ${code(before[name])}`],
  );
}
