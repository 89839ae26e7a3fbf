// `/cf-clone history …`: the channel's clones, or the account's, ten a page, for the asker alone until shared.
import * as z from 'zod';
import { readMainHost } from '../../clone/distribution.js';
import { resolveReference } from '../../clone/find-distribution.js';
import { type CloneEntry, type HistorySearch, matchesSearch, sortNewestFirst } from '../../clone/search.js';
import { actions } from '../card/buttons.js';
import { cardStates, isApiClient } from '../card/record.js';
import { refuseChannelId } from '../channel.js';
import type { Respond } from '../client/respond.js';
import type { Block } from '../client/web-api.js';
import type { SlackContext } from '../context.js';
import { code, cut, inBrackets, linkThread, mention, time } from '../mrkdwn.js';
import { type Refusal, refuse } from '../outcomes.js';
import { listMemberGroups } from '../policy.js';
import { parseHistory } from './parse-history.js';

/** Where a list stands: the search as it was typed, and how many of its clones are before this page. */
export interface HistoryPlace {
  readonly text: string;
  readonly offset: number;
}

export interface HistoryPage {
  readonly text: string;
  readonly blocks: readonly Block[];
}

const pageSize = 10;
/** Slack's limit for the value of a button, with room for what is around the text. */
export const maxQueryChars = 1_500;

const placeSchema = z.object({ q: z.string().max(maxQueryChars), o: z.int().min(0) });

export function readPlace(value: string): HistoryPlace | undefined {
  try {
    const parsed = placeSchema.safeParse(JSON.parse(value));
    return parsed.success ? { text: parsed.data.q, offset: parsed.data.o } : undefined;
  } catch {
    return undefined;
  }
}

export type HistoryContext = Pick<SlackContext, 'access' | 'policy' | 'aws' | 'cardCache' | 'clock'>;

/** Answers a search: progress while a channel is read for the first time, then the page. */
export async function searchHistory(
  context: HistoryContext,
  ask: { readonly channel: string; readonly userId: string; readonly place: HistoryPlace },
  respond: Respond,
): Promise<HistoryPage | Refusal> {
  const { text } = ask.place;
  const parsed = parseHistory(text, [...cardStates, 'undone'], context.clock.now());
  if (!parsed.ok) return parsed;
  const search = resolveReference(parsed.value, context.aws.index);
  let isTold = false;
  const found = search.isEverywhere
    ? await readAccount(context, ask.userId)
    : await readChannel(context, ask.channel, async (soFar) => {
        if (isTold) return;
        isTold = true;
        const matches = soFar.filter((entry) => matchesSearch(entry, search));
        await respond(renderPage(matches, { text, offset: 0 }, search, 'so far; older messages are being read'));
      });
  if ('ok' in found) return found;
  const matches = sortNewestFirst(found.filter((entry) => matchesSearch(entry, search)));
  const place = { ...ask.place, text };
  if (!search.isEverywhere) return renderPage(matches, place, search);
  const start = limitOffset(place.offset, matches.length);
  const shown = await Promise.all(matches.slice(start, start + pageSize).map((entry) => readEntry(context, entry)));
  const note = context.aws.index.state === 'complete' ? '' : 'so far; the distributions of the account are being read';
  return renderPage(
    [...matches.slice(0, start), ...shown, ...matches.slice(start + shown.length)],
    place,
    search,
    note,
  );
}

/** The index may be minutes old, so what is shown is read. */
async function readEntry({ aws }: HistoryContext, entry: CloneEntry): Promise<CloneEntry> {
  const found = entry.distribution ? await aws.distributions.read(entry.distribution) : undefined;
  if (!found?.ok) return entry;
  const { config, status } = found.value;
  return {
    ...entry,
    state: entry.state === 'undone' ? entry.state : status === 'Deployed' ? 'deployed' : 'cloned',
    domain: config.Aliases?.Items?.join(', ') || entry.domain,
    origin: readMainHost(config),
  };
}

async function readChannel(
  context: HistoryContext,
  channel: string,
  onProgress: (soFar: readonly CloneEntry[]) => Promise<void>,
): Promise<readonly CloneEntry[] | Refusal> {
  const misplaced = refuseChannelId(channel, context.policy.allowedChannels);
  if (misplaced) return misplaced;
  const allowed = await context.access.checkChannel(channel);
  if (!allowed.ok) return allowed;
  const found = await context.cardCache.read(channel, onProgress);
  if (found.ok) return found.value;
  if (found.error === 'channel_not_found' || found.error === 'not_in_channel') return refuse('not_in_channel');
  return refuse('slack_failed', { what: `The channel could not be read (\`${found.error}\`).` });
}

/** Whatever asks AWS is for operators. */
async function readAccount(context: HistoryContext, userId: string): Promise<readonly CloneEntry[] | Refusal> {
  const person = await context.access.identify(userId, listMemberGroups(context.policy));
  if (!person.ok) return person;
  const { index, taggedClones } = context.aws;
  const found = await taggedClones.listByTags(index.get);
  return found.ok ? found.value : found;
}

/** The last page is the one that has the last clone. */
function limitOffset(offset: number, total: number): number {
  return Math.min(offset, Math.max(0, Math.floor((total - 1) / pageSize) * pageSize));
}

export function renderPage(
  matches: readonly CloneEntry[],
  place: HistoryPlace,
  search: HistorySearch,
  note = '',
): HistoryPage {
  const offset = limitOffset(place.offset, matches.length);
  const shown = matches.slice(offset, offset + pageSize);
  const where = search.isEverywhere ? 'in this account' : 'in this channel';
  const words = place.text.replace(/(^|\s)everywhere(?=\s|$)/gi, ' ').trim();
  const asked = words === '' ? '' : ` for ${describeQuery(words)}`;
  const pages = matches.length > pageSize ? `, ${offset + 1} to ${offset + shown.length}` : '';
  const head = [`${countEntries(matches)}${asked} ${where}${pages}`, note].filter(Boolean).join(' ');
  const lines = shown.map(renderEntry);
  return {
    text: [head, ...lines].join('\n'),
    blocks: [
      section('head', `*${head}*`),
      ...lines.map((line, index) => section(`entry:${offset + index}`, line)),
      ...renderButtons(matches.length, place.text, offset),
    ],
  };
}

/** A card that waits, or that led to nothing, is no clone. */
function countEntries(entries: readonly CloneEntry[]): string {
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
  const made = entries.filter(({ distribution }) => distribution !== '').length;
  const requests = entries.length - made;
  if (requests === 0) return count(made, 'clone');
  const others = `${count(requests, 'request')} without a clone`;
  return made === 0 ? others : `${count(made, 'clone')} and ${others}`;
}

/** The search as it was typed; a person in it by name. */
function describeQuery(text: string): string {
  return cut(text, 100)
    .split(/(<@[UW][A-Z0-9]+>)/)
    .map((part, index) => (index % 2 === 1 ? part : code(part.trim())))
    .filter(Boolean)
    .join(' ');
}

/** One clone in a line: state, domain and distribution, reference, who, when, where. */
export function renderEntry(entry: CloneEntry): string {
  const made = entry.distribution ? ` → ${code(entry.distribution)}` : '';
  const isApi = isApiClient(entry.requestedBy.id);
  const how = isApi ? 'through the REST API by' : 'asked by';
  const asked = entry.requestedBy.id ? ` · ${how} ${mention(entry.requestedBy.id)}${inBrackets(entry.reason)}` : '';
  const decided =
    entry.decidedBy && !isApi
      ? ` · ${entry.state === 'cancelled' ? 'cancelled' : 'approved'} by ${mention(entry.decidedBy.id)}${inBrackets(entry.comment)}`
      : '';
  const when = entry.askedAt ? ` · ${time(entry.askedAt)}` : '';
  return `${code(entry.state)} ${code(entry.domain)}${made} · from ${code(entry.reference)}${asked}${decided}${when}${linkThread(entry.link)}`;
}

function renderButtons(total: number, text: string, offset: number): Block[] {
  const button = (action_id: string, label: string, o: number) => ({
    type: 'button' as const,
    action_id,
    text: { type: 'plain_text' as const, text: label },
    value: JSON.stringify({ q: text, o }),
  });
  const buttons = [
    ...(offset > 0 ? [button(actions.newer, 'Newer', offset - pageSize)] : []),
    ...(offset + pageSize < total ? [button(actions.older, 'Older', offset + pageSize)] : []),
    ...(total > 0 ? [button(actions.share, 'Share in channel', offset)] : []),
  ];
  return buttons.length === 0 ? [] : [{ type: 'actions', block_id: `history:${offset}`, elements: buttons }];
}

function section(id: string, text: string): Block {
  return {
    type: 'section',
    block_id: `history:${id}`,
    text: { type: 'mrkdwn', text: cut(text, 3_000), verbatim: true },
  };
}

/** The page for everybody: without buttons, naming who shared it. */
export function renderShared(page: HistoryPage, userId: string): { text: string; blocks: Block[] } {
  const by = `Shared by ${mention(userId)}`;
  return {
    text: cut(`${by}: ${page.text}`, 3_900),
    blocks: [
      ...page.blocks.filter(({ type }) => type !== 'actions'),
      { type: 'context', elements: [{ type: 'mrkdwn', text: by }] },
    ],
  };
}
