// Drawings of any size, one for each of Slack's limits that the bot comes near. The limits are those of the fake.
import type { ModalView } from '@slack/types';
import { slackLimits } from '../../sandbox/fakes/slack/slack-limits.js';
import type { Block } from '../../src/slack/client/web-api.js';

export type LimitName = keyof typeof slackLimits;

/** A message is posted. A view is sent to blocks.validate, because nobody can open one without a click. */
export type Probe =
  | { readonly limit: LimitName; readonly surface: 'message'; readonly draw: (size: number) => readonly Block[] }
  | { readonly limit: LimitName; readonly surface: 'view'; readonly draw: (size: number) => ModalView };

const fill = (size: number): string => 'x'.repeat(size);
const plain = (size: number) => ({ type: 'plain_text', text: fill(size) }) as const;
const mrkdwn = (size: number) => ({ type: 'mrkdwn', text: fill(size), verbatim: true }) as const;
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const section = (size: number) => ({ type: 'section', text: mrkdwn(size) }) as const;
const button = (more: object, index = 0) =>
  ({ type: 'button', action_id: `check-${index}`, text: plain(5), ...more }) as const;
const actions = (...elements: readonly ReturnType<typeof button>[]): Block[] => [
  { type: 'actions', elements: [...elements] },
];

/** Text of this size in sections that are each as long as a section may be. */
function sections(size: number): Block[] {
  const { max } = slackLimits.sectionText;
  return times(Math.ceil(size / max), (index) => section(Math.min(max, size - index * max)));
}

/** A table whose cells have these sizes. */
function table(rows: readonly (readonly number[])[]): Block[] {
  return [{ type: 'table', rows: rows.map((cells) => cells.map((size) => ({ type: 'raw_text', text: fill(size) }))) }];
}

/** Cells of so many characters in all, none of them long. */
function cells(size: number): Block[] {
  const cellChars = 200;
  return table(times(Math.ceil(size / cellChars), (index) => [Math.min(cellChars, size - index * cellChars)]));
}

function confirm(sizes: { readonly title?: number; readonly text?: number; readonly button?: number }) {
  const { title = 5, text = 5, button: size = 5 } = sizes;
  return { title: plain(title), text: plain(text), confirm: plain(size), deny: plain(5) };
}

function container(titleChars: number, children: number): Block[] {
  return [
    {
      type: 'container',
      title: plain(titleChars),
      is_collapsible: true,
      child_blocks: times(children, () => ({ type: 'divider' })),
    },
  ];
}

const message = (limit: LimitName, draw: (size: number) => readonly Block[]): Probe => ({
  limit,
  surface: 'message',
  draw,
});
const view = (limit: LimitName, draw: (size: number) => Partial<ModalView>): Probe => ({
  limit,
  surface: 'view',
  draw: (size) => ({ type: 'modal', title: plain(5), blocks: [section(5)], ...draw(size) }),
});

export const probes: readonly Probe[] = [
  message('blocksInMessage', (size) => times(size, () => ({ type: 'divider' }))),
  message('blockChars', sections),
  message('blockId', (size) => [{ ...section(5), block_id: fill(size) }]),
  message('actionId', (size) => actions(button({ action_id: fill(size) }))),
  message('sectionText', (size) => [section(size)]),
  message('sectionFields', (size) => [{ type: 'section', fields: times(size, () => mrkdwn(5)) }]),
  message('sectionField', (size) => [{ type: 'section', fields: [mrkdwn(size)] }]),
  message('headerText', (size) => [{ type: 'header', text: plain(size) }]),
  message('contextElements', (size) => [{ type: 'context', elements: times(size, () => mrkdwn(5)) }]),
  message('contextText', (size) => [{ type: 'context', elements: [mrkdwn(size)] }]),
  message('actionsElements', (size) => actions(...times(size, (index) => button({}, index)))),
  message('containerTitle', (size) => container(size, 1)),
  message('containerChildren', (size) => container(5, size)),
  message('tableRows', (size) => table(times(size, () => [5]))),
  message('tableColumns', (size) => table([times(size, () => 5)])),
  message('tableCells', cells),
  message('planTitle', (size) => [
    {
      type: 'plan',
      title: fill(size),
      tasks: [{ type: 'task_card', task_id: 'check', title: 'x', status: 'pending' }],
    },
  ]),
  message('buttonText', (size) => actions(button({ text: plain(size) }))),
  message('buttonValue', (size) => actions(button({ value: fill(size) }))),
  message('confirmTitle', (size) => actions(button({ confirm: confirm({ title: size }) }))),
  message('confirmText', (size) => actions(button({ confirm: confirm({ text: size }) }))),
  message('confirmButton', (size) => actions(button({ confirm: confirm({ button: size }) }))),
  view('viewTitle', (size) => ({ title: plain(size) })),
  view('privateMetadata', (size) => ({ private_metadata: fill(size) })),
  view('callbackId', (size) => ({ callback_id: fill(size) })),
  view('blocksInView', (size) => ({ blocks: times(size, () => ({ type: 'divider' as const })) })),
  view('alertText', (size) => ({ blocks: [{ type: 'alert', text: mrkdwn(size) }] })),
];
