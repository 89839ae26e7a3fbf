// Posts a card, edits it through its states, and reads it back each time, as the bot does: what was read is drawn again.
import { isDeepStrictEqual } from 'node:util';
import { type BlockStyle, type Move, renderPlan } from '../../src/slack/card/plan-blocks.js';
import { type CardRecord, type CardState, readRecord, toMetadata } from '../../src/slack/card/record.js';
import {
  type CardAppearance,
  readLastingBlocks,
  renderCard,
  summarizeCard,
} from '../../src/slack/card/state-blocks.js';
import type { Block, ThreadMessage } from '../../src/slack/client/web-api.js';
import { buildRecord, listWalks } from './card-walks.js';
import { type CheckContext, readUntil, toRow } from './context.js';
import type { SamplePlan } from './sample-plans.js';

export const styles: readonly BlockStyle[] = ['modern', 'plain'];

/** As many groups, and as long a reason, as the card may have. */
export const appearance: CardAppearance = {
  approvers: Array.from({ length: 8 }, (_, index) => `group-${index}-${'g'.repeat(100)}`),
  requireSecondPerson: true,
};
const failureNote = `Not finished: AWS did not answer. ${'The reason is long. '.repeat(70)}`;

const moves: readonly Move[] = Array.from({ length: 60 }, (_, index) => ({
  path: `Origins[origin-${index}].CustomOriginConfig.OriginReadTimeout`,
  before: '<&>'.repeat(20),
  after: 'y'.repeat(60),
}));

export interface CardDrawing {
  readonly name: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** A card in a state. `lasting` is what was read back; without it the plan is drawn. */
export function drawCard(
  context: Pick<CheckContext, 'facts'>,
  { name, plan }: SamplePlan,
  style: BlockStyle,
  step: { readonly state: CardState; readonly isRedrawn: boolean; readonly lasting?: readonly Block[] },
): CardDrawing & { readonly record: CardRecord } {
  const { state, isRedrawn, lasting } = step;
  const record = buildRecord(plan, state, context.facts);
  const note = state === 'failed' ? failureNote : '';
  const drawn = lasting ?? renderPlan(plan, context.facts.now, style, isRedrawn ? { moves } : undefined);
  return {
    name: `${state}${isRedrawn ? ', redrawn' : ''} (${name}, ${style})`,
    record,
    text: summarizeCard(record, note),
    blocks: renderCard(record, { ...appearance, ...(note ? { note } : {}) }, drawn, style),
  };
}

export async function checkCards(context: CheckContext): Promise<void> {
  for (const plan of context.plans) {
    for (const style of styles) for (const walk of listWalks()) await checkWalk(context, plan, style, walk);
  }
}

async function checkWalk(
  context: CheckContext,
  plan: SamplePlan,
  style: BlockStyle,
  walk: readonly CardState[],
): Promise<void> {
  let ts: string | undefined;
  let lasting: readonly Block[] | undefined;
  for (const [index, state] of walk.entries()) {
    const isRedrawn = state === 'pending' && index > 0;
    const drawing = drawCard(context, plan, style, { state, isRedrawn, ...(lasting && !isRedrawn ? { lasting } : {}) });
    const message = { text: drawing.text, blocks: drawing.blocks, metadata: toMetadata(drawing.record) };
    if (ts === undefined) {
      const posted = await context.messages.post(message);
      context.report.add(toRow('card', drawing.name, posted));
      if (!posted.ok) return;
      ts = posted.value.ts;
    } else {
      const updated = await context.messages.update(ts, message);
      context.report.add(toRow('card', drawing.name, updated));
      // The next states are drawn from what the last accepted one shows.
      if (!updated.ok) continue;
    }
    lasting = await readBack(context, ts, drawing);
  }
  if (ts !== undefined) await context.messages.remove(ts);
}

/** What the card shows, once Slack returns the state that was written. */
async function readBack(
  context: CheckContext,
  ts: string,
  { name, record }: { readonly name: string; readonly record: CardRecord },
): Promise<readonly Block[] | undefined> {
  const found = await readUntil(context, async () => {
    const thread = await context.messages.readThread(ts);
    const message = thread.ok ? thread.value.find((candidate) => candidate.ts === ts) : undefined;
    return message && readRecord(message)?.state === record.state ? message : undefined;
  });
  const detail = found ? describeDifference(found, record) : 'its metadata was not read back';
  if (detail !== undefined) {
    context.report.add({ part: 'card', name: `${name}, read back`, verdict: 'refused', detail });
  }
  return found && readLastingBlocks(found);
}

function describeDifference(message: ThreadMessage, record: CardRecord): string | undefined {
  const sent = toMetadata(record).event_payload;
  const names = Object.keys(sent).filter(
    (name) => !isDeepStrictEqual(Reflect.get(Object(message.metadata?.event_payload), name), sent[name]),
  );
  if (names.length > 0) return `the metadata came back with another ${names.join(', ')}`;
  return readLastingBlocks(message).length === 0 ? 'the blocks came back without their IDs' : undefined;
}
