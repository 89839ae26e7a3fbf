// New clone: a button on the Home tab, or under the answer to a mention, that opens the form.
import type { BlockAction } from '@slack/bolt';
import { createRespond } from '../../client/respond.js';
import type { SlackContext } from '../../context.js';
import { toFormValues, unpackTyped } from '../../form/form-fields.js';
import { type FormContext, openForm } from '../../workflow/open-form.js';

export type NewCloneContext = FormContext & Pick<SlackContext, 'clock' | 'concurrency'>;

const tooLate = 'The form could not be opened in time. Press the button again.';

/** `value`: what the form is filled with. The Home tab belongs to no channel. */
export function startNewClone(context: NewCloneContext, body: BlockAction, value: string): void {
  const { concurrency, log, clock } = context;
  const { trigger_id: triggerId, response_url } = body;
  const tell = async (): Promise<void> => {
    // The Home tab has no place where the person could be answered.
    if (response_url) await createRespond(response_url, log, clock.pause, readThreadTs(body))(tooLate);
  };
  concurrency.backgroundTasks.start(
    'new clone',
    async () => {
      const form = { triggerId, channel: body.channel?.id, values: toFormValues(unpackTyped(value)) };
      if (!(await openForm(context, form))) await tell();
    },
    tell,
  );
}

function readThreadTs({ message }: BlockAction): string | undefined {
  const thread: unknown = message?.thread_ts;
  return typeof thread === 'string' ? thread : undefined;
}
