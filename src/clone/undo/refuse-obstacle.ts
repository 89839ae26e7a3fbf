// What stands in the way of an undo, as a refusal.
import { type CloneOutcome, type Refusal, refuse } from '../outcome.js';
import type { UndoObstacle } from '../refusals/undo.js';

const outcomes: Readonly<Record<UndoObstacle['kind'], CloneOutcome>> = {
  not_a_clone: 'not_a_clone',
  staging: 'undo_unsupported',
  continuous_deployment: 'undo_unsupported',
  pricing_plan: 'undo_unsupported',
  under_way: 'undo_under_way',
  no_room_for_tags: 'undo_unsupported',
};

export function refuseObstacle(obstacle: UndoObstacle): Refusal {
  return refuse(outcomes[obstacle.kind], { details: [{ kind: 'undo_obstacle', facts: { obstacle } }] });
}
