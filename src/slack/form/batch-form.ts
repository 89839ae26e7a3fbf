// The form for several clones of one reference: lines of `domain origin`, or pasted CSV.
// https://docs.slack.dev/reference/views/modal-views
import type { View } from '@slack/types';
import { parseHostname } from '../../clone/hostname.js';
import { type CloneLine, maxLines, parseLines } from '../../clone/parse-lines.js';
import { maxReasonChars } from '../../clone/reason.js';
import { parseReference, type ReferenceName } from '../../clone/request.js';
import { describeLineProblems } from '../../messages/line-problems.js';
import { toPlainText } from '../../messages/plain-text.js';
import { describeHostnameProblem } from '../../messages/refusals/hostname.js';
import { describeReferenceProblem } from '../../messages/refusals/names.js';
import { cut } from '../mrkdwn.js';
import type { Choice } from './form-fields.js';
import { type FormMetadata, packFormMetadata } from './form-metadata.js';
import { plain, renderSelect, renderTextInput } from './input-block.js';
import { readViewState } from './view-state.js';

export const batchFormViewId = 'clone_lines_form';

/** Slack's limit for a text that is typed: 3,000 characters. So the lines have a second field. */
const maxTypedChars = 3_000;
/** Slack's limit for an error at a field is not published. */
const maxErrorChars = 1_500;

export type ReadBatchForm =
  | {
      readonly ok: true;
      readonly lines: readonly CloneLine[];
      readonly reference: ReferenceName;
      readonly reason: string | undefined;
    }
  | { readonly ok: false; readonly problems: Readonly<Record<string, string>> };

/** What the fields hold when the form opens. */
export interface BatchFormValues {
  readonly reference?: Choice | undefined;
  readonly lines?: readonly CloneLine[];
  readonly reason?: string | undefined;
}

/** Undefined where the lines do not fit into the fields. */
export function renderBatchForm(metadata: FormMetadata, values: BatchFormValues = {}): View | undefined {
  const typed = splitTyped(values.lines ?? []);
  if (!typed) return undefined;
  const [lines, more] = typed;
  return {
    type: 'modal',
    callback_id: batchFormViewId,
    title: plain(metadata.card ? 'Edit several clones' : 'Clone several times'),
    submit: plain(metadata.card ? 'Update the card' : 'Ask for approval'),
    close: plain('Close'),
    private_metadata: packFormMetadata(metadata),
    blocks: [
      renderSelect('reference', 'Reference', {
        hint: 'The distribution to copy, for all lines.',
        placeholder: 'An alias, a comment, or an ID',
        initial: values.reference,
      }),
      renderTextInput('lines', 'Lines', {
        hint: `One clone per line, at most ${maxLines}: domain and origin, or the domain alone with one origin for all. CSV works too.`,
        placeholder: 'www.example.com new-origin.example.net',
        maxChars: maxTypedChars,
        isMultiline: true,
        initial: lines,
      }),
      renderTextInput('more_lines', 'More lines', {
        hint: 'For lines that do not fit into the first field. Messages count the lines of both fields together.',
        maxChars: maxTypedChars,
        isMultiline: true,
        isOptional: true,
        initial: more,
      }),
      renderTextInput('origin', 'Origin for all', {
        hint: 'The origin for each line without one.',
        placeholder: 'new-origin.example.net',
        maxChars: maxTypedChars,
        isOptional: true,
      }),
      renderTextInput('reason', 'Reason', {
        hint: 'Approvers read it on the card.',
        isOptional: true,
        maxChars: maxReasonChars,
        initial: values.reason,
      }),
    ],
  };
}

/** The lines as text for both fields. Undefined where they do not fit. */
function splitTyped(lines: readonly CloneLine[]): readonly [string, string] | undefined {
  const texts = lines.map(({ domain, origin }) => `${domain} ${origin}`);
  let count = 0;
  while (count < texts.length && texts.slice(0, count + 1).join('\n').length <= maxTypedChars) count += 1;
  const [first, more] = [texts.slice(0, count).join('\n'), texts.slice(count).join('\n')];
  return more.length <= maxTypedChars ? [first, more] : undefined;
}

/** `state`: the values of the view's state. */
export function readBatchForm(state: unknown): ReadBatchForm {
  const { typed, chosen } = readViewState(state);
  const named = chosen('reference')?.value ?? '';
  const reference = parseReference(named);
  const typedOrigin = typed('origin');
  const origin = typedOrigin === undefined ? undefined : parseHostname(typedOrigin, 'origin');
  const lines = parseLines(
    [typed('lines'), typed('more_lines')].filter(Boolean).join('\n'),
    origin?.ok ? origin.hostname : undefined,
  );
  const problems = {
    ...(reference.ok ? {} : { reference: toError(describeReferenceProblem(named)) }),
    ...(origin && !origin.ok ? { origin: toError(describeHostnameProblem(origin.problem)) } : {}),
    // Without the origin for all, lines would be refused that are right.
    ...(lines.ok || (origin && !origin.ok)
      ? {}
      : { lines: toError(describeLineProblems(lines.problems, lines.whole)) }),
  };
  if (!reference.ok || !lines.ok || (origin && !origin.ok)) return { ok: false, problems };
  return { ok: true, lines: lines.lines, reference: reference.name, reason: typed('reason') };
}

/** Slack shows it as plain text. */
function toError(sentence: string): string {
  return cut(toPlainText(sentence), maxErrorChars);
}
