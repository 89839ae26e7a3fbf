// Edits the lines of a card of several clones: all of them are planned again. The thread is written first: until the card has
// the new digest, it does not fit to its thread and cannot be approved.
import { planBatch } from '../../../clone/batch.js';
import type { CloneLine } from '../../../clone/parse-lines.js';
import { type ReferenceName, showReference } from '../../../clone/request.js';
import {
  type BatchLine,
  listRepliesFrom,
  readBatchLines,
  readBatchReplies,
  splitIntoReplies,
} from '../../card/batch-lines.js';
import { listPlanned, renderBatchPlan, toBatchLines } from '../../card/batch-plan-blocks.js';
import { recordBatch } from '../../card/batch-record.js';
import { nameRequester } from '../../card/plan-record.js';
import type { CardRecord } from '../../card/record.js';
import type { Card } from '../../card/repository.js';
import type { Answer } from '../../client/web-api.js';
import type { SlackContext } from '../../context.js';
import { code } from '../../mrkdwn.js';
import { refuse } from '../../outcomes.js';
import type { EditWork } from '../edit-card.js';
import { writeReply } from './line-board.js';
import { postReplies } from './post-batch.js';

export type EditBatchContext = Pick<SlackContext, 'bot' | 'cards' | 'clock' | 'cloning' | 'slack'>;

export interface BatchEdit {
  readonly lines: readonly CloneLine[];
  readonly reference: ReferenceName;
  /** The revision of the card that the editor saw. */
  readonly seenRevision: number;
}

export function createBatchEdit(context: EditBatchContext, { lines, reference, seenRevision }: BatchEdit): EditWork {
  return {
    isAsWanted: (record) => (record.revision ?? 0) > seenRevision && record.reference === showReference(reference),
    async plan({ record: before }, now) {
      const requestedBy = nameRequester(before);
      const plan = await planBatch(context.cloning.createPrepareLines(), { lines, reference, requestedBy, now });
      const next = toBatchLines(plan);
      const about = recordBatch(plan, next);
      const [first] = plan.lines;
      if (!about) return first && !first.plan.ok ? first.plan : refuse('invalid_request');
      return {
        ok: true,
        value: {
          about,
          facts: { digest: plan.digest },
          draw: async (card, record) => {
            const listed = await writeLines(context, card, next);
            if (!listed.ok) return listed;
            const lasting: NonNullable<Parameters<SlackContext['cards']['write']>[2]>['lasting'] = (style) =>
              renderBatchPlan(listPlanned(plan), next, style);
            return context.cards.write(card, record, { lasting, lines: next });
          },
          describe: (card, after) => describeLineChanges(card, after, next),
        },
      };
    },
  };
}

/** The replies that are there get the new lines, more of them are posted, and those that are left over are taken away. */
async function writeLines(
  context: EditBatchContext,
  card: Card,
  next: readonly BatchLine[],
): Promise<Answer<undefined>> {
  const { request, reference } = card.record;
  const failed = { ok: false, error: 'lines_not_written', lost: false } as const;
  const known = new Map(readBatchReplies(card.thread, request).map((reply) => [reply.part, reply.ts]));
  const replies = splitIntoReplies(request, next).map((reply) => ({ ...reply, ts: known.get(reply.part) }));
  for (const reply of replies) {
    if (reply.ts !== undefined && !(await writeReply(context, card, reply, reference))) return failed;
  }
  const missing = replies.filter(({ ts }) => ts === undefined);
  const { isComplete } = await postReplies(context, card, card.record, missing);
  if (!isComplete) return failed;
  for (const ts of listRepliesFrom(card.thread, request, replies.length)) {
    const removed = await context.slack.remove(card.channel, ts);
    if (!removed.ok) return removed;
  }
  return { ok: true, value: undefined };
}

const maxNames = 5;

/** Which domains came, went, or have another origin. */
export function describeLineChanges(
  { record, thread }: Pick<Card, 'record' | 'thread'>,
  after: Pick<CardRecord, 'reference'>,
  next: readonly BatchLine[],
): string[] {
  const before = new Map(readBatchLines(thread, record).map(({ domain, origin }) => [domain, origin]));
  const now = new Map(next.map(({ domain, origin }) => [domain, origin]));
  const name = (verb: string, domains: readonly string[]) => {
    if (domains.length === 0) return [];
    const rest = domains.length - maxNames;
    return [`${verb} ${[...domains.slice(0, maxNames).map(code), ...(rest > 0 ? [`${rest} more`] : [])].join(', ')}`];
  };
  const isMoved = ([domain, origin]: readonly [string, string]) => before.has(domain) && before.get(domain) !== origin;
  return [
    ...(record.reference === after.reference
      ? []
      : [`reference ${code(after.reference)} instead of ${code(record.reference)}`]),
    ...name(
      'added',
      [...now.keys()].filter((domain) => !before.has(domain)),
    ),
    ...name(
      'removed',
      [...before.keys()].filter((domain) => !now.has(domain)),
    ),
    ...name(
      'another origin for',
      [...now].filter(isMoved).map(([domain]) => domain),
    ),
  ];
}
