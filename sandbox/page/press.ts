// What was pressed: the control as the message holds it, found from the button that the renderer drew.
import type { Block, Fields } from '../run/views.js';
import { isFields, textOf } from './fields.js';

export interface Pressed {
  readonly element: Control;
  readonly blockId: string;
  readonly value?: string;
  readonly state?: Fields;
}

export type Press = (pressed: Pressed) => void;

export interface Control {
  readonly type: string;
  readonly action_id: string;
  readonly value?: string;
  readonly url?: string;
  readonly confirm?: Confirm;
  readonly fields: Fields;
}

export interface Confirm {
  readonly title: string;
  readonly text: string;
  readonly isMarkdown: boolean;
  readonly confirm: string;
  readonly deny: string;
  readonly isDanger: boolean;
}

const controlTypes = new Set([
  'button',
  'static_select',
  'external_select',
  'users_select',
  'conversations_select',
  'channels_select',
  'overflow',
  'radio_buttons',
  'checkboxes',
  'datepicker',
  'timepicker',
  'datetimepicker',
]);

/** Everything in a block that can be pressed or chosen, in reading order. */
export function controlsIn(value: unknown): Control[] {
  if (Array.isArray(value)) return value.flatMap(controlsIn);
  if (!isFields(value)) return [];
  const inner = Object.values(value).flatMap(controlsIn);
  return typeof value.type === 'string' && controlTypes.has(value.type) ? [readControl(value), ...inner] : inner;
}

export function readControl(fields: Fields): Control {
  return {
    type: String(fields.type),
    action_id: String(fields.action_id ?? ''),
    ...(typeof fields.value === 'string' && { value: fields.value }),
    ...(typeof fields.url === 'string' && { url: fields.url }),
    ...(isFields(fields.confirm) && { confirm: readConfirm(fields.confirm) }),
    fields,
  };
}

function readConfirm(fields: Fields): Confirm {
  return {
    title: textOf(fields.title),
    text: textOf(fields.text),
    isMarkdown: isFields(fields.text) && fields.text.type === 'mrkdwn',
    confirm: textOf(fields.confirm),
    deny: textOf(fields.deny),
    isDanger: fields.style === 'danger',
  };
}

/**
 * The renderer gives a button its action_id as id and no handler. Buttons of one block may share an action_id, so the
 * one that was pressed is the one with the same number among them.
 */
export function findPressed(block: Block, drawn: HTMLElement, button: Element): Control | undefined {
  const twins: Element[] = [...drawn.querySelectorAll('button')].filter(({ id }) => id === button.id);
  const number = twins.indexOf(button);
  return controlsIn(block).filter(({ type, action_id }) => type === 'button' && action_id === button.id)[number];
}
