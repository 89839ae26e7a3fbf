// What Slack refuses in blocks: types that it does not know, or not there, and everything over the sizes in slack-limits.ts.
import { escapeOnce } from './blocks.js';
import { type Fields, fieldsAt, isFields, listAt, textAt } from './json.js';
import type { Block } from './messages.js';
import { messageBlocks, modalBlocks, slackLimits } from './slack-limits.js';

export interface Limits {
  refusedBlocks: readonly string[];
}

export type Surface = 'message' | 'modal' | 'home';
type Report = (pointer: string, fault: string) => void;
type Rule = (block: Fields, at: string, report: Report) => void;

const TASK_STATES = ['pending', 'in_progress', 'complete', 'error'];
const ALERT_LEVELS = ['default', 'info', 'warning', 'error', 'success'];
const BUTTON_STYLES = ['primary', 'danger'];
const IN_CONTAINER = 'actions context divider file header image input rich_text section table video'.split(' ');

const RULES: Record<string, Rule> = {
  actions: (block, at, report) => {
    checkCount(block, 'elements', 1, slackLimits.actionsElements.max, at, report);
    const ids = listAt(block, 'elements').map((element) => (isFields(element) ? element.action_id : undefined));
    ids.forEach((id, index) => {
      if (id !== undefined && ids.indexOf(id) < index) {
        report(`${at}/elements/${index}/action_id`, `\`action_id\` "${String(id)}" already exists`);
      }
    });
  },
  alert: (block, at, report) => {
    checkText(block, 'text', 1, slackLimits.alertText.max, at, report);
    checkWord(block, 'level', ALERT_LEVELS, at, report);
  },
  card: (block, at, report) => {
    for (const name of ['title', 'subtitle']) checkOptionalText(block, name, slackLimits.cardTitle.max, at, report);
    checkOptionalText(block, 'body', slackLimits.cardBody.max, at, report);
  },
  carousel: (block, at, report) => checkCount(block, 'elements', 1, slackLimits.carouselCards.max, at, report),
  container: (block, at, report) => {
    for (const name of ['title', 'subtitle'])
      checkOptionalText(block, name, slackLimits.containerTitle.max, at, report);
    checkCount(block, 'child_blocks', 1, slackLimits.containerChildren.max, at, report);
    listAt(block, 'child_blocks').forEach((child, index) => {
      const type = isFields(child) ? String(child.type) : '';
      if (!IN_CONTAINER.includes(type)) report(`${at}/child_blocks/${index}/type`, `unsupported type: ${type}`);
      else if (isFields(child)) RULES[type]?.(child, `${at}/child_blocks/${index}`, report);
    });
  },
  context: (block, at, report) => {
    checkCount(block, 'elements', 1, slackLimits.contextElements.max, at, report);
    listAt(block, 'elements').forEach((element, index) => {
      if (isFields(element) && element.type !== 'image') {
        checkLength(element.text, 1, slackLimits.contextText.max, `${at}/elements/${index}/text`, report);
      }
    });
  },
  context_actions: (block, at, report) => checkCount(block, 'elements', 1, slackLimits.contextActions.max, at, report),
  data_table: (block, at, report) => {
    if (textAt(block, 'caption') === undefined) report(at, 'missing required field: caption');
    const size = block.page_size ?? 5;
    if (typeof size !== 'number' || size < 1 || size > 100) report(`${at}/page_size`, 'must be between 1 and 100');
    checkRows(block, at, report);
  },
  divider: () => undefined,
  file: () => undefined,
  header: (block, at, report) => {
    checkText(block, 'text', 1, slackLimits.headerText.max, at, report);
    if (fieldsAt(block, 'text').type !== 'plain_text') report(`${at}/text/type`, 'must be plain_text');
  },
  image: (block, at, report) => {
    if (textAt(block, 'alt_text') === undefined) report(at, 'missing required field: alt_text');
  },
  input: (block, at, report) => {
    checkText(block, 'label', 1, slackLimits.inputLabel.max, at, report);
    checkOptionalText(block, 'hint', slackLimits.inputHint.max, at, report);
  },
  markdown: (block, at, report) => checkLength(block.text, 1, slackLimits.markdown.max, `${at}/text`, report),
  plan: (block, at, report) => {
    checkLength(block.title, 1, slackLimits.planTitle.max, `${at}/title`, report);
    listAt(block, 'tasks').forEach((task, index) => {
      if (isFields(task)) checkTask(task, `${at}/tasks/${index}`, report);
    });
  },
  rich_text: (block, at, report) => checkCount(block, 'elements', 1, Number.POSITIVE_INFINITY, at, report),
  section: (block, at, report) => {
    const fields = listAt(block, 'fields');
    if (block.text === undefined && fields.length === 0) report(at, 'missing required field: text or fields');
    if (block.text !== undefined) checkText(block, 'text', 1, slackLimits.sectionText.max, at, report);
    if (fields.length > slackLimits.sectionFields.max) report(`${at}/fields`, 'no more than 10 items allowed');
    fields.forEach((field, index) => {
      checkLength(
        isFields(field) ? field.text : undefined,
        1,
        slackLimits.sectionField.max,
        `${at}/fields/${index}/text`,
        report,
      );
    });
  },
  table: (block, at, report) => checkRows(block, at, report),
  task_card: (block, at, report) => checkTask(block, at, report),
  video: () => undefined,
};

/** The complaints that Slack would send back, each with a JSON pointer; none means accepted. */
export function findBlockFaults(blocks: readonly Block[], limits: Limits, surface: Surface = 'message'): string[] {
  const faults: string[] = [];
  const root = surface === 'message' ? '/blocks' : '/view/blocks';
  const report: Report = (pointer, fault) => faults.push(`${fault} [json-pointer:${pointer}]`);
  const most = surface === 'message' ? slackLimits.blocksInMessage.max : slackLimits.blocksInView.max;
  if (blocks.length > most) report(root, `no more than ${most} items allowed`);
  blocks.forEach((block, index) => {
    const at = `${root}/${index}`;
    const rule = RULES[block.type];
    if (!rule || limits.refusedBlocks.includes(block.type) || isElsewhere(block.type, surface))
      report(`${at}/type`, `unsupported type: ${block.type}`);
    else rule(block, at, report);
    checkControls(block, at, report);
  });
  checkUnique(blocks, root, report);
  const markdown = blocks.reduce((sum, block) => sum + (block.type === 'markdown' ? String(block.text).length : 0), 0);
  if (markdown > slackLimits.markdown.max) report(root, 'markdown text must be less than 12001 characters in all');
  if (countCellChars(blocks) > slackLimits.tableCells.max) {
    report(root, `table cells must be less than ${slackLimits.tableCells.max + 1} characters in all`);
  }
  return faults;
}

/** Known, but not on this surface. */
function isElsewhere(type: string, surface: Surface): boolean {
  if (surface !== 'modal' && modalBlocks.includes(type)) return true;
  return surface !== 'message' && messageBlocks.includes(type);
}

function countCellChars(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countCellChars(item), 0);
  if (!isFields(value)) return 0;
  if (value.type === 'table') return countShownChars(value.rows);
  return Object.values(value).reduce((sum: number, item) => sum + countCellChars(item), 0);
}

/** What nobody sees. Whether Slack counts a button's value is not known, so it counts. */
const unseen = new Set(['type', 'block_id', 'action_id', 'style', 'level', 'task_id', 'status', 'url']);

/** Characters of everything that is shown, as Slack keeps it: with three characters escaped. */
export function countShownChars(value: unknown): number {
  if (typeof value === 'string') return escapeOnce(value).length;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countShownChars(item), 0);
  if (!isFields(value)) return 0;
  return Object.entries(value).reduce((sum, [name, item]) => sum + (unseen.has(name) ? 0 : countShownChars(item)), 0);
}

function checkOptions(control: Fields, at: string, report: Report): void {
  const options = listAt(control, 'options');
  const most =
    control.type === 'overflow'
      ? slackLimits.overflowOptions.max
      : control.type === 'checkboxes' || control.type === 'radio_buttons'
        ? slackLimits.choices.max
        : slackLimits.options.max;
  if (options.length > most) report(`${at}/options`, `no more than ${most} items allowed`);
  options.forEach((option, index) => {
    if (!isFields(option)) return;
    checkText(option, 'text', 1, slackLimits.optionText.max, `${at}/options/${index}`, report);
    checkLength(option.value, 1, slackLimits.optionValue.max, `${at}/options/${index}/value`, report);
  });
}

function checkUnique(blocks: readonly Block[], root: string, report: Report): void {
  const seen = new Set<string>();
  blocks.forEach((block, index) => {
    if (block.block_id === undefined) return;
    if (block.block_id.length > slackLimits.blockId.max)
      report(`${root}/${index}/block_id`, 'must be less than 256 characters');
    if (seen.has(block.block_id)) report(`${root}/${index}/block_id`, 'block_id already exists');
    seen.add(block.block_id);
  });
}

/** Buttons, selects and confirm dialogs, wherever in the block they are. */
function checkControls(value: unknown, at: string, report: Report): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      checkControls(item, `${at}/${index}`, report);
    });
    return;
  }
  if (!isFields(value)) return;
  if (value.type === 'button') checkButton(value, at, report);
  // A confirm dialog has a field called confirm too, its button's text; controls have a type, dialogs have none.
  if (value.type !== undefined && isFields(value.confirm)) checkConfirm(value.confirm, `${at}/confirm`, report);
  checkOptions(value, at, report);
  checkOptionalText(value, 'placeholder', slackLimits.placeholder.max, at, report);
  checkOptionalLength(value.action_id, slackLimits.actionId.max, `${at}/action_id`, report);
  for (const [name, inner] of Object.entries(value)) checkControls(inner, `${at}/${name}`, report);
}

function checkButton(button: Fields, at: string, report: Report): void {
  checkText(button, 'text', 1, slackLimits.buttonText.max, at, report);
  checkOptionalLength(button.value, slackLimits.buttonValue.max, `${at}/value`, report);
  checkOptionalLength(button.url, slackLimits.buttonUrl.max, `${at}/url`, report);
  checkOptionalLength(button.accessibility_label, slackLimits.buttonLabel.max, `${at}/accessibility_label`, report);
  checkWord(button, 'style', BUTTON_STYLES, at, report);
}

function checkConfirm(confirm: Fields, at: string, report: Report): void {
  checkText(confirm, 'title', 1, slackLimits.confirmTitle.max, at, report);
  checkText(confirm, 'text', 1, slackLimits.confirmText.max, at, report);
  checkText(confirm, 'confirm', 1, slackLimits.confirmButton.max, at, report);
  checkText(confirm, 'deny', 1, slackLimits.confirmButton.max, at, report);
}

function checkTask(task: Fields, at: string, report: Report): void {
  for (const name of ['task_id', 'title'])
    checkLength(task[name], 1, slackLimits.planTitle.max, `${at}/${name}`, report);
  if (!TASK_STATES.includes(String(task.status))) report(`${at}/status`, `must be one of ${TASK_STATES.join(', ')}`);
}

function checkRows(block: Fields, at: string, report: Report): void {
  checkCount(block, 'rows', 1, slackLimits.tableRows.max, at, report);
  listAt(block, 'rows').forEach((row, index) => {
    const cells = Array.isArray(row) ? row : [];
    if (cells.length > slackLimits.tableColumns.max) report(`${at}/rows/${index}`, 'no more than 20 items allowed');
    cells.forEach((cell, column) => {
      if (isFields(cell) && cell.type === 'raw_text') {
        checkLength(cell.text, 1, slackLimits.tableCells.max, `${at}/rows/${index}/${column}/text`, report);
      }
    });
  });
}

function checkCount(block: Fields, name: string, least: number, most: number, at: string, report: Report): void {
  const count = listAt(block, name).length;
  if (count < least) report(`${at}/${name}`, `must have at least ${least} items`);
  if (count > most) report(`${at}/${name}`, `no more than ${most} items allowed`);
}

function checkWord(fields: Fields, name: string, words: readonly string[], at: string, report: Report): void {
  const word = fields[name];
  if (word !== undefined && !words.includes(String(word)))
    report(`${at}/${name}`, `must be one of ${words.join(', ')}`);
}

function checkText(fields: Fields, name: string, least: number, most: number, at: string, report: Report): void {
  checkLength(fieldsAt(fields, name).text, least, most, `${at}/${name}/text`, report);
}

function checkOptionalText(fields: Fields, name: string, most: number, at: string, report: Report): void {
  if (fields[name] !== undefined) checkText(fields, name, 1, most, at, report);
}

function checkOptionalLength(value: unknown, most: number, at: string, report: Report): void {
  if (value !== undefined) checkLength(value, 0, most, at, report);
}

function checkLength(value: unknown, least: number, most: number, at: string, report: Report): void {
  if (typeof value !== 'string') report(at, 'missing required field');
  else if (value.length < least) report(at, `must be more than ${least - 1} characters`);
  else if (value.length > most) report(at, `must be less than ${most + 1} characters`);
}
