// `/cf-clone status [distribution ID | domain]`: where a clone stands now, asked of CloudFront, ACM and DNS; or, without a
// distribution, which permissions the bot's role lacks.
import type { Tag } from '@aws-sdk/client-cloudfront';
import { daysLeft, describeKey } from '../../../clone/certificate.js';
import { findByName } from '../../../clone/find-distribution.js';
import { normalizeHostname } from '../../../clone/hostname.js';
import type { Distribution } from '../../../clone/ports.js';
import { parseReference, showReference } from '../../../clone/request.js';
import { isReserved, tagKeys } from '../../../clone/tags.js';
import { readUndoState } from '../../../clone/undo/undo-tags.js';
import { describePermissions, notChecked } from '../../../messages/permissions.js';
import { describeDns } from '../../card/describe-dns.js';
import { isApiClient } from '../../card/record.js';
import type { SlackContext } from '../../context.js';
import { code, escapeText, inBrackets, link, linkThread, mention, time } from '../../mrkdwn.js';
import type { Refusal } from '../../outcomes.js';
import { listMemberGroups } from '../../policy.js';
import { listCards } from '../../workflow/note-duplicates.js';

export type StatusContext = Pick<
  SlackContext,
  'access' | 'policy' | 'aws' | 'dns' | 'clock' | 'readPermissions' | 'slack' | 'bot'
>;

/** The answer as mrkdwn. Whatever asks AWS is for operators. */
export async function answerStatus(
  context: StatusContext,
  userId: string,
  wanted: string | undefined,
  channel: string,
): Promise<{ readonly text: string } | Refusal> {
  const groups = listMemberGroups(context.policy);
  if (wanted === undefined) {
    const asking = await context.access.identify(userId, groups);
    return asking.ok ? { text: describeRole(context) } : asking;
  }
  const [person, distribution, waiting] = await Promise.all([
    context.access.identify(userId, groups),
    findDistribution(context, wanted),
    describeWaiting(context, channel, wanted),
  ]);
  if (!person.ok) return person;
  if (!distribution.ok) return waiting.length > 0 ? { text: waiting.join('\n') } : distribution;
  const lacking = describeLacking(context);
  return { text: [await describeStatus(context, distribution.value), ...waiting, ...lacking].join('\n') };
}

function describeRole({ readPermissions }: StatusContext): string {
  const report = readPermissions?.();
  if (!report) return escapeText(notChecked);
  const sentences = describePermissions(report).map((sentence) => `• ${escapeText(sentence)}`);
  return [...sentences, `Checked ${time(report.checkedAt)}. The next start of the bot checks again.`].join('\n');
}

/** With a clone, only what is missing is said. */
function describeLacking({ readPermissions }: StatusContext): string[] {
  const lacking = readPermissions?.()?.lacking ?? [];
  return lacking.length === 0 ? [] : [':warning: The bot’s role lacks permissions. `/cf-clone status` names them.'];
}

/** The cards of this channel that wait for a decision about the domain. None where the channel cannot be read. */
async function describeWaiting(context: StatusContext, channel: string, wanted: string): Promise<string[]> {
  const { slack, clock, policy } = context;
  const parsed = parseReference(wanted);
  const domain = parsed.ok ? showReference(parsed.name) : normalizeHostname(wanted);
  const recent = await slack.readRecent(channel, new Date(clock.now().getTime() - policy.approvalTtlMs));
  if (!recent.ok) return [];
  return listCards(context, channel, recent.value)
    .filter(({ record }) => record.state === 'pending' && record.domain === domain)
    .map(({ record, permalink }) => {
      const asked = `requested by ${mention(record.requested_by)}${inBrackets(record.reason)}`;
      const until = time(new Date(record.expires_at * 1_000));
      return `${link(permalink, 'A card')} for ${code(domain)} waits for approval, ${asked}. It can be approved until ${until}. Nothing was created for it yet.`;
    });
}

async function findDistribution(context: StatusContext, wanted: string) {
  const parsed = parseReference(wanted);
  if (parsed.ok && parsed.name.by === 'id') return context.aws.distributions.read(parsed.name.id);
  const found = await findByName(context.aws, parsed.ok ? showReference(parsed.name) : normalizeHostname(wanted));
  const isAmbiguous = !found.ok && found.details?.some(({ kind }) => kind === 'name_ambiguous');
  if (found.ok || found.outcome !== 'reference_not_found' || isAmbiguous) return found;
  return { ...found, next: 'Type its ID or its domain, such as `/cf-clone status www.example.com`.' };
}

async function describeStatus(context: StatusContext, distribution: Distribution): Promise<string> {
  const { config, domainName } = distribution;
  const aliases = config.Aliases?.Items ?? [];
  const domain = aliases[0];
  const [tags, certificates, dns] = await Promise.all([
    context.aws.distributions.readTags(distribution.arn),
    context.aws.certificates.list(),
    domain === undefined ? undefined : context.dns.follow(domain, domainName),
  ]);
  const tag = new Map((tags.ok ? tags.value : []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
  const arn = config.ViewerCertificate?.ACMCertificateArn;
  const certificate = certificates.ok ? certificates.value.find((one) => one.arn === arn) : undefined;
  const days = certificate ? daysLeft(certificate, context.clock.now()) : undefined;
  const covers = certificate
    ? `${code(certificate.names[0] ?? '')} · ${escapeText(describeKey(certificate.keyAlgorithm))}${days === undefined ? '' : ` · ${days} days left`}`
    : code(arn ?? 'CloudFront’s own');
  const own = [...tag].filter(([key]) => !isReserved(key));
  const lines = [
    `*${code(distribution.id)}* (${code(domainName)}) is ${escapeText(distribution.status)}${config.Enabled === false ? ' and *disabled*' : ''}`,
    `*Alias*  ${aliases.map(code).join(', ') || 'none'}`,
    `*Certificate*  ${covers}`,
    ...(dns && domain !== undefined ? [describeDns({ domain, distribution_domain: domainName }, dns)] : []),
    ...describeStory(tag),
    ...describeUndoState(tags.ok ? tags.value : []),
    ...(own.length > 0 ? [`*Tags*  ${own.map(([key, value]) => code(`${key}=${value}`)).join(' ')}`] : []),
  ];
  return lines.join('\n');
}

/** What the tags say of an undo that is under way. */
function describeUndoState(tags: readonly Tag[]): string[] {
  const state = readUndoState(tags);
  if (state === undefined) return [];
  if (state === 'unreadable') return [':warning: The tags of its undo were changed by hand.'];
  const until = state.deleteAfter
    ? ` It is deleted after ${time(state.deleteAfter.at)}, unless somebody restores it.`
    : '';
  const aliases = state.before.aliases.map(code).join(', ') || 'none';
  return [`*Undone*  approved by ${mention(state.by)}, aliases before: ${aliases}.${until}${linkThread(state.where)}`];
}

function describeStory(tag: ReadonlyMap<string, string>): string[] {
  const reference = tag.get(tagKeys.reference);
  if (reference === undefined) return ['It was not cloned by this bot.'];
  const [asked = ''] = (tag.get(tagKeys.requestedBy) ?? '').split(' ');
  const thread = linkThread(tag.get(tagKeys.card) ?? '');
  if (isApiClient(asked)) return [`Cloned from ${code(reference)} through the REST API by ${mention(asked)}${thread}`];
  return [
    `Cloned from ${code(reference)}, asked by ${mention(asked)}, approved by ${mention(tag.get(tagKeys.approvedBy) ?? '')}${thread}`,
  ];
}
