// Posts what stands in threads and what programs cause, corrects the lines about DNS as the bot does, and has Slack check
// the views, which nobody can open without a click.
import type { DnsAnswer } from '../../src/clone/ports.js';
import { recordDns } from '../../src/slack/card/describe-dns.js';
import { listDnsEdits } from '../../src/slack/card/dns-corrections.js';
import { readMark, resultEventType } from '../../src/slack/card/record.js';
import type { ThreadMessage } from '../../src/slack/client/web-api.js';
import { buildRecord } from './card-walks.js';
import { type CheckContext, readUntil, toRow } from './context.js';
import {
  drawBulk,
  drawLines,
  drawOtherViews,
  drawPlanViews,
  type MessageDrawing,
  type ViewDrawing,
} from './drawings.js';
import { drawHistory, drawHome } from './list-drawings.js';
import type { SamplePlan } from './sample-plans.js';
import { drawVerification } from './verification-drawings.js';

const yes: DnsAnswer = { points: 'yes', found: 'd0clone0000000.cloudfront.net' };

export async function checkMessages(context: CheckContext): Promise<void> {
  for (const plan of context.plans) await checkThread(context, plan);
  const [card, reply] = drawBulk(context.facts);
  const parent = card && (await post(context, card));
  if (reply && parent !== undefined) await post(context, reply, parent);
  await post(context, drawHistory(context.facts));
}

async function checkThread(context: CheckContext, plan: SamplePlan): Promise<void> {
  const parent = await post(context, { name: `head of a thread (${plan.name})`, text: 'cf-clone check', blocks: [] });
  if (parent === undefined) return;
  const lines = drawLines(plan, context.facts);
  for (const line of lines) await post(context, line, parent);
  const thread = await readUntil(context, async () => {
    const read = await context.messages.readThread(parent);
    return read.ok && read.value.length > lines.length ? read.value : undefined;
  });
  await correctLines(context, plan, thread ?? []);
  for (const line of drawVerification(plan, context.facts)) await post(context, line, parent);
}

/** The lines are drawn from what was read back, so this shows whether Slack takes its own blocks again. */
async function correctLines(context: CheckContext, plan: SamplePlan, thread: readonly ThreadMessage[]): Promise<void> {
  const record = recordDns(buildRecord(plan.plan, 'deployed', context.facts), yes, context.facts.now);
  const edits = listDnsEdits({ thread }, record, yes);
  if (edits.length < 2) {
    context.report.add({
      part: 'message',
      name: `lines read back (${plan.name})`,
      verdict: 'refused',
      detail: `${edits.length} of 2 lines were found in the thread`,
    });
  }
  for (const { ts, ...edit } of edits) {
    const message = thread.find((candidate) => candidate.ts === ts);
    const line = message && readMark(message, resultEventType) ? 'result' : 'deployed';
    context.report.add(
      toRow('message', `${line}, DNS corrected (${plan.name})`, await context.messages.update(ts, edit)),
    );
  }
}

async function post(
  context: CheckContext,
  { name, text, blocks, metadata }: MessageDrawing,
  threadTs?: string,
): Promise<string | undefined> {
  const posted = await context.messages.post({
    text,
    ...(blocks.length > 0 ? { blocks } : {}),
    ...(metadata ? { metadata } : {}),
    ...(threadTs === undefined ? {} : { threadTs }),
  });
  context.report.add(toRow('message', name, posted));
  return posted.ok ? posted.value.ts : undefined;
}

export async function listViews({ plans, facts }: Pick<CheckContext, 'plans' | 'facts'>): Promise<ViewDrawing[]> {
  return [...plans.flatMap(drawPlanViews), ...drawOtherViews(), await drawHome(facts)];
}

export async function checkViews(context: CheckContext): Promise<void> {
  for (const { name, view } of await listViews(context)) {
    const found = await context.validate({ view });
    switch (found.kind) {
      case 'accepted':
        context.report.add({ part: 'view', name, verdict: 'ok', detail: '' });
        break;
      case 'refused':
        context.report.add({ part: 'view', name, verdict: 'refused', detail: found.reasons.join(' · ') });
        break;
      case 'unreachable':
        context.report.add({ part: 'view', name, verdict: 'note', detail: `blocks.validate: ${found.error}` });
        break;
      default:
        found satisfies never;
    }
  }
}
