// The whole plan as a modal with pages: every warning and every field that changes. A card has room for the risks alone; a
// modal holds 100 blocks and no message limit applies to it. Opening one needs no scope.
// https://docs.slack.dev/reference/methods/views.open
import type { View } from '@slack/types';
import * as z from 'zod';
import type { ClonePlan } from '../../clone/plan.js';
import { changeReasons } from '../../messages/changes.js';
import type { Block } from '../client/web-api.js';
import { code, cut, escapeText } from '../mrkdwn.js';
import { maxMessage } from './budget.js';
import { countFields, renderNote } from './plan-blocks.js';

export const planViewId = 'cf_clone_plan';
export const planPageActions = { previous: 'cf_clone_plan_previous', next: 'cf_clone_plan_next' } as const;

/** Slack allows 100 blocks and 250 kB in a view; a page of this size is still quick to read. */
const maxPageChars = 12_000;
const maxPageSections = 40;
/** A value longer than this is cut. No field of a distribution that a person compares is longer. */
const maxValueChars = 1_200;

const planPageSchema = z.object({ channel: z.string(), ts: z.string(), page: z.int().nonnegative() });

/** Which card and page a view shows. It is the view's private metadata. */
export type PlanPage = Readonly<z.infer<typeof planPageSchema>>;

export function readPlanPage(privateMetadata: string): PlanPage | undefined {
  try {
    return planPageSchema.parse(JSON.parse(privateMetadata));
  } catch {
    return undefined;
  }
}

/** What Slack shows at once, while the plan is made again. */
export function renderPlanLoading(): View {
  return renderView([section('Reading the reference and its certificate again …')]);
}

/** Instead of the plan, why it cannot be shown. `text` is mrkdwn. */
export function renderPlanProblem(text: string): View {
  return renderView([section(cut(text, maxMessage.sectionChars))]);
}

/** One page of the plan. `isCurrent`: the plan is still the one that the card shows. */
export function renderPlanView(plan: ClonePlan, place: PlanPage, isCurrent: boolean): View {
  const pages = paginate(listEntries(plan));
  const index = Math.min(Math.max(place.page, 0), pages.length - 1);
  const notice = isCurrent
    ? []
    : [section(':warning: *The plan has changed since the card was drawn.* This is the plan as it is now.')];
  return renderView(
    [
      ...notice,
      section(`*${code(plan.domain)}* · ${countFields(plan)}`),
      ...(pages[index] ?? []).map(section),
      ...renderPageButtons(index, pages.length),
    ],
    JSON.stringify({ ...place, page: index } satisfies PlanPage),
  );
}

function listEntries(plan: ClonePlan): string[] {
  const changes = plan.changes.map(({ path, before, after, reason }) => {
    const [from, to] = [before, after].map((value) => code(cut(value, maxValueChars)) || '(none)');
    return `${code(cut(path, 300))}: ${from} → ${to}\n      ${escapeText(changeReasons[reason])}`;
  });
  const warnings = plan.warnings.map(renderNote);
  return [
    ...(warnings.length > 0 ? ['*What to know before approval*', ...warnings] : []),
    '*Fields that differ from the reference*',
    ...(changes.length > 0 ? changes : ['None.']),
  ];
}

/** Entries in sections, sections in pages. An entry is never split. */
function paginate(entries: readonly string[]): string[][] {
  const pages: string[][] = [[]];
  let pageChars = 0;
  for (const entry of entries.map((text) => cut(text, maxMessage.sectionChars))) {
    let page = pages.at(-1) ?? [];
    const last = page.at(-1);
    const fits = last !== undefined && last.length + entry.length + 1 <= maxMessage.sectionChars;
    if (pageChars + entry.length > maxPageChars || (!fits && page.length >= maxPageSections)) {
      page = [];
      pages.push(page);
      pageChars = 0;
    }
    if (fits && page.length > 0) page[page.length - 1] = `${last}\n${entry}`;
    else page.push(entry);
    pageChars += entry.length + 1;
  }
  return pages;
}

function renderPageButtons(index: number, count: number): Block[] {
  if (count === 1) return [];
  const button = (action_id: string, text: string) =>
    ({ type: 'button', action_id, text: { type: 'plain_text', text } }) as const;
  return [
    { type: 'context', elements: [{ type: 'mrkdwn', text: `Page ${index + 1} of ${count}` }] },
    {
      type: 'actions',
      elements: [
        ...(index > 0 ? [button(planPageActions.previous, 'Previous page')] : []),
        ...(index < count - 1 ? [button(planPageActions.next, 'Next page')] : []),
      ],
    },
  ];
}

function renderView(blocks: Block[], privateMetadata = ''): View {
  return {
    type: 'modal',
    callback_id: planViewId,
    title: { type: 'plain_text', text: 'The whole plan' },
    close: { type: 'plain_text', text: 'Close' },
    private_metadata: privateMetadata,
    blocks,
  };
}

function section(text: string): Block & { type: 'section' } {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}
