// The form as a modal, and what its window shows instead: that the plan is being made, where the card is, or why there is
// no form. https://docs.slack.dev/reference/views/modal-views
import type { View } from '@slack/types';
import { maxReasonChars } from '../../clone/reason.js';
import type { Block } from '../client/web-api.js';
import { code, cut, link } from '../mrkdwn.js';
import { type FormValues, formActions, formViewId, maxTypedChars, packTyped, type TypedFields } from './form-fields.js';
import { type FormMetadata, packFormMetadata } from './form-metadata.js';
import { plain, renderSelect, renderTextInput } from './input-block.js';

const maxSectionChars = 3_000;

export interface FormContent {
  readonly metadata: FormMetadata;
  readonly values: FormValues;
  /** What was wrong with what the person typed or sent; mrkdwn. */
  readonly problem?: string | undefined;
  /** Names cannot be offered yet, or not all of them. */
  readonly isIndexIncomplete: boolean;
}

export function renderForm({ metadata, values, problem, isIndexIncomplete }: FormContent): View {
  const { channel } = metadata;
  return {
    type: 'modal',
    callback_id: formViewId,
    title: plain(metadata.card ? 'Edit the request' : 'Clone a distribution'),
    submit: plain(metadata.card ? 'Update the card' : 'Ask for approval'),
    close: plain('Close'),
    private_metadata: packFormMetadata(metadata),
    blocks: [
      ...(problem === undefined ? [] : [section('problem', `:warning: ${problem}`)]),
      context(describeUse(metadata)),
      renderSelect('reference', 'Reference', {
        placeholder: 'An alias, a comment, or an ID',
        hint: isIndexIncomplete
          ? 'The distribution to copy. The distributions of this account are still being read: type its ID if it is not in the list.'
          : 'The distribution to copy.',
        initial: values.reference,
      }),
      renderTextInput('domain', 'Domain', {
        placeholder: 'www.example.com',
        hint: 'The alias of the new distribution. A certificate in ACM (us-east-1) has to cover it.',
        initial: values.domain,
        maxChars: maxTypedChars,
      }),
      renderTextInput('origin', 'Origin', {
        placeholder: 'new-origin.example.net',
        hint: 'The host that replaces the main origin of the reference.',
        initial: values.origin,
        maxChars: maxTypedChars,
      }),
      renderTextInput('reason', 'Reason', {
        hint: 'Approvers read it on the card.',
        initial: values.reason,
        maxChars: maxReasonChars,
        isOptional: true,
      }),
      ...(channel === undefined
        ? [
            renderSelect('channel', 'Channel', {
              placeholder: 'A channel that the bot is in',
              hint: 'Where the card and its thread will be.',
              initial: values.channel,
            }),
          ]
        : []),
    ],
  };
}

function describeUse({ channel, card }: FormMetadata): string {
  if (card)
    return 'The same card will show the new plan and wait for a new decision. Earlier decisions do not count then.';
  const place = channel === undefined ? 'the channel that you choose' : `<#${channel}>`;
  return `A card in ${place} will show what would be created. Nothing is created before somebody approves it.`;
}

/** While the plan takes longer than Slack waits for an answer. It stays true if it is never replaced. */
export function renderPlanning(domain: string, channel: string): View {
  return renderWindow([
    section(
      'planning',
      `:hourglass_flowing_sand: Planning… The card for ${code(domain)} will appear in <#${channel}>. If there is none, you will read the reason here. You can close this window.`,
    ),
  ]);
}

export function renderPosted(domain: string, channel: string, permalink: string): View {
  return renderWindow([
    section('posted', `The card for ${code(domain)} is in <#${channel}>: ${link(permalink, 'open the card')}.`),
  ]);
}

/** Instead of a form, why there is none; mrkdwn. */
export function renderNoForm(text: string): View {
  return renderWindow([section('problem', text)]);
}

/** What is shown at once where the form needs a call to Slack first. */
export function renderFormLoading(): View {
  return renderWindow([section('loading', 'Reading the card …')]);
}

/** A button that opens the form. */
export function renderNewCloneButton(typed: TypedFields = {}): Block {
  return {
    type: 'actions',
    block_id: 'new_clone',
    elements: [
      {
        type: 'button',
        action_id: formActions.newClone,
        style: 'primary',
        text: plain('New clone'),
        value: packTyped(typed),
      },
    ],
  };
}

function renderWindow(blocks: Block[]): View {
  return {
    type: 'modal',
    callback_id: `${formViewId}_window`,
    title: plain('Clone a distribution'),
    close: plain('Close'),
    blocks,
  };
}

function section(block_id: string, text: string): Block {
  return { type: 'section', block_id, text: { type: 'mrkdwn', text: cut(text, maxSectionChars), verbatim: true } };
}

function context(text: string): Block {
  return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
}
