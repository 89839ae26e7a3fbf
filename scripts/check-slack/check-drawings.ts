// The check without a token: every drawing is sent to blocks.validate. Nothing is posted.

import { listWalks, type RunFacts } from './card-walks.js';
import { drawCard, styles } from './check-cards.js';
import { listViews } from './check-messages.js';
import type { CheckTools, Ending } from './check-workspace.js';
import { drawBulk, drawLines } from './drawings.js';
import { drawHistory } from './list-drawings.js';
import { Interrupted } from './messages.js';
import type { Row } from './report.js';
import { buildSamplePlans, type SamplePlan } from './sample-plans.js';
import { createValidator, type Drawing } from './validator.js';
import { drawVerification } from './verification-drawings.js';

interface NamedDrawing {
  readonly part: Row['part'];
  readonly name: string;
  readonly drawing: Drawing;
}

/** Slack shows an unknown user as its ID, and validates no mention. */
const nobody = 'U0000000000';

export async function checkDrawings(apiUrl: string | undefined, tools: CheckTools): Promise<Ending> {
  const { now, pause, signal, report } = tools;
  const validate = createValidator({ apiUrl, now, pause, signal });
  const facts: RunFacts = { run: 'check-slack', botUser: nobody, now: now() };
  const drawings = await listDrawings(buildSamplePlans(facts.now), facts);
  try {
    for (const { part, name, drawing } of drawings) {
      const found = await validate(drawing);
      if (found.kind === 'unreachable') {
        report.add({ part: 'connection', name: 'blocks.validate', verdict: 'refused', detail: found.error });
        return 'impossible';
      }
      const isAccepted = found.kind === 'accepted';
      const detail = isAccepted ? '' : found.reasons.join(' · ');
      report.add({ part, name, verdict: isAccepted ? 'ok' : 'refused', detail });
    }
    return 'done';
  } catch (error) {
    if (error instanceof Interrupted) return 'interrupted';
    throw error;
  }
}

async function listDrawings(plans: readonly SamplePlan[], facts: RunFacts): Promise<NamedDrawing[]> {
  const cards = plans.flatMap((plan) => drawAllCards(plan, facts));
  const lines = plans.flatMap((plan) => [...drawLines(plan, facts), ...drawVerification(plan, facts)]);
  const messages = [...lines, ...drawBulk(facts), drawHistory(facts)];
  const views = await listViews({ plans, facts });
  return [
    ...cards,
    ...messages.map(({ name, blocks }) => ({ part: 'message', name, drawing: { message: { blocks } } }) as const),
    ...views.map(({ name, view }) => ({ part: 'view', name, drawing: { view } }) as const),
  ];
}

/** Each state once in each style, and a redrawn card. */
function drawAllCards(plan: SamplePlan, facts: RunFacts): NamedDrawing[] {
  return styles.flatMap((style) => {
    const steps = listWalks().flatMap((walk) =>
      walk.map((state, index) => ({ state, isRedrawn: state === 'pending' && index > 0 })),
    );
    const drawn = steps.map((step) => drawCard({ facts }, plan, style, step));
    const byName = new Map(drawn.map(({ name, blocks }) => [name, blocks]));
    return [...byName].map(([name, blocks]) => ({ part: 'card', name, drawing: { message: { blocks } } }) as const);
  });
}
