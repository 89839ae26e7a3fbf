// Tries each limit: at the limit Slack has to accept, and one more it should refuse.
import { slackLimits } from '../../sandbox/fakes/slack/slack-limits.js';
import { maxRecordBytes } from '../../src/slack/card/record.js';
import { type CheckContext, toRow } from './context.js';
import { type LimitName, type Probe, probes } from './limit-probes.js';

type Tried = { readonly kind: 'accepted' | 'refused' | 'unclear'; readonly detail: string };

export async function checkLimits(context: CheckContext): Promise<void> {
  for (const probe of probes) await checkLimit(context, probe.limit, (size) => tryProbe(context, probe, size));
  await checkLimit(context, 'updatedText', (size) => tryUpdate(context, size));
  await checkMetadata(context);
  const tried = new Set<string>([...probes.map(({ limit }) => limit), 'updatedText']);
  const others = Object.keys(slackLimits).filter((name) => !tried.has(name));
  context.report.add({ part: 'limit', name: 'not tried', verdict: 'ok', detail: others.join(', ') });
}

async function checkLimit(
  { report }: CheckContext,
  limit: LimitName,
  attempt: (size: number) => Promise<Tried>,
): Promise<void> {
  const { max } = slackLimits[limit];
  const name = `${limit} ${max}`;
  const at = await attempt(max);
  if (at.kind !== 'accepted') {
    const verdict = at.kind === 'refused' ? 'refused' : 'note';
    return report.add({ part: 'limit', name, verdict, detail: at.detail });
  }
  const over = await attempt(max + 1);
  switch (over.kind) {
    case 'refused':
      return report.add({ part: 'limit', name, verdict: 'ok', detail: `one more: ${over.detail}` });
    case 'accepted':
      return report.add({ part: 'limit', name, verdict: 'note', detail: 'Slack takes one more' });
    case 'unclear':
      return report.add({ part: 'limit', name, verdict: 'note', detail: `one more: ${over.detail}` });
    default:
      over.kind satisfies never;
  }
}

async function tryProbe(context: CheckContext, probe: Probe, size: number): Promise<Tried> {
  if (probe.surface === 'view') {
    const found = await context.validate({ view: probe.draw(size) });
    if (found.kind === 'accepted') return { kind: 'accepted', detail: '' };
    return found.kind === 'refused'
      ? { kind: 'refused', detail: found.reasons.join(' · ') }
      : { kind: 'unclear', detail: `blocks.validate: ${found.error}` };
  }
  const posted = await context.messages.post({ text: `cf-clone check: ${probe.limit}`, blocks: probe.draw(size) });
  if (posted.ok) await context.messages.remove(posted.value.ts);
  return toTried(posted);
}

/** Edits take less text than posts. */
async function tryUpdate(context: CheckContext, size: number): Promise<Tried> {
  const posted = await context.messages.post({ text: 'cf-clone check: updatedText' });
  if (!posted.ok) return toTried(posted);
  const updated = await context.messages.update(posted.value.ts, { text: 'x'.repeat(size) });
  await context.messages.remove(posted.value.ts);
  return toTried(updated);
}

/** Slack names no size. The bot keeps its records below this one. */
async function checkMetadata(context: CheckContext): Promise<void> {
  const posted = await context.messages.post({
    text: 'cf-clone check: metadata',
    metadata: { event_type: 'cf_clone', event_payload: { fields: 'x'.repeat(maxRecordBytes) } },
  });
  if (posted.ok) await context.messages.remove(posted.value.ts);
  context.report.add(toRow('limit', `metadata ${maxRecordBytes} bytes`, posted));
}

function toTried(answer: Awaited<ReturnType<CheckContext['messages']['update']>> | PostAnswer): Tried {
  if (answer.ok) return { kind: 'accepted', detail: '' };
  const isUnclear = answer.lost || answer.retryAfter !== undefined;
  return { kind: isUnclear ? 'unclear' : 'refused', detail: [answer.error, ...(answer.reasons ?? [])].join(' · ') };
}

type PostAnswer = Awaited<ReturnType<CheckContext['messages']['post']>>;
