// What Slack refuses in blocks: types that it does not know, and everything over its published sizes.
// Numbers: the Block Kit reference, as typed in @slack/types.
import { type Fields, fieldsAt, isFields, listAt, textAt } from './json.js';
import type { Block } from './store.js';

export interface Limits {
  refusedBlocks: readonly string[];
}

type Surface = 'message' | 'view';
type Report = (pointer: string, fault: string) => void;
type Rule = (block: Fields, at: string, report: Report) => void;

const TASK_STATES = ['pending', 'in_progress', 'complete', 'error'];
const ALERT_LEVELS = ['default', 'info', 'warning', 'error', 'success'];
const BUTTON_STYLES = ['primary', 'danger'];
const IN_CONTAINER = 'actions context divider file header image input rich_text section table video'.split(' ');

const RULES: Record<string, Rule> = {
  actions: (block, at, report) => {
    checkCount(block, 'elements', 1, 25, at, report);
    const ids = listAt(block, 'elements').map((element) => (isFields(element) ? element.action_id : undefined));
    ids.forEach((id, index) => {
      if (id !== undefined && ids.indexOf(id) < index) {
        report(`${at}/elements/${index}/action_id`, `\`action_id\` "${String(id)}" already exists`);
      }
    });
  },
  alert: (block, at, report) => {
    checkText(block, 'text', 1, 3000, at, report);
    checkWord(block, 'level', ALERT_LEVELS, at, report);
  },
  card: (block, at, report) => {
    for (const name of ['title', 'subtitle']) checkOptionalText(block, name, 150, at, report);
    checkOptionalText(block, 'body', 200, at, report);
  },
  carousel: (block, at, report) => checkCount(block, 'elements', 1, 10, at, report),
  container: (block, at, report) => {
    for (const name of ['title', 'subtitle']) checkOptionalText(block, name, 150, at, report);
    checkCount(block, 'child_blocks', 1, 10, at, report);
    listAt(block, 'child_blocks').forEach((child, index) => {
      const type = isFields(child) ? String(child.type) : '';
      if (!IN_CONTAINER.includes(type)) report(`${at}/child_blocks/${index}/type`, `unsupported type: ${type}`);
      else if (isFields(child)) RULES[type]?.(child, `${at}/child_blocks/${index}`, report);
    });
  },
  context: (block, at, report) => checkCount(block, 'elements', 1, 10, at, report),
  context_actions: (block, at, report) => checkCount(block, 'elements', 1, 5, at, report),
  data_table: (block, at, report) => {
    if (textAt(block, 'caption') === undefined) report(at, 'missing required field: caption');
    const size = block.page_size ?? 5;
    if (typeof size !== 'number' || size < 1 || size > 100) report(`${at}/page_size`, 'must be between 1 and 100');
    checkRows(block, at, report);
  },
  divider: () => undefined,
  file: () => undefined,
  header: (block, at, report) => {
    checkText(block, 'text', 1, 150, at, report);
    if (fieldsAt(block, 'text').type !== 'plain_text') report(`${at}/text/type`, 'must be plain_text');
  },
  image: (block, at, report) => {
    if (textAt(block, 'alt_text') === undefined) report(at, 'missing required field: alt_text');
  },
  input: (block, at, report) => checkText(block, 'label', 1, 2000, at, report),
  markdown: (block, at, report) => checkLength(block.text, 1, 12_000, `${at}/text`, report),
  plan: (block, at, report) => {
    checkLength(block.title, 1, 3000, `${at}/title`, report);
    listAt(block, 'tasks').forEach((task, index) => {
      if (isFields(task)) checkTask(task, `${at}/tasks/${index}`, report);
    });
  },
  rich_text: (block, at, report) => checkCount(block, 'elements', 1, Number.POSITIVE_INFINITY, at, report),
  section: (block, at, report) => {
    const fields = listAt(block, 'fields');
    if (block.text === undefined && fields.length === 0) report(at, 'missing required field: text or fields');
    if (block.text !== undefined) checkText(block, 'text', 1, 3000, at, report);
    if (fields.length > 10) report(`${at}/fields`, 'no more than 10 items allowed');
    fields.forEach((field, index) => {
      checkLength(isFields(field) ? field.text : undefined, 1, 2000, `${at}/fields/${index}/text`, report);
    });
  },
  table: (block, at, report) => checkRows(block, at, report),
  task_card: (block, at, report) => checkTask(block, at, report),
  video: () => undefined,
};

/** The complaints that Slack would send back, each with a JSON pointer; none means accepted. */
export function findBlockFaults(blocks: readonly Block[], limits: Limits, surface: Surface = 'message'): string[] {
  const faults: string[] = [];
  const root = surface === 'view' ? '/view/blocks' : '/blocks';
  const report: Report = (pointer, fault) => faults.push(`${fault} [json-pointer:${pointer}]`);
  const most = surface === 'view' ? 100 : 50;
  if (blocks.length > most) report(root, `no more than ${most} items allowed`);
  blocks.forEach((block, index) => {
    const at = `${root}/${index}`;
    const rule = RULES[block.type];
    if (!rule || limits.refusedBlocks.includes(block.type)) report(`${at}/type`, `unsupported type: ${block.type}`);
    else rule(block, at, report);
    checkControls(block, at, report);
  });
  checkUnique(blocks, root, report);
  const markdown = blocks.reduce((sum, block) => sum + (block.type === 'markdown' ? String(block.text).length : 0), 0);
  if (markdown > 12_000) report(root, 'markdown text must be less than 12001 characters in all');
  return faults;
}

function checkUnique(blocks: readonly Block[], root: string, report: Report): void {
  const seen = new Set<string>();
  blocks.forEach((block, index) => {
    if (block.block_id === undefined) return;
    if (block.block_id.length > 255) report(`${root}/${index}/block_id`, 'must be less than 256 characters');
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
  if (listAt(value, 'options').length > 100) report(`${at}/options`, 'no more than 100 items allowed');
  checkOptionalLength(value.action_id, 255, `${at}/action_id`, report);
  for (const [name, inner] of Object.entries(value)) checkControls(inner, `${at}/${name}`, report);
}

function checkButton(button: Fields, at: string, report: Report): void {
  checkText(button, 'text', 1, 75, at, report);
  checkOptionalLength(button.value, 2000, `${at}/value`, report);
  checkOptionalLength(button.url, 3000, `${at}/url`, report);
  checkOptionalLength(button.accessibility_label, 75, `${at}/accessibility_label`, report);
  checkWord(button, 'style', BUTTON_STYLES, at, report);
}

function checkConfirm(confirm: Fields, at: string, report: Report): void {
  checkText(confirm, 'title', 1, 100, at, report);
  checkText(confirm, 'text', 1, 300, at, report);
  checkText(confirm, 'confirm', 1, 30, at, report);
  checkText(confirm, 'deny', 1, 30, at, report);
}

function checkTask(task: Fields, at: string, report: Report): void {
  for (const name of ['task_id', 'title']) checkLength(task[name], 1, 3000, `${at}/${name}`, report);
  if (!TASK_STATES.includes(String(task.status))) report(`${at}/status`, `must be one of ${TASK_STATES.join(', ')}`);
}

function checkRows(block: Fields, at: string, report: Report): void {
  checkCount(block, 'rows', 1, 100, at, report);
  listAt(block, 'rows').forEach((row, index) => {
    const cells = Array.isArray(row) ? row : [];
    if (cells.length > 20) report(`${at}/rows/${index}`, 'no more than 20 items allowed');
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
