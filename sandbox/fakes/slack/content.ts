// The checks that every message passes on its way in, whether by method or by response_url.
import { completeBlocks, escapeMrkdwn, parseBlocks } from './blocks.js';
import { type Fields, isFields } from './json.js';
import { countShownChars, findBlockFaults } from './limits.js';
import type { Block } from './messages.js';
import { parseMetadata } from './metadata.js';
import type { Settings } from './settings.js';
import { SlackError } from './slack-error.js';
import { slackLimits } from './slack-limits.js';

export interface GivenContent {
  text: string | undefined;
  blocks: Block[] | undefined;
  attachments: Fields[] | undefined;
  /** null: take it away. */
  metadata: Fields | null | undefined;
}

/** Slack's refusal of blocks, with the reasons where its own clients look for them. */
export function refuseInvalidBlocks(faults: readonly string[]): SlackError {
  return new SlackError('invalid_blocks', {
    response_metadata: { messages: faults.map((fault) => `[ERROR] ${fault}`) },
  });
}

/** `isAnswer`: through a response_url, which is not limited as a whole (bolt-js#2867). */
export function readContent(given: Fields, settings: Settings, isAnswer = false): GivenContent {
  const blocks = isGiven(given.blocks) ? parseBlocks(given.blocks) : undefined;
  if (blocks) {
    const faults = findBlockFaults(blocks, settings);
    if (faults.length > 0) throw refuseInvalidBlocks(faults);
    if (!isAnswer && countShownChars(blocks) > slackLimits.blockChars.max) throw new SlackError('msg_blocks_too_long');
  }
  const text = given.text === undefined || given.text === null ? undefined : String(given.text);
  const content: GivenContent = {
    text: text && escapeMrkdwn(text),
    blocks: blocks && completeBlocks(blocks),
    attachments: readAttachments(given.attachments),
    metadata: parseMetadata(given.metadata, settings.metadataLimit),
  };
  if (!text && !content.blocks?.length && !content.attachments?.length) throw new SlackError('no_text');
  return content;
}

function readAttachments(given: unknown): Fields[] | undefined {
  if (!isGiven(given)) return undefined;
  if (!Array.isArray(given) || !given.every(isFields)) throw new SlackError('invalid_attachments');
  if (given.length > slackLimits.attachments.max) throw new SlackError('too_many_attachments');
  return given;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
