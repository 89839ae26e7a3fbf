// A refusal with the sentences that a person in Slack is told.
import type { Refusal } from '../../src/clone/outcome.js';
import { describeRefusal, type RefusalText } from '../../src/messages/refusal.js';
import { slackTexts } from '../../src/slack/messages.js';
import type { SlackOutcome } from '../../src/slack/outcomes.js';

export function tell<Code extends SlackOutcome>(refusal: Refusal<Code>): Refusal<Code> & RefusalText {
  return { ...refusal, ...describeRefusal<SlackOutcome>(refusal, slackTexts) };
}

/** What a person is told, in one paragraph. */
export function explain(refusal: Refusal<SlackOutcome>): string {
  return tell(refusal).paragraph;
}
