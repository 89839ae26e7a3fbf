// The state of an undo, as tags on the distribution. Whoever reads them knows what was approved and what is still to do, so
// any replica goes on after another one died. They outlast Slack and serve the REST API alike.
import type { Tag } from '@aws-sdk/client-cloudfront';
import { maxTags, readTag, toTagValue } from '../tags.js';
import type { ServedState } from './undo-config.js';

export const undoTagKeys = {
  /** The link of the card, or the API client that asked. */
  where: 'cf-clone:undo',
  by: 'cf-clone:undo-by',
  aliases: 'cf-clone:undo-aliases',
  config: 'cf-clone:undo-config',
  deleteAfter: 'cf-clone:undo-delete-after',
  restore: 'cf-clone:undo-restore',
} as const;

const maxTagValueChars = 256;
/** The aliases of a clone take one tag. What people added by hand may take more. */
const maxAliasTags = 4;
const aliasKeys = [
  undoTagKeys.aliases,
  ...Array.from({ length: maxAliasTags - 1 }, (_, index) => `${undoTagKeys.aliases}-${index + 2}`),
];
export const allUndoTagKeys: readonly string[] = [...Object.values(undoTagKeys), ...aliasKeys.slice(1)];

/** What was approved. */
export interface UndoApproval {
  readonly where: string;
  readonly by: string;
  /** The ETag that the approver saw. The update is sent with it alone. */
  readonly etag: string;
  /** Of the configuration without what the undo changes. */
  readonly fingerprint: string;
  readonly before: ServedState;
  /** The approver saw that DNS leads to the clone, and approved all the same. */
  readonly isDnsAccepted: boolean;
}

export interface UndoState extends UndoApproval {
  /** When the clone may be deleted. It counts for the configuration with this ETag alone. */
  readonly deleteAfter?: { readonly etag: string; readonly at: Date };
  /** Who asked for the clone to be restored. */
  readonly restoredBy?: string;
}

/** The tags of an approval; undefined where they find no room beside those that the distribution has. */
export function writeUndoApproval(approval: UndoApproval, present: readonly Tag[]): Tag[] | undefined {
  const { where, by, etag, fingerprint, before, isDnsAccepted } = approval;
  const aliases = packAliases(before.aliases);
  // Two more come later: when it may be deleted, and who restores it.
  const others = present.filter(({ Key }) => !allUndoTagKeys.includes(Key ?? ''));
  if (aliases === undefined || others.length + aliases.length + 5 > maxTags) return undefined;
  const flags = [before.isEnabled ? 'enabled' : 'disabled', isDnsAccepted ? 'dns-accepted' : 'dns-free'];
  return [
    { Key: undoTagKeys.where, Value: toTagValue(where) },
    { Key: undoTagKeys.by, Value: toTagValue(by) },
    { Key: undoTagKeys.config, Value: [etag, fingerprint, ...flags].join('/') },
    ...aliases.map((value, index) => ({ Key: aliasKeys[index] ?? '', Value: value })),
  ];
}

export function writeDeleteAfter(etag: string, at: Date): Tag {
  return { Key: undoTagKeys.deleteAfter, Value: `${etag}/${at.toISOString()}` };
}

export function writeRestore(by: string): Tag {
  return { Key: undoTagKeys.restore, Value: toTagValue(by) };
}

/** Undefined where no undo was approved; `unreadable` where the tags of one were changed by hand. */
export function readUndoState(tags: readonly Tag[]): UndoState | 'unreadable' | undefined {
  const where = readTag(tags, undoTagKeys.where);
  if (where === undefined) return undefined;
  const by = readTag(tags, undoTagKeys.by);
  const parts = /^([\w-]+)\/([0-9a-f]{32})\/(enabled|disabled)\/(dns-accepted|dns-free)$/.exec(
    readTag(tags, undoTagKeys.config) ?? '',
  );
  const aliases = aliasKeys.flatMap((key) => (readTag(tags, key) ?? '').split(' ').filter(Boolean)).map(readAlias);
  if (by === undefined || !parts?.[1] || !parts[2]) return 'unreadable';
  const deleteAfter = readDeleteAfter(readTag(tags, undoTagKeys.deleteAfter));
  const restoredBy = readTag(tags, undoTagKeys.restore);
  return {
    where,
    by,
    etag: parts[1],
    fingerprint: parts[2],
    before: { aliases, isEnabled: parts[3] === 'enabled' },
    isDnsAccepted: parts[4] === 'dns-accepted',
    ...(deleteAfter ? { deleteAfter } : {}),
    ...(restoredBy === undefined ? {} : { restoredBy }),
  };
}

function readDeleteAfter(value: string | undefined): UndoState['deleteAfter'] {
  const [etag = '', time = ''] = (value ?? '').split('/');
  const at = new Date(time);
  return etag === '' || Number.isNaN(at.getTime()) ? undefined : { etag, at };
}

/** A tag takes no asterisk (API: Tag), and no domain has an at sign. */
const writeAlias = (alias: string) => alias.replace('*', '@');
const readAlias = (text: string) => text.replace('@', '*');

function packAliases(aliases: readonly string[]): string[] | undefined {
  const packed: string[] = [];
  for (const alias of aliases.map(writeAlias)) {
    const last = packed.at(-1);
    const joined = last === undefined ? alias : `${last} ${alias}`;
    if (last !== undefined && joined.length <= maxTagValueChars) packed[packed.length - 1] = joined;
    else packed.push(alias);
  }
  return packed.length <= maxAliasTags && packed.every(({ length }) => length <= maxTagValueChars) ? packed : undefined;
}
