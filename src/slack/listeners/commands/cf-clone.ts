// `/cf-clone …`: parses what was typed, runs the workflow that it names, and answers the person.
import type { Purpose } from '../../../messages/refusal.js';
import type { Respond } from '../../client/respond.js';
import type { SlackContext } from '../../context.js';
import { explainInForm } from '../../form/field-problems.js';
import { toFormValues } from '../../form/form-fields.js';
import type { Refusal } from '../../outcomes.js';
import { recordRefusal, replyWithRefusal } from '../../reply-with-refusal.js';
import { requestUndo } from '../../undo/request-undo.js';
import { restoreByCommand } from '../../undo/restore-by-command.js';
import type { UndoContext } from '../../undo/undo-context.js';
import { type FormContext, openBatchForm, openForm } from '../../workflow/open-form.js';
import { type RequestContext, requestClone } from '../../workflow/request-clone.js';
import { type HistoryContext, maxQueryChars, searchHistory } from '../../workflow/search-history.js';
import { getSubcommand, parseCommand } from './parse-command.js';
import { answerStatus, type StatusContext } from './status.js';
import { usage } from './usage.js';

export type CommandContext = RequestContext &
  StatusContext &
  HistoryContext &
  FormContext &
  UndoContext &
  Pick<SlackContext, 'metrics'>;

export interface TypedCommand {
  readonly text: string;
  readonly channel: string;
  readonly userId: string;
  readonly userName: string;
  /** Opens a modal, within three seconds of the command. */
  readonly triggerId: string;
}

export async function answerCommand(context: CommandContext, typed: TypedCommand, respond: Respond): Promise<void> {
  const { channel, userId, triggerId } = typed;
  const command = parseCommand(typed.text);
  const subcommand = getSubcommand(command);
  context.metrics.countCommand(subcommand);
  const facts = { event: 'request', command: subcommand, channel, requester: userId } as const;
  const replyRefusal = (refusal: Refusal, purpose: Purpose) =>
    replyWithRefusal(context, facts, refusal, respond, purpose);
  switch (command.kind) {
    case 'help':
      return respond(usage);
    case 'form':
      if (!(await openForm(context, { triggerId, channel }))) await respond(usage);
      return;
    case 'many':
      if (!(await openBatchForm(context, { triggerId, channel }))) await respond(usage);
      return;
    case 'invalid': {
      const { refusal, fields, purpose } = command;
      if (!fields) return replyRefusal(refusal, purpose);
      // The form asks for the rest. Where it does not open, the person reads what to type.
      const form = { triggerId, channel, values: toFormValues(fields), problem: explainInForm(refusal) };
      if (!(await openForm(context, form))) return replyRefusal(refusal, purpose);
      return recordRefusal(context, facts, refusal);
    }
    case 'status': {
      const status = await answerStatus(context, userId, command.distribution, channel);
      return 'ok' in status ? replyRefusal(status, 'read') : respond(status.text);
    }
    case 'history': {
      const place = { text: command.search.slice(0, maxQueryChars), offset: 0 };
      const page = await searchHistory(context, { channel, userId, place }, respond);
      return 'ok' in page ? replyRefusal(page, 'read') : respond(page);
    }
    case 'undo':
      return requestUndo(context, { ...typed, wanted: command.distribution }, respond);
    case 'restore':
      return restoreByCommand(context, { ...typed, distribution: command.distribution }, respond);
    case 'clone':
      return requestClone(context, { ...typed, request: command.request }, respond);
    default:
      return command satisfies never;
  }
}
