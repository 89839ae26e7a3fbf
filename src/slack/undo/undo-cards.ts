// Reads the cards of undos afresh from Slack, with their threads, and writes them back with their state.
import type { Place } from '../card/place.js';
import { isOurs, toPermalink } from '../card/record.js';
import type { ThreadStore } from '../card/repository.js';
import { readLastingBlocks } from '../card/state-blocks.js';
import type { Answer, Block, BotIdentity, SlackApi, ThreadMessage } from '../client/web-api.js';
import { type Refusal, refuse } from '../outcomes.js';
import { renderUndoCard, summarizeUndo, type UndoAppearance } from './undo-blocks.js';
import { nextUndoStates, readUndoRecord, toUndoMetadata, type UndoCardState, type UndoRecord } from './undo-record.js';

export interface UndoCard extends Place {
  readonly ok: true;
  readonly record: UndoRecord;
  readonly lasting: readonly Block[];
  /** Our own messages in the thread, oldest first. */
  readonly thread: readonly ThreadMessage[];
  readonly permalink: string;
}

export interface UndoCards extends ThreadStore {
  read(channel: string, ts: string): Promise<UndoCard | Refusal>;
  /** Writes state and drawing in one edit; `lasting` stays as it was unless given. */
  write(card: UndoCard, record: UndoRecord, lasting?: readonly Block[]): Promise<Answer<undefined>>;
  post(channel: string, record: UndoRecord, lasting: readonly Block[]): Promise<Answer<{ readonly ts: string }>>;
}

export function createUndoCards(slack: SlackApi, bot: BotIdentity, who: UndoAppearance): UndoCards {
  return {
    async read(channel, ts) {
      const found = await slack.readThread(channel, ts);
      if (!found.ok) {
        if (found.error === 'thread_not_found' || found.error === 'message_not_found') return refuseForeign();
        return refuse('slack_failed', { what: `The card could not be read back from Slack (\`${found.error}\`).` });
      }
      const ours = found.value.filter((message) => isOurs(message, bot));
      const message = ours.find((candidate) => candidate.ts === ts);
      const record = readUndoRecord(message);
      if (!message || !record) return refuseForeign();
      return {
        ok: true,
        channel,
        ts,
        record,
        lasting: readLastingBlocks(message),
        thread: ours.filter((candidate) => candidate.ts !== ts),
        permalink: toPermalink(bot.url, channel, ts),
      };
    },

    write(card, record, lasting = card.lasting) {
      const allowed: readonly UndoCardState[] = nextUndoStates[card.record.state];
      if (!allowed.includes(record.state)) {
        throw new Error(`the card of an undo cannot go from ${card.record.state} to ${record.state}`);
      }
      return slack.update({
        channel: card.channel,
        ts: card.ts,
        text: summarizeUndo(record),
        blocks: renderUndoCard(record, who, lasting),
        metadata: toUndoMetadata(record),
      });
    },

    post: (channel, record, lasting) =>
      slack.post({
        channel,
        text: summarizeUndo(record),
        blocks: renderUndoCard(record, who, lasting),
        metadata: toUndoMetadata(record),
      }),

    say: ({ channel, ts }, message) => slack.post({ ...message, channel, threadTs: ts }),
    deleteLine: ({ channel }, ts) => slack.remove(channel, ts),
  };
}

function refuseForeign(): Refusal {
  return refuse('already_decided', {
    what: 'This card is gone, or it is not one of this bot’s.',
    next: 'Ask for the undo again.',
  });
}
