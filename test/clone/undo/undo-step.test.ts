// The next step of an undo, as a table: the distribution, its tags, and the time decide.
import type { Tag } from '@aws-sdk/client-cloudfront';
import type { Distribution } from '../../../src/clone/ports.js';
import { switchOn } from '../../../src/clone/undo/undo-config.js';
import { decideUndoStep, type UndoStep } from '../../../src/clone/undo/undo-step.js';
import { undoTagKeys, writeDeleteAfter, writeRestore } from '../../../src/clone/undo/undo-tags.js';
import { approval, cardTags, clone, off, undoTags } from './undo-fixtures.js';

const now = new Date('2026-11-26T09:00:00.000Z');
const later = new Date('2026-11-26T10:00:00.000Z');
const earlier = new Date('2026-11-26T08:00:00.000Z');
const restoring = [...undoTags, writeRestore('U0ANA000001')];
const restored: Distribution = { ...off, etag: 'ETAG3', config: switchOn(off.config, approval.before) };
const comment = (distribution: Distribution): Distribution => ({
  ...distribution,
  etag: 'ETAG9',
  config: { ...distribution.config, Comment: 'by hand' },
});
const reason = (step: UndoStep) => ('reason' in step ? step.reason : undefined);

const rows: [string, Distribution, readonly Tag[], UndoStep['kind'], string?][] = [
  ['no undo was approved', clone, cardTags, 'none'],
  ['approved, and as the approver saw it', clone, undoTags, 'disable'],
  ['approved, and changed since then', comment(clone), undoTags, 'stop', 'changed_by_hand'],
  ['approved, and at another ETag', { ...clone, etag: 'ETAG9' }, undoTags, 'stop', 'changed_by_hand'],
  ['disabled, and not everywhere', { ...off, status: 'InProgress' }, undoTags, 'await_deployment'],
  ['disabled everywhere', off, undoTags, 'start_grace'],
  ['within the grace time', off, [...undoTags, writeDeleteAfter('ETAG2', later)], 'await_grace'],
  ['after the grace time', off, [...undoTags, writeDeleteAfter('ETAG2', earlier)], 'delete'],
  ['at the very end of the grace time', off, [...undoTags, writeDeleteAfter('ETAG2', now)], 'delete'],
  ['a grace time of an earlier undo', off, [...undoTags, writeDeleteAfter('ETAG0', earlier)], 'start_grace'],
  [
    'enabled by hand',
    { ...off, etag: 'ETAG9', config: { ...off.config, Enabled: true } },
    undoTags,
    'stop',
    'changed_by_hand',
  ],
  [
    'changed by hand within the grace time',
    comment(off),
    [...undoTags, writeDeleteAfter('ETAG2', earlier)],
    'stop',
    'changed_by_hand',
  ],
  [
    'an alias given by hand',
    { ...off, config: { ...off.config, Aliases: { Quantity: 1, Items: ['x.example.com'] } } },
    undoTags,
    'stop',
    'changed_by_hand',
  ],
  ['restore asked for', off, restoring, 'restore'],
  ['restore asked for, after the grace time', off, [...restoring, writeDeleteAfter('ETAG2', earlier)], 'restore'],
  ['restored', restored, restoring, 'finish_restore'],
  ['restored, and the tag of the restore is gone', restored, undoTags, 'stop', 'changed_by_hand'],
  ['restore asked for, and changed by hand', comment(off), restoring, 'stop', 'changed_by_hand'],
  ['its tags of a clone are gone', off, undoTags.slice(cardTags.length), 'stop', 'not_ours'],
  [
    'another CallerReference',
    { ...off, config: { ...off.config, CallerReference: 'by hand' } },
    undoTags,
    'stop',
    'not_ours',
  ],
  [
    'the tags of the undo were changed',
    off,
    undoTags.filter(({ Key }) => Key !== undoTagKeys.config),
    'stop',
    'tags_changed',
  ],
];

test.each(rows)('%s', (...row) => {
  const [, distribution, tags, kind, why] = row;
  const step = decideUndoStep(distribution, tags, now);
  expect(step.kind).toBe(kind);
  expect(reason(step)).toBe(why);
});

test('members that CloudFront leaves out where they are empty are no change', () => {
  const filled = { ...off, config: { ...off.config, WebACLId: '', OriginGroups: { Quantity: 0 } } };
  expect(decideUndoStep(filled, undoTags, now).kind).toBe('start_grace');
});
