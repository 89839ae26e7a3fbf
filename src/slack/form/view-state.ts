// What somebody typed and chose in a view.
// https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
import * as z from 'zod';
import type { Choice } from './form-fields.js';

const elementSchema = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ text: z.object({ text: z.string() }), value: z.string() }).nullish(),
});
const stateSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

export interface ViewState {
  /** Undefined where the field is empty. */
  typed(field: string): string | undefined;
  chosen(field: string): Choice | undefined;
}

/** `state`: the values of the view's state, as Slack sends them. A block and its element have the same ID. */
export function readViewState(state: unknown): ViewState {
  const parsed = stateSchema.safeParse(state);
  const blocks = parsed.success ? parsed.data : {};
  const element = (field: string) => elementSchema.safeParse(blocks[field]?.[field]).data;
  return {
    typed: (field) => element(field)?.value?.trim() || undefined,
    chosen(field) {
      const option = element(field)?.selected_option;
      return option ? { text: option.text.text, value: option.value } : undefined;
    },
  };
}
