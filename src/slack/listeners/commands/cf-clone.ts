// `/cf-clone …`: parses what was typed, runs the workflow that it names, and answers the person.
import type { Purpose } from '../../../messages/refusal.js';
import type { Respond } from '../../client/respond.js';
import type { SlackContext } from '../../context.js';
import type { Refusal } from '../../outcomes.js';
import { replyWithRefusal } from '../../reply-with-refusal.js';
import { type RequestContext, requestClone } from '../../workflow/request-clone.js';
import { type HistoryContext, searchHistory } from '../../workflow/search-history.js';
import { answerStatus, type StatusContext } from './status.js';
import { parseSubcommand } from './subcommand.js';
import { usage } from './usage.js';

export type CommandContext = RequestContext & StatusContext & HistoryContext & Pick<SlackContext, 'metrics'>;

export interface Command {
  readonly text: string;
  readonly channel: string;
  readonly userId: string;
  readonly userName: string;
}

export async function answerCommand(context: CommandContext, command: Command, respond: Respond): Promise<void> {
  const subcommand = parseSubcommand(command.text);
  context.metrics.countCommand(subcommand.kind);
  const stop = (refusal: Refusal, purpose: Purpose = 'create') => {
    const about = {
      event: 'request',
      command: subcommand.kind,
      channel: command.channel,
      requester: command.userId,
    } as const;
    return replyWithRefusal(context, about, refusal, respond, purpose);
  };
  switch (subcommand.kind) {
    case 'help':
      return respond(usage);
    case 'unknown':
      return stop(subcommand.refusal);
    case 'status': {
      const answer = await answerStatus(context, command.userId, subcommand.wanted);
      return 'ok' in answer ? stop(answer, 'read') : respond(answer.text);
    }
    case 'history': {
      const ask = { channel: command.channel, userId: command.userId, place: { text: subcommand.text, offset: 0 } };
      const page = await searchHistory(context, ask, respond);
      return 'ok' in page ? stop(page, 'read') : respond(page);
    }
    case 'clone':
      return requestClone(context, command, respond);
    default:
      return subcommand satisfies never;
  }
}
