// Several cards for one domain: the later ones say so, and when one of them is carried out, the others say that the domain
// is in use. Pure; note-duplicates.ts writes the lines.
import type { Line } from '../card/post-once.js';
import { buildMark, type CardRecord, duplicateEventType, hasClone, inUseEventType } from '../card/record.js';
import { code, link, mention } from '../mrkdwn.js';

export interface FoundCard {
  readonly ts: string;
  readonly record: CardRecord;
  readonly permalink: string;
}

export interface Duplicate {
  /** The pending card whose thread gets the line. */
  readonly card: FoundCard;
  readonly line: Line;
}

/** The lines that the threads of pending cards should have. They may have them already. */
export function findDuplicates(cards: readonly FoundCard[]): Duplicate[] {
  return cards
    .filter(({ record }) => record.state === 'pending')
    .flatMap((card) => {
      const others = cards.filter(({ ts, record }) => ts !== card.ts && record.domain === card.record.domain);
      const holder = others.find(({ record }) => hasClone(record) && isMadeLater(record, card));
      if (holder) return [{ card, line: renderInUse(card, holder) }];
      const earlier = others
        .filter(({ ts, record }) => ts < card.ts && (record.state === 'pending' || record.state === 'cloning'))
        .reduce<FoundCard | undefined>((first, other) => (first && first.ts < other.ts ? first : other), undefined);
      return earlier ? [{ card, line: renderDuplicate(card, earlier) }] : [];
    });
}

/** A clone that was there before the card was posted would have been found by its plan. */
function isMadeLater({ created_at }: CardRecord, { ts, record }: FoundCard): boolean {
  return created_at !== undefined && created_at >= (record.waiting_since ?? Math.floor(Number(ts)));
}

/** It stays true when the other card is decided. */
function renderDuplicate({ record }: FoundCard, earlier: FoundCard): Line {
  const other = `${link(earlier.permalink, 'another card')}, requested by ${code(earlier.record.requester_name)}`;
  return {
    text: `When this card was posted, ${other}, was waiting for ${code(record.domain)} already. A domain belongs to one distribution, so only one of them can be carried out. Cancel the one that is not wanted.`,
    blocks: [],
    metadata: buildMark(duplicateEventType, record.requested_by, earlier.ts),
    isOneOfMany: true,
  };
}

function renderInUse({ record }: FoundCard, holder: FoundCard): Line {
  const { distribution = '' } = holder.record;
  return {
    text: `${mention(record.requested_by)} ${code(record.domain)} is now in use: ${link(holder.permalink, 'another card')} created ${code(distribution)} for it. Nothing was created for this card, and it cannot be carried out for this domain. Press Edit on the card to choose another domain, or cancel it.`,
    blocks: [],
    metadata: buildMark(inUseEventType, record.requested_by, distribution),
    isOneOfMany: true,
  };
}
