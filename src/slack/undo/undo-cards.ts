// Reads the cards of undos afresh from Slack, with their threads, and writes them back with their state.
import { type RecordedMessage, readMessage } from '../card/read-message.js';
import type { ThreadStore } from '../card/repository.js';
import type { Answer, Block, BotIdentity, SlackApi } from '../client/web-api.js';
import type { Refusal } from '../outcomes.js';
import { renderUndoCard, summarizeUndo, type UndoAppearance } from './undo-blocks.js';
import { nextUndoStates, readUndoRecord, toUndoMetadata, type UndoCardState, type UndoRecord } from './undo-record.js';

export type UndoCard = RecordedMessage<UndoRecord>;

export interface UndoCards extends ThreadStore {
  read(channel: string, ts: string): Promise<UndoCard | Refusal>;
  /** Writes state and drawing in one edit; `lasting` stays as it was unless given. */
  write(card: UndoCard, record: UndoRecord, lasting?: readonly Block[]): Promise<Answer<undefined>>;
  post(channel: string, record: UndoRecord, lasting: readonly Block[]): Promise<Answer<{ readonly ts: string }>>;
}

export function createUndoCards(slack: SlackApi, bot: BotIdentity, who: UndoAppearance): UndoCards {
  return {
    read: (channel, ts) => readMessage({ slack, bot }, { channel, ts }, readUndoRecord, 'Ask for the undo again.'),

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
