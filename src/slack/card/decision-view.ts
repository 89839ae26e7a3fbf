// The small modals that ask what a person wants to say with a decision. The decision itself is made when they are sent.
// Opening one needs no scope: https://docs.slack.dev/reference/methods/views.open
import type { View } from '@slack/types';
import * as z from 'zod';
import { maxReasonChars } from '../../clone/reason.js';

/** Which modal it is, and which decision it makes. */
export const decisionViewIds = { cancel: 'cancel_reason', approve: 'approve_comment' } as const;
export type CommentedDecision = keyof typeof decisionViewIds;

const field = 'comment';

const placeSchema = z.object({
  channel: z.string(),
  ts: z.string(),
  /** The digest of the plan that was on the screen. */
  value: z.string(),
  /** Where the person is answered: a modal that is sent has no response_url of its own. */
  answerUrl: z.string(),
  threadTs: z.string().optional(),
});

/** The click that opened the modal. It is the view's private metadata. */
export type DecisionPlace = Readonly<z.infer<typeof placeSchema>>;

export function renderDecisionView(decision: CommentedDecision, place: DecisionPlace): View {
  const { title, submit, about, label } = texts[decision];
  return {
    type: 'modal',
    callback_id: decisionViewIds[decision],
    title: plain(title),
    submit: plain(submit),
    close: plain('Back'),
    private_metadata: JSON.stringify(place),
    blocks: [
      { type: 'section', block_id: 'about', text: plain(about) },
      {
        type: 'input',
        block_id: field,
        optional: true,
        label: plain(label),
        hint: plain('It stands on the card, in its thread, and in the history.'),
        element: {
          type: 'plain_text_input',
          action_id: field,
          max_length: maxReasonChars,
          focus_on_load: true,
        },
      },
    ],
  };
}

const texts = {
  cancel: {
    title: 'Cancel this request',
    submit: 'Cancel the request',
    about: 'Nothing will be created for this card, and it cannot be approved any more.',
    label: 'Reason',
  },
  approve: {
    title: 'Approve with a comment',
    submit: 'Approve and create',
    about: 'The distribution is created as the card shows it. It is billed from then on.',
    label: 'Comment',
  },
} as const satisfies Record<CommentedDecision, unknown>;

export function readDecisionPlace(privateMetadata: string): DecisionPlace | undefined {
  try {
    return placeSchema.parse(JSON.parse(privateMetadata));
  } catch {
    return undefined;
  }
}

const stateSchema = z.object({ [field]: z.object({ [field]: z.object({ value: z.string().nullish() }) }) });

/** What the person wrote; `values` is the state of the view. */
export function readComment(values: unknown): string | undefined {
  const parsed = stateSchema.safeParse(values);
  return parsed.success ? (parsed.data[field]?.[field]?.value ?? undefined) : undefined;
}

function plain(text: string) {
  return { type: 'plain_text' as const, text };
}
