// Use case: what an undo of this distribution would do, from AWS and DNS as they are now; or why there can be none. Nothing
// is changed. A card shows it, and the approval makes it again: what the digest covers has to be the same.
import type { Tag } from '@aws-sdk/client-cloudfront';
import { digest } from '../digest.js';
import type { OutsideReads } from '../outside-reads.js';
import type { Distribution, Distributions, Dns, DnsAnswer } from '../ports.js';
import type { UndoObstacle } from '../refusals/undo.js';
import type { Result } from '../result.js';
import { readTag, tagKeys } from '../tags.js';
import { isOwnClone } from './own-clone.js';
import { fingerprintConfig, readServedState, type ServedState } from './undo-config.js';
import { readUndoState, type UndoApproval, writeUndoApproval } from './undo-tags.js';

export interface DnsFinding extends DnsAnswer {
  readonly alias: string;
}

/** What belongs to the clone and stays when it is deleted. Undefined where AWS did not say. */
export interface LeftBehind {
  readonly logDeliveries: number | undefined;
  readonly hasMetrics: boolean | undefined;
  readonly isProtected: boolean | undefined;
  /** Origin access controls that the bot made. Another clone of the same origin may use them too. */
  readonly accessControls: readonly string[];
}

export interface UndoPlan {
  readonly kind: 'plan';
  readonly distribution: Distribution;
  readonly before: ServedState;
  readonly dns: readonly DnsFinding[];
  /** DNS leads to the clone: people use it. */
  readonly leadsHere: boolean;
  readonly isDnsUnknown: boolean;
  /** AWS did not say whether it is on a flat-rate plan. */
  readonly isPlanUnknown: boolean;
  readonly leftBehind: LeftBehind;
  readonly reference: string;
  readonly requestedBy: string;
  /** Where its request was discussed, as its tag says. */
  readonly card: string;
  /** Of everything that the approver has to know. */
  readonly digest: string;
}

export type PrepareUndo = (id: string) => Promise<Result<UndoPlan | UndoObstacle>>;

export interface PrepareUndoPorts {
  readonly distributions: Pick<Distributions, 'read' | 'readTags' | 'listAccessControls'>;
  readonly dns: Pick<Dns, 'follow'>;
  readonly outside: OutsideReads | undefined;
}

export function createPrepareUndo(ports: PrepareUndoPorts): PrepareUndo {
  return async (id) => {
    const found = await readTagged(ports, id);
    if (!found.ok) return found;
    const { distribution, tags } = found.value;
    const obstacle = findObstacle(distribution, tags);
    if (obstacle) return { ok: true, value: obstacle };
    const plan = await look(ports, distribution, tags, readServedState(distribution.config));
    return { ok: true, value: plan };
  };
}

/** What an undo that is under way was approved to do, as AWS and DNS tell it now. Undefined where none is under way. */
export type ReadApprovedUndo = (id: string) => Promise<Result<UndoPlan | undefined>>;

export function createReadApprovedUndo(ports: PrepareUndoPorts): ReadApprovedUndo {
  return async (id) => {
    const found = await readTagged(ports, id);
    if (!found.ok) return found;
    const { distribution, tags } = found.value;
    const state = readUndoState(tags);
    if (state === undefined || state === 'unreadable') return { ok: true, value: undefined };
    const plan = await look(ports, distribution, tags, state.before);
    return { ok: true, value: plan.kind === 'plan' ? plan : undefined };
  };
}

async function readTagged(
  { distributions }: PrepareUndoPorts,
  id: string,
): Promise<Result<{ readonly distribution: Distribution; readonly tags: readonly Tag[] }>> {
  const found = await distributions.read(id);
  if (!found.ok) return found;
  const tags = await distributions.readTags(found.value.arn);
  return tags.ok ? { ok: true, value: { distribution: found.value, tags: tags.value } } : tags;
}

async function look(
  { distributions, dns, outside }: PrepareUndoPorts,
  distribution: Distribution,
  tags: readonly Tag[],
  before: ServedState,
): Promise<UndoPlan | UndoObstacle> {
  const { id, arn, config, domainName, etag } = distribution;
  const [answers, tier, logs, hasMetrics, isProtected, controls] = await Promise.all([
    Promise.all(before.aliases.map(async (alias) => ({ alias, ...(await dns.follow(alias, domainName)) }))),
    outside?.readPricingPlan(arn),
    outside?.readLogs(arn),
    outside?.hasMetrics(id),
    outside?.isProtected(arn),
    distributions.listAccessControls(),
  ]);
  if (tier) return { kind: 'pricing_plan', id, tier };
  const used = new Set((config.Origins?.Items ?? []).map(({ OriginAccessControlId }) => OriginAccessControlId));
  const leftBehind: LeftBehind = {
    logDeliveries: logs?.length,
    hasMetrics,
    isProtected,
    accessControls: (controls ?? [])
      .filter(({ id: control, name }) => used.has(control) && name.startsWith('cf-clone-'))
      .map(({ name }) => name),
  };
  const plan = {
    distribution,
    before,
    dns: answers,
    leadsHere: answers.some(({ points }) => points === 'yes'),
    isDnsUnknown: answers.some(({ points }) => points === 'unknown'),
    isPlanUnknown: tier === undefined,
    leftBehind,
    reference: readTag(tags, tagKeys.reference) ?? '',
    requestedBy: readTag(tags, tagKeys.requestedBy) ?? '',
    card: readTag(tags, tagKeys.card) ?? '',
  };
  const shown = { id, etag, before, dns: answers.map(({ alias, points }) => ({ alias, points })) };
  return { kind: 'plan', ...plan, digest: digest(shown) };
}

/** What the distribution and its tags alone tell. */
function findObstacle({ id, config }: Distribution, tags: readonly Tag[]): UndoObstacle | undefined {
  if (!isOwnClone(config.CallerReference, tags)) return { kind: 'not_a_clone', id };
  if (config.Staging) return { kind: 'staging', id };
  const policy = config.ContinuousDeploymentPolicyId;
  if (policy) return { kind: 'continuous_deployment', id, policy };
  const state = readUndoState(tags);
  if (state !== undefined) return { kind: 'under_way', id, where: state === 'unreadable' ? '' : state.where };
  const room = { where: 'x', by: 'x', etag: 'x', fingerprint: 'x', isDnsAccepted: false };
  const fits = writeUndoApproval({ ...room, before: readServedState(config) }, tags) !== undefined;
  return fits ? undefined : { kind: 'no_room_for_tags', id };
}

/** What the tags say of an approved plan. */
export function toApproval(
  { distribution, before, leadsHere }: UndoPlan,
  { where, by }: Pick<UndoApproval, 'where' | 'by'>,
): UndoApproval {
  const { etag, config } = distribution;
  return { where, by, etag, fingerprint: fingerprintConfig(config), before, isDnsAccepted: leadsHere };
}
