// How the card of an undo looks: what will be removed, what stays, and how far it has come.

import type { UndoPlan } from '../../clone/undo/prepare-undo.js';
import { showInvisible } from '../../clone/visible-text.js';
import { describeLeftBehind } from '../../messages/undo.js';
import { createBudget, joinLines, maxMessage } from '../card/budget.js';
import { toConsoleAddress } from '../card/console-link.js';
import { lastingPrefix, linkDomain } from '../card/plan-blocks.js';
import { type CardRecord, isApiClient } from '../card/record.js';
import type { Block } from '../client/web-api.js';
import { code, cut, escapeText, link, linkThread, mention, time } from '../mrkdwn.js';
import type { UndoCardState, UndoRecord } from './undo-record.js';

export const undoActions = {
  approve: 'cf_clone_undo_approve',
  cancel: 'cf_clone_undo_cancel',
  restore: 'cf_clone_undo_restore',
} as const;

export interface UndoAppearance {
  readonly approvers: readonly string[];
  readonly requireSecondPerson: boolean;
}

/** Slack's limit for the text of a header. */
const maxHeaderChars = 150;

const heads: Record<UndoCardState, string> = {
  pending: 'undo waits for approval',
  disabling: 'undo: disabling the clone',
  disabled: 'undone, and can be restored',
  deleted: 'undone, the clone is deleted',
  restored: 'restored',
  cancelled: 'undo cancelled',
  expired: 'undo expired',
  failed: 'undo stopped',
};

/** What the clone's own card tells, where it could be read. */
export type CloneStory = Pick<CardRecord, 'created_at' | 'deployed_at' | 'serving_at'>;

/** Seconds by which the clock of CloudFront and the time on the card may differ. */
const maxSkewSeconds = 120;

/** The part that stays as it is while the state changes. */
export function renderUndoPlan(plan: UndoPlan, story: CloneStory | undefined): Block[] {
  const lines = createBudget().takeLines(
    [...listRemoved(plan, story), ...listStaying(plan)],
    maxMessage.sectionChars * 2,
  );
  return joinLines(lines).map((text, index) => ({
    type: 'section',
    block_id: `${lastingPrefix}:undo:${index}`,
    text: { type: 'mrkdwn', text, verbatim: true },
  }));
}

function listRemoved(plan: UndoPlan, story: CloneStory | undefined): string[] {
  const { distribution, before, dns, reference, card } = plan;
  const { id, domainName } = distribution;
  const aliases = before.aliases.map(linkDomain).join(', ') || 'none';
  return [
    `*Removed*  CloudFront clone ${link(toConsoleAddress(id), id)} (${code(domainName)}), cloned from ${code(reference)}${linkThread(card)}`,
    `*Alias*  ${aliases}${before.isEnabled ? '' : ' · it is disabled already'}`,
    describeService(story),
    ...dns.map(({ alias, points, found }) => {
      if (points === 'unknown')
        return `:warning: *DNS*  The bot could not ask where ${code(alias)} leads. It may lead to this clone.`;
      if (points === 'yes')
        return `:rotating_light: *DNS*  ${code(alias)} leads to this clone. People who visit it get errors after the approval.`;
      return `*DNS*  ${code(alias)} leads ${found === undefined ? 'nowhere' : `to ${code(found)}`}`;
    }),
    ...describeHandChange(plan, story),
    ...(plan.isPlanUnknown
      ? [
          ':information_source: AWS did not say whether it is on a flat-rate plan. CloudFront does not delete a distribution that is on a plan.',
        ]
      : []),
  ];
}

function describeService(story: CloneStory | undefined): string {
  const at = (seconds: number) => time(new Date(seconds * 1_000));
  if (story?.serving_at !== undefined) return `*Serves*  its domain since ${at(story.serving_at)}`;
  if (story?.deployed_at !== undefined) return `*Deployed*  ${at(story.deployed_at)}, and not seen to serve its domain`;
  if (story?.created_at !== undefined) return `*Created*  ${at(story.created_at)}`;
  return '*Serves*  its card does not say since when';
}

/** LastModifiedTime moves with each change of the configuration. */
function describeHandChange({ distribution }: UndoPlan, story: CloneStory | undefined): string[] {
  const changedAt = distribution.lastModifiedAt;
  if (changedAt === undefined) return [];
  if (story?.created_at === undefined) return [`:information_source: Last changed ${time(changedAt)}`];
  const isChanged = changedAt.getTime() / 1_000 - story.created_at > maxSkewSeconds;
  return isChanged ? [`:warning: Changed by hand since it was cloned, last ${time(changedAt)}`] : [];
}

function listStaying({ leftBehind }: UndoPlan): string[] {
  return ['*Stays*', ...describeLeftBehind(leftBehind).map((sentence) => `• ${escapeText(sentence)}`)];
}

export function renderUndoCard(record: UndoRecord, appearance: UndoAppearance, lasting: readonly Block[]): Block[] {
  const { state } = record;
  return [
    { type: 'header', block_id: `head:${state}`, text: { type: 'plain_text', text: renderHeadline(record) } },
    ...renderSteps(record),
    ...lasting,
    {
      type: 'context',
      block_id: `foot:${state}`,
      elements: [{ type: 'mrkdwn', text: renderFoot(record, appearance), verbatim: true }],
    },
    ...renderButtons(record),
  ];
}

function renderHeadline(record: UndoRecord): string {
  const inUse = record.state === 'pending' && record.leads_here ? ', and DNS leads to it' : '';
  const end = `: ${heads[record.state]}${inUse}`;
  return `${cut(showInvisible(record.domain), maxHeaderChars - end.length)}${end}`;
}

const done = ':white_check_mark:';
const open = ':white_large_square:';
const now = ':hourglass_flowing_sand:';

function renderSteps(record: UndoRecord): Block[] {
  const text = describeSteps(record);
  return text === ''
    ? []
    : [{ type: 'section', block_id: 'state:undo', text: { type: 'mrkdwn', text, verbatim: true } }];
}

function describeSteps(record: UndoRecord): string {
  const { state, distribution, delete_after, problem } = record;
  const why = problem === undefined ? [] : [`:warning: ${escapeText(problem)}`];
  const at = delete_after === undefined ? '' : ` ${time(new Date(delete_after * 1_000))}`;
  switch (state) {
    case 'pending':
      return why.join('\n');
    case 'disabling':
      return [
        `${now} Remove the alias and disable it everywhere`,
        `${open} Delete it after the grace time`,
        ...why,
      ].join('\n');
    case 'disabled':
      return [
        `${done} The alias is removed, and it is disabled everywhere`,
        `${now} Deleted after${at}. Until then Restore brings it back as it was.`,
        ...why,
      ].join('\n');
    case 'deleted':
      return `${done} ${code(distribution)} is deleted.`;
    case 'restored':
      return `${done} ${code(distribution)} has its alias again and is enabled as before. CloudFront deploys it within minutes.`;
    case 'cancelled':
    case 'expired':
      return ':no_entry_sign: Nothing was changed.';
    case 'failed':
      return [`:x: The undo of ${code(distribution)} stopped. The bot does nothing more with it.`, ...why].join('\n');
    default:
      return state satisfies never;
  }
}

function renderFoot(record: UndoRecord, { approvers, requireSecondPerson }: UndoAppearance): string {
  if (isApiClient(record.requested_by)) {
    const restored =
      record.restored_by && record.state === 'restored' ? ` · restored by ${mention(record.restored_by)}` : '';
    return `Undone through the REST API by ${mention(record.requested_by)}${restored}`;
  }
  const asked = `Undo requested by ${mention(record.requested_by)}`;
  const decided = record.decided_by ? mention(record.decided_by) : '';
  switch (record.state) {
    case 'pending': {
      const who = approvers
        .slice(0, 6)
        .map((group) => code(cut(group, 128)))
        .join(', ');
      const others = requireSecondPerson || record.leads_here ? `, but not ${mention(record.requested_by)},` : '';
      return `${asked} · ${who}${others} can approve until ${time(new Date(record.expires_at * 1_000))}`;
    }
    case 'cancelled':
      return `${asked} · cancelled by ${decided}`;
    case 'expired':
      return `${asked} · nobody approved in time`;
    case 'restored':
      return `${asked} · approved by ${decided}${record.restored_by ? ` · restored by ${mention(record.restored_by)}` : ''}`;
    case 'disabling':
    case 'disabled':
    case 'deleted':
    case 'failed':
      return `${asked} · approved by ${decided}`;
    default:
      return record.state satisfies never;
  }
}

function renderButtons(record: UndoRecord): Block[] {
  const { state, digest, distribution } = record;
  if (state !== 'pending' && state !== 'disabled') return [];
  const name = cut(showInvisible(record.domain), 90);
  const button = (action_id: string, label: string) => ({
    type: 'button' as const,
    action_id,
    text: { type: 'plain_text' as const, text: label },
    value: digest,
  });
  const confirm = (title: string, text: string, yes: string) => ({
    title: { type: 'plain_text' as const, text: title },
    text: { type: 'plain_text' as const, text: cut(text, 300) },
    confirm: { type: 'plain_text' as const, text: yes },
    deny: { type: 'plain_text' as const, text: 'Back' },
  });
  const elements =
    state === 'pending'
      ? [
          {
            ...button(undoActions.approve, 'Approve the undo'),
            style: 'danger' as const,
            confirm: confirm(
              'Undo this clone?',
              `${name} is taken from ${distribution}, which is disabled now and deleted after the grace time.`,
              'Undo it',
            ),
          },
          button(undoActions.cancel, 'Cancel'),
        ]
      : [
          {
            ...button(undoActions.restore, 'Restore'),
            style: 'primary' as const,
            confirm: confirm(
              'Restore this clone?',
              `${distribution} gets ${name} back and is enabled as before.`,
              'Restore it',
            ),
          },
        ];
  return [{ type: 'actions', block_id: `undo:${state}:${digest.slice(0, 16)}`, elements }];
}

/** The card in words: what notifications, screen readers and Slack's search see. */
export function summarizeUndo(record: UndoRecord): string {
  const { domain, distribution, distribution_domain, state, problem, decided_by } = record;
  const facts = escapeText(`${domain}: ${heads[state]}. CloudFront clone ${distribution} (${distribution_domain})`);
  const dns = state === 'pending' && record.leads_here ? ' DNS leads to this clone.' : '';
  const isApi = isApiClient(record.requested_by);
  const who = isApi
    ? `Undone through the REST API by ${mention(record.requested_by)}`
    : `Undo requested by ${mention(record.requested_by)} (${escapeText(record.requester_name)})`;
  const decided =
    decided_by && !isApi ? `, ${state === 'cancelled' ? 'cancelled' : 'approved'} by ${mention(decided_by)}` : '';
  const why = problem === undefined ? '' : ` ${escapeText(problem)}`;
  return cut(`${facts}.${dns} ${who}${decided}.${why}`, maxMessage.textChars);
}
