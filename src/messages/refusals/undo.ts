// Why a clone is not undone, and what helps.
import type { StopReason, UndoErrorKind, UndoObstacle, UndoRefusals } from '../../clone/refusals/undo.js';
import { quote } from '../../clone/visible-text.js';
import type { DetailText, DetailTexts } from './text.js';

export const stopReasons: Readonly<Record<StopReason, string>> = {
  not_ours: 'Its tags and its CallerReference do not say any more that this bot created it.',
  changed_by_hand: 'Somebody changed the distribution by hand.',
  tags_changed: 'Somebody changed the tags of the undo by hand.',
  dns_leads_here: 'DNS leads to the clone now. When the undo was approved, it did not.',
};

const errorTexts: Readonly<Record<UndoErrorKind, DetailText>> = {
  not_disabled_yet: {
    what: 'CloudFront does not delete a distribution before it is disabled everywhere.',
    next: 'The bot tries again by itself.',
  },
  in_use: {
    what: 'CloudFront does not delete this distribution: something else still uses it.',
    next: 'Look in CloudFront what refers to it, and remove that. The bot tries again by itself.',
  },
  alias_taken_meanwhile: {
    what: 'The alias cannot be brought back: another distribution has it now.',
    next: 'Remove the alias there. The bot tries again by itself.',
  },
};

export const undoTexts: DetailTexts<UndoRefusals> = {
  undo_obstacle: ({ obstacle }) => describeObstacle(obstacle),
  undo_stopped: ({ reason }) => ({ what: stopReasons[reason] }),
  undo_error: ({ error }) => errorTexts[error],
};

function describeObstacle(obstacle: UndoObstacle): DetailText {
  const id = quote(obstacle.id);
  switch (obstacle.kind) {
    case 'not_a_clone':
      return {
        what: `${id} was not created by this bot, as its tags and its CallerReference say. The bot deletes no other distribution.`,
      };
    case 'staging':
      return {
        what: `${id} is a staging distribution.`,
        next: 'End the continuous deployment in CloudFront, then try again.',
      };
    case 'continuous_deployment':
      return {
        what: `${id} has the continuous deployment policy ${quote(obstacle.policy)}.`,
        next: 'End the continuous deployment in CloudFront, then try again.',
      };
    case 'pricing_plan':
      return {
        what: `${id} is on the flat-rate plan ${quote(obstacle.tier)}. CloudFront deletes no distribution that is on a plan.`,
        next: 'Cancel the plan in the CloudFront console and wait until it ends, then try again.',
      };
    case 'under_way':
      return { what: `${id} is being undone already${obstacle.where ? `, by ${quote(obstacle.where)}` : ''}.` };
    case 'no_room_for_tags':
      return {
        what: `${id} has too many tags for an undo, which adds tags of its own: a distribution takes at most 50.`,
        next: 'Remove some of its tags, then try again.',
      };
    default:
      return obstacle satisfies never;
  }
}
