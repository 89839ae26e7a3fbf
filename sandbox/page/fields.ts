// Looking into what a bot sent: unknown until it is looked at.
import type { Fields } from '../run/views.js';

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string {
  return isFields(value) && typeof value.text === 'string' ? value.text : '';
}
