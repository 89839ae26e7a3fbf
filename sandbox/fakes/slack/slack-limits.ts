// Every limit of Slack that the fake enforces, in one table with its source. Where sources differ, the stricter one counts.

const blockKit = 'https://docs.slack.dev/reference/block-kit/blocks';
const elements = 'https://docs.slack.dev/reference/block-kit/block-elements';
const composition = 'https://docs.slack.dev/reference/block-kit/composition-objects';
const views = 'https://docs.slack.dev/reference/views';
const update = 'https://docs.slack.dev/reference/methods/chat.update';
const post = 'https://docs.slack.dev/reference/methods/chat.postMessage';

interface Limit {
  readonly max: number;
  readonly source: string;
}

export const slackLimits = {
  blocksInMessage: { max: 50, source: blockKit },
  blocksInView: { max: 100, source: blockKit },
  blockId: { max: 255, source: blockKit },
  actionId: { max: 255, source: elements },
  callbackId: { max: 255, source: views },
  sectionText: { max: 3_000, source: `${blockKit}/section-block` },
  sectionFields: { max: 10, source: `${blockKit}/section-block` },
  sectionField: { max: 2_000, source: `${blockKit}/section-block` },
  headerText: { max: 150, source: `${blockKit}/header-block` },
  contextElements: { max: 10, source: `${blockKit}/context-block` },
  contextText: { max: 3_000, source: `${composition}/text-object` },
  actionsElements: { max: 25, source: `${blockKit}/actions-block` },
  contextActions: { max: 5, source: `${blockKit}/context-actions-block` },
  alertText: { max: 200, source: 'https://github.com/slackapi/java-slack-sdk/pull/1610' },
  containerTitle: { max: 150, source: 'https://docs.slack.dev/changelog/2026/06/29/block-kit-container-block' },
  containerChildren: { max: 10, source: 'https://docs.slack.dev/changelog/2026/06/29/block-kit-container-block' },
  cardTitle: { max: 150, source: `${blockKit}/card-block` },
  cardBody: { max: 200, source: `${blockKit}/card-block` },
  carouselCards: { max: 10, source: `${blockKit}/carousel-block` },
  tableRows: { max: 100, source: `${blockKit}/table-block` },
  tableColumns: { max: 20, source: `${blockKit}/table-block` },
  /** All cells of all tables of a message. */
  tableCells: { max: 10_000, source: 'https://github.com/openclaw/openclaw/issues/116447' },
  /** All blocks of a message. 13,172 were refused; how Slack counts is not documented. */
  blockChars: { max: 13_000, source: 'https://github.com/slackapi/bolt-js/issues/2509' },
  markdown: { max: 12_000, source: `${blockKit}/markdown-block` },
  inputLabel: { max: 2_000, source: `${blockKit}/input-block` },
  inputHint: { max: 2_000, source: `${blockKit}/input-block` },
  planTitle: { max: 3_000, source: `${composition}/text-object` },
  buttonText: { max: 75, source: `${elements}/button-element` },
  buttonValue: { max: 2_000, source: `${elements}/button-element` },
  buttonUrl: { max: 3_000, source: `${elements}/button-element` },
  buttonLabel: { max: 75, source: `${elements}/button-element` },
  confirmTitle: { max: 100, source: `${composition}/confirmation-dialog-object` },
  confirmText: { max: 300, source: `${composition}/confirmation-dialog-object` },
  confirmButton: { max: 30, source: `${composition}/confirmation-dialog-object` },
  options: { max: 100, source: `${elements}/select-menu-element` },
  optionText: { max: 75, source: `${composition}/option-object` },
  optionValue: { max: 75, source: `${composition}/option-object` },
  /** Checkboxes and radio buttons; an overflow menu has 5. */
  choices: { max: 10, source: `${elements}/checkboxes-element` },
  overflowOptions: { max: 5, source: `${elements}/overflow-menu-element` },
  placeholder: { max: 150, source: `${elements}/plain-text-input-element` },
  viewTitle: { max: 24, source: views },
  privateMetadata: { max: 3_000, source: views },
  viewBytes: { max: 250_000, source: 'https://docs.slack.dev/reference/methods/views.open' },
  postedText: { max: 40_000, source: post },
  updatedText: { max: 4_000, source: update },
  attachments: { max: 100, source: post },
} as const satisfies Record<string, Limit>;

/** Blocks that modals alone may have: https://github.com/slackapi/node-slack-sdk/pull/2567 */
export const modalBlocks: readonly string[] = ['alert'];
/** Blocks that messages alone may have: https://github.com/slackapi/node-slack-sdk/pull/2471, the Block Kit reference for the table. */
export const messageBlocks: readonly string[] = ['plan', 'task_card', 'table', 'markdown'];
