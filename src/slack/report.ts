// A distribution that exists is reported, whatever fails: in the thread, on the card, and at the least to the clicker.

import { tagKeys } from '../clone/tags.js';
import type { Desk } from './desk.js';
import { followLater, type MadeClone } from './follow.js';
import { mention } from './mrkdwn.js';
import { sayOnce } from './once.js';
import { type Outcome, renderResult } from './result.js';
import type { Card } from './store.js';
import type { Whisper } from './whisper.js';

export async function reportClone(desk: Desk, card: Card, made: Outcome, whisper: Whisper): Promise<void> {
  const outcome = made.madeBy === 'us' ? made : { ...made, approvedBy: await readApprover(desk, made) };
  const care = made.madeBy === 'us' ? 'at once' : 'patiently';
  const posted = await sayOnce(desk.store, card, renderResult(card, outcome), care, desk.pause);
  const { distribution, approvedBy } = outcome;

  const before = made.madeBy === 'us' ? card : await desk.store.read(card.channel, card.ts);
  const isDone = before.ok && (before.record.state === 'cloned' || before.record.state === 'deployed');
  const clone: MadeClone = {
    distribution: distribution.id,
    distribution_domain: distribution.domainName,
    decided_by: approvedBy,
    created_at: card.record.created_at ?? Math.floor(desk.now().getTime() / 1_000),
  };
  const written = isDone
    ? undefined
    : await desk.store.write(card, { ...card.record, ...clone, state: 'cloned', outcome: 'cloned' });
  followLater(desk, card, clone);

  const log = desk.log.child({ card: card.ts, distribution: distribution.id });
  if (!posted) log.error({ outcome: 'cloned' }, 'the result could not be posted in the thread');
  if (written && !written.ok)
    log.error({ outcome: 'cloned', slackError: written.error }, 'the card could not be updated');
  if (!posted || (written && !written.ok)) {
    await whisper(`${renderResult(card, outcome).text} Slack did not take all of the report, so keep this message.`);
  } else if (made.madeBy === 'earlier' && approvedBy !== made.approvedBy) {
    await whisper(
      `${mention(approvedBy)} approved this card at the same moment; there is one distribution, ${distribution.id}.`,
    );
  }
}

/** The approver whose create AWS took, as its tags say; the clicker where they cannot be read. */
async function readApprover(desk: Desk, { distribution, approvedBy }: Outcome): Promise<string> {
  const tags = await desk.distributions.readTags(distribution.arn);
  const value = tags.ok ? tags.value.find(({ Key }) => Key === tagKeys.approvedBy)?.Value : undefined;
  return value && /^[UW][A-Z0-9]+$/.test(value) ? value : approvedBy;
}
