// Registers the form that people send. It is acknowledged with what is wrong at its fields, or with what its window shows
// next.
import type { App } from '@slack/bolt';
import { batchFormViewId } from '../../form/batch-form.js';
import { formViewId } from '../../form/form-fields.js';
import { renderNoForm } from '../../form/form-view.js';
import { explainInSlack } from '../../messages.js';
import { refuse } from '../../outcomes.js';
import { recordRefusal } from '../../reply-with-refusal.js';
import { submitBatch } from '../../workflow/batch/submit-batch.js';
import { updateWindow } from '../../workflow/open-form.js';
import { type FormAnswer, type Submission, type SubmitContext, submitForm } from '../../workflow/submit-form.js';

export function register(app: App, context: SubmitContext): void {
  const forms = [
    [formViewId, createTakeOnce(context)],
    [batchFormViewId, createTakeOnce(context, submitBatch)],
  ] as const;
  for (const [viewId, takeOnce] of forms) {
    app.view(viewId, async ({ ack, body, view }) => {
      const submission = {
        viewId: view.id,
        userId: body.user.id,
        userName: body.user.name,
        privateMetadata: view.private_metadata,
        state: view.state.values,
      };
      const answer = await takeOnce(submission);
      await (answer ? ack(answer) : ack());
    });
  }
}

/** Slack may deliver a form twice. While it is worked on, both deliveries get the same answer. */
export function createTakeOnce(
  context: SubmitContext,
  submit: typeof submitForm = submitForm,
): (submission: Submission) => Promise<FormAnswer> {
  const underWay = new Map<string, Promise<FormAnswer>>();
  return (submission) => {
    const { viewId } = submission;
    const known = underWay.get(viewId);
    if (known) return known;
    const answering = new Promise<FormAnswer>((resolve) => {
      context.concurrency.backgroundTasks.start(
        'form',
        async () => {
          try {
            await submit(context, submission, async (answer) => resolve(answer));
          } finally {
            underWay.delete(viewId);
          }
        },
        async () => {
          const refusal = refuse('bot_failed');
          recordRefusal(context, { event: 'request', command: 'form', requester: submission.userId }, refusal);
          const view = renderNoForm(explainInSlack(refusal));
          // The first answer counts. If it went out before, the window is changed.
          resolve({ response_action: 'update', view });
          await updateWindow(context, viewId, view);
        },
      );
    });
    underWay.set(viewId, answering);
    return answering;
  };
}
