// Modals and App Homes. A modal opens with a trigger, a Home belongs to a person.
import { randomBytes } from 'node:crypto';
import { completeBlocks, parseBlocks } from './blocks.js';
import type { Changes } from './changes.js';
import { type Fields, fieldsAt, isFields, listAt, textAt } from './json.js';
import { findBlockFaults, type Limits, type Surface } from './limits.js';
import { IDENTITY } from './settings.js';
import { SlackError } from './slack-error.js';
import { slackLimits } from './slack-limits.js';
import type { View } from './view.js';
import type { OfferedOptions } from './view-state.js';

interface Holder {
  view: View;
  user: string;
}

const maxStackedViews = 3;

export class Views {
  private readonly holders = new Map<string, Holder>();
  private readonly homes = new Map<string, View>();
  /** The options that the app has offered in each select with external data. */
  private readonly offers = new Map<string, readonly unknown[]>();
  private readonly changes: Changes;

  constructor(changes: Changes) {
    this.changes = changes;
  }

  reset(): void {
    this.holders.clear();
    this.homes.clear();
    this.offers.clear();
  }

  /** Open modals, oldest first. */
  modals(): View[] {
    return [...this.holders.values()].map((holder) => holder.view);
  }

  home(user: string): View | undefined {
    return this.homes.get(user);
  }

  homesByPerson(): Record<string, View> {
    return Object.fromEntries(this.homes);
  }

  /** A view by its ID or the ID that the app gave it; Homes are views too. */
  find(id: string): View | undefined {
    const views = [...this.modals(), ...this.homes.values()];
    return views.find((view) => view.id === id || (view.external_id !== '' && view.external_id === id));
  }

  /** Whose screen a view is on. */
  ownerOf(id: string): string | undefined {
    const home = [...this.homes].find(([, view]) => view.id === id);
    return this.holders.get(id)?.user ?? home?.[0];
  }

  /** Keeps the options that a person now sees. */
  offer(id: string, actionId: string, options: readonly unknown[]): void {
    this.offers.set(`${id} ${actionId}`, options);
  }

  offered(id: string): OfferedOptions {
    return (actionId) => this.offers.get(`${id} ${actionId}`) ?? [];
  }

  open(given: Fields, user: string, limits: Limits): View {
    const view = build(given, 'modal', limits);
    this.holders.set(view.id, { view, user });
    this.changes.announce({ type: 'view_opened', view: structuredClone(view) });
    return view;
  }

  push(given: Fields, user: string, limits: Limits): View {
    const stack = [...this.holders.values()].filter((holder) => holder.user === user);
    const top = stack.at(-1)?.view;
    if (!top) throw new SlackError('not_found');
    if (stack.length >= maxStackedViews) throw new SlackError('push_limit_reached');
    const view = { ...build(given, 'modal', limits), previous_view_id: top.id, root_view_id: top.root_view_id };
    this.holders.set(view.id, { view, user });
    this.changes.announce({ type: 'view_opened', view: structuredClone(view) });
    return view;
  }

  update(id: string, given: Fields, hash: string | undefined, limits: Limits): View {
    const known = this.find(id);
    if (!known) throw new SlackError('not_found');
    refuseOldHash(known, hash);
    const fresh = build(given, known.type, limits);
    Object.assign(known, fresh, {
      id: known.id,
      previous_view_id: known.previous_view_id,
      root_view_id: known.root_view_id,
    });
    this.changes.announce({ type: 'view_updated', view: structuredClone(known) });
    return known;
  }

  publish(user: string, given: Fields, hash: string | undefined, limits: Limits): View {
    const known = this.homes.get(user);
    if (known) refuseOldHash(known, hash);
    const fresh = build(given, 'home', limits);
    const view = known ? { ...fresh, id: known.id, root_view_id: known.id } : fresh;
    this.homes.set(user, view);
    this.changes.announce({ type: 'view_published', view: structuredClone(view) });
    return view;
  }

  close(id: string): void {
    const view = this.holders.get(id)?.view;
    if (!view) return;
    this.holders.delete(id);
    this.changes.announce({ type: 'view_closed', view: structuredClone(view) });
  }

  /** Every modal of the stack that this view is in. */
  clear(view: View): void {
    for (const other of this.modals()) if (other.root_view_id === view.root_view_id) this.close(other.id);
  }
}

function refuseOldHash(view: View, hash: string | undefined): void {
  if (hash !== undefined && hash !== view.hash) throw new SlackError('hash_conflict');
}

function build(given: Fields, type: string, limits: Limits): View {
  if (given.type !== type) throw new SlackError('invalid_arguments', { messages: [`view type must be ${type}`] });
  if (JSON.stringify(given).length > slackLimits.viewBytes.max) throw new SlackError('view_too_large');
  const blocks = parseBlocks(listAt(given, 'blocks'));
  const faults = findViewFaults(given, type, limits);
  if (faults.length > 0) {
    throw new SlackError('invalid_arguments', {
      response_metadata: { messages: faults.map((fault) => `[ERROR] ${fault}`) },
    });
  }
  const id = `V${randomBytes(5).toString('hex').toUpperCase()}`;
  return {
    ...given,
    id,
    team_id: IDENTITY.team.id,
    app_id: IDENTITY.app.id,
    app_installed_team_id: IDENTITY.team.id,
    bot_id: IDENTITY.bot.id,
    type,
    blocks: completeBlocks(blocks),
    callback_id: textAt(given, 'callback_id') ?? '',
    external_id: textAt(given, 'external_id') ?? '',
    private_metadata: textAt(given, 'private_metadata') ?? '',
    hash: `${Math.floor(Date.now() / 1000)}.${randomBytes(4).toString('hex')}`,
    state: { values: {} },
    previous_view_id: null,
    root_view_id: id,
  };
}

/** The complaints about a view, each with a JSON pointer; none means accepted. */
export function findViewFaults(given: Fields, type: string, limits: Limits): string[] {
  const surface: Surface = type === 'home' ? 'home' : 'modal';
  return [...findBlockFaults(parseBlocks(listAt(given, 'blocks')), limits, surface), ...findFrameFaults(given, type)];
}

function findFrameFaults(given: Fields, type: string): string[] {
  const faults: string[] = [];
  if (type === 'modal' && textAt(fieldsAt(given, 'title'), 'text') === undefined) {
    faults.push('missing required field: title [json-pointer:/view]');
  }
  // https://docs.slack.dev/reference/views/modal-views: "submit is required when an input block is within the blocks array".
  const hasInput = listAt(given, 'blocks').some((block) => isFields(block) && block.type === 'input');
  if (type === 'modal' && hasInput && textAt(fieldsAt(given, 'submit'), 'text') === undefined) {
    faults.push('missing required field: submit [json-pointer:/view]');
  }
  for (const name of ['title', 'submit', 'close']) {
    const label = textAt(fieldsAt(given, name), 'text') ?? '';
    if (label.length > slackLimits.viewTitle.max)
      faults.push(`must be less than 25 characters [json-pointer:/view/${name}/text]`);
  }
  if ((textAt(given, 'private_metadata') ?? '').length > slackLimits.privateMetadata.max) {
    faults.push('must be less than 3001 characters [json-pointer:/view/private_metadata]');
  }
  if ((textAt(given, 'callback_id') ?? '').length > slackLimits.callbackId.max) {
    faults.push('must be less than 256 characters [json-pointer:/view/callback_id]');
  }
  return faults;
}
