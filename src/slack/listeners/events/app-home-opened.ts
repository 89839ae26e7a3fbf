// The bot's Home tab: what waits for approval, the latest clones, what this person may do, and how to use it.
import { type CloneEntry, sortNewestFirst } from '../../../clone/search.js';
import { actions } from '../../card/buttons.js';
import type { Block } from '../../client/web-api.js';
import type { SlackContext } from '../../context.js';
import { renderNewCloneButton } from '../../form/form-view.js';
import type { Operator } from '../../identity.js';
import { explainInSlack } from '../../messages.js';
import { code, cut } from '../../mrkdwn.js';
import { listMemberGroups } from '../../policy.js';
import { renderEntry } from '../../workflow/search-history.js';
import { usage } from '../commands/usage.js';

export type HomeContext = Pick<SlackContext, 'access' | 'cardCache' | 'log' | 'policy' | 'slack'>;

const maxWaitingCards = 10;
const maxLatestClones = 10;
/** Slack's limit for the accessibility_label of a button. */
const maxLabelChars = 75;
/** Channels that are read for it; a Home tab is opened often. */
const maxHomeChannels = 20;

/** Draws the tab for one person: only from channels that this person reads too. */
export async function publishHome(context: HomeContext, userId: string): Promise<void> {
  const groups = listMemberGroups(context.policy);
  const [person, channels] = await Promise.all([
    context.access.identify(userId, groups),
    context.slack.listChannels(userId),
  ]);
  const readable = channels.ok ? channels.value.filter((id) => isAllowed(context, id)).slice(0, maxHomeChannels) : [];
  const read = await Promise.all(readable.map((channel) => context.cardCache.read(channel)));
  const entries = sortNewestFirst(read.flatMap((answer) => (answer.ok ? answer.value : [])));
  const waiting = entries.filter(({ state }) => state === 'pending');
  const mayApprove = (entry: CloneEntry) => person.ok && isForApproval(context, person.value, entry);
  const own = waiting.filter(mayApprove).slice(0, maxWaitingCards);
  const others = waiting.filter((entry) => !mayApprove(entry)).slice(0, maxWaitingCards);
  const latest = entries.filter(({ distribution }) => distribution !== '').slice(0, maxLatestClones);
  const blocks: Block[] = [
    renderNewCloneButton(),
    header('Waiting for your approval'),
    ...(own.length > 0 ? own.map(renderWaiting) : [section('Nothing is waiting for you.')]),
    ...(others.length > 0 ? [header('Waiting for the approval of others'), ...others.map(renderWaiting)] : []),
    header('Latest clones'),
    ...(latest.length > 0 ? latest.map((entry) => section(renderEntry(entry))) : [section('None yet.')]),
    header('What you may do'),
    section(person.ok ? describeRights(context, person.value.groups) : explainInSlack(person, 'read')),
    header('How to use it'),
    section(usage),
  ];
  const shown = await context.slack.publishHome(userId, blocks);
  if (!shown.ok) context.log.warn({ slackError: shown.error }, 'the Home tab could not be shown');
}

/** Whether the card waits for this person. A click on Approve checks it again. */
function isForApproval(
  { policy }: Pick<SlackContext, 'policy'>,
  { userId, groups }: Operator,
  { requestedBy }: CloneEntry,
): boolean {
  const isApprover = groups.some((group) => policy.approverGroups.includes(group));
  return isApprover && !(policy.requireSecondPerson && requestedBy.id === userId);
}

/** A card that waits, with a button that leads to it. */
function renderWaiting(entry: CloneEntry): Block {
  const text = { type: 'mrkdwn' as const, text: cut(renderEntry(entry), 3_000), verbatim: true };
  const label = { type: 'plain_text' as const, text: 'Open' };
  const described = cut(`Open the card for ${entry.domain}`, maxLabelChars);
  return {
    type: 'section',
    text,
    accessory: {
      type: 'button',
      action_id: actions.openCard,
      text: label,
      url: entry.link,
      accessibility_label: described,
    },
  };
}

function isAllowed(context: Pick<SlackContext, 'policy'>, channel: string): boolean {
  const { allowedChannels } = context.policy;
  return allowedChannels.length === 0 || allowedChannels.includes(channel);
}

function describeRights(context: Pick<SlackContext, 'policy'>, groups: readonly string[]): string {
  const has = (wanted: readonly string[]) => groups.some((group) => wanted.includes(group));
  const rights = [
    ...(has(context.policy.allowedGroups) ? ['ask for clones'] : []),
    ...(has(context.policy.approverGroups)
      ? [`approve them${context.policy.requireSecondPerson ? ', but not your own' : ''}`]
      : []),
  ];
  return `You may ${rights.join(' and ')}. Your Cognito groups: ${groups.map(code).join(', ')}.`;
}

function header(text: string): Block {
  return { type: 'header', text: { type: 'plain_text', text } };
}

function section(text: string): Block {
  return { type: 'section', text: { type: 'mrkdwn', text: cut(text, 3_000), verbatim: true } };
}
