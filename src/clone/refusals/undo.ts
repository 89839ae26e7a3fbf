// Why a clone is not undone, and why an undo does not go on.

/** Why a distribution cannot be undone. */
export type UndoObstacle =
  | { readonly kind: 'not_a_clone'; readonly id: string }
  | { readonly kind: 'staging'; readonly id: string }
  | { readonly kind: 'continuous_deployment'; readonly id: string; readonly policy: string }
  | { readonly kind: 'pricing_plan'; readonly id: string; readonly tier: string }
  /** Another card or client has its undo approved already. `where` is empty where its tags were changed. */
  | { readonly kind: 'under_way'; readonly id: string; readonly where: string }
  /** A distribution takes 50 tags, and the undo needs some. */
  | { readonly kind: 'no_room_for_tags'; readonly id: string };

/** Why an undo ends although nobody restored the clone. */
export type StopReason =
  /** The tags and the CallerReference do not say that this bot created it. */
  | 'not_ours'
  /** The configuration is neither what was approved nor what the bot left. */
  | 'changed_by_hand'
  /** The tags of the undo were changed. */
  | 'tags_changed'
  /** DNS leads to the clone, and the approver saw that it does not. */
  | 'dns_leads_here';

/** What CloudFront refuses for now. The bot tries again by itself. */
export type UndoErrorKind = 'not_disabled_yet' | 'in_use' | 'alias_taken_meanwhile';

export interface UndoRefusals {
  undo_obstacle: { readonly obstacle: UndoObstacle };
  undo_stopped: { readonly reason: StopReason };
  undo_error: { readonly error: UndoErrorKind };
}
