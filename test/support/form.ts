// The form, as the tests of the listeners see it: what its fields hold, and sending it.
import type { SentForm } from './signed-request.js';
import { viewSubmission } from './signed-request.js';
import { asFields, type Fields, type SlackMessage } from './slack-wire.js';
import type { TestBot } from './test-bot.js';

/** The newest window, as text. */
export function shownView(testBot: TestBot): string {
  return JSON.stringify(testBot.slack.views.at(-1)?.view ?? {});
}

/** What the fields of the newest form are filled with. */
export function typedIn(testBot: TestBot): Record<string, string> {
  return readFilled(testBot.slack.views.at(-1)?.view ?? {});
}

export function readFilled(view: Fields): Record<string, string> {
  const blocks = Array.isArray(view.blocks) ? view.blocks.map(asFields) : [];
  return Object.fromEntries(
    blocks.flatMap(({ block_id, element }) => {
      const { initial_value, initial_option } = asFields(element);
      const value = initial_value ?? asFields(initial_option).value;
      return value === undefined ? [] : [[String(block_id), String(value)]];
    }),
  );
}

/** The value of the button that opens the form. */
export function newCloneOf(message: SlackMessage): string {
  const buttons = message.blocks.flatMap(({ elements }) => (Array.isArray(elements) ? elements.map(asFields) : []));
  return String(buttons.find(({ action_id }) => action_id === 'cf_clone_new')?.value);
}

/** Sends the newest form; the answer is what Slack gets. */
export async function sendForm(
  testBot: TestBot,
  fields: SentForm['fields'],
  by: { readonly user?: string; readonly viewId?: string } = {},
): Promise<{ readonly status: number; readonly answer: Fields }> {
  const open = testBot.slack.views.at(-1);
  const { status, body } = await testBot.send(
    viewSubmission({
      user: by.user ?? 'U0ANA',
      viewId: by.viewId ?? open?.id ?? 'V0',
      privateMetadata: String(open?.view.private_metadata ?? ''),
      fields,
    }),
  );
  return { status, answer: body === '' ? {} : asFields(JSON.parse(body)) };
}
