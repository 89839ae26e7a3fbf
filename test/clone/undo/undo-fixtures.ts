// A clone of a card and its tags, for the tests of the undo.
import type { Tag } from '@aws-sdk/client-cloudfront';
import type { Distribution } from '../../../src/clone/ports.js';
import { fingerprintConfig, switchOff } from '../../../src/clone/undo/undo-config.js';
import { type UndoApproval, writeUndoApproval } from '../../../src/clone/undo/undo-tags.js';
import { makeDistribution } from '../fake-ports.js';
import { makeConfig } from '../references.js';

const toTags = (tags: Readonly<Record<string, string>>): Tag[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

export const cardTags = toTags({
  'cf-clone:reference': 'EREFERENCE0001',
  'cf-clone:requested-by': 'U0ANA000001 ana',
  'cf-clone:approved-by': 'U0BO0000001',
  'cf-clone:card': 'https://example.slack.com/archives/C0CDN000001/p1700000000000100',
});

export const clientTags = toTags({
  'cf-clone:reference': 'EREFERENCE0001',
  'cf-clone:requested-by': 'client:abc123',
  'cf-clone:approved-by': 'client:abc123',
  'cf-clone:card': 'program/2026-01-01T00:00:00.000Z/abc',
});

export const undoCard = 'https://example.slack.com/archives/C0CDN000001/p1700000100000100';

/** As it was approved: it serves, at ETAG1. */
export const clone: Distribution = makeDistribution('ECLONE0000001', {
  ...makeConfig(),
  CallerReference: 'cf-clone-T0TEAM-C0CDN000001-1700000000.000100',
  Aliases: { Quantity: 1, Items: ['www.example.com'] },
  Enabled: true,
});

export const approval: UndoApproval = {
  where: undoCard,
  by: 'U0BO0000001',
  etag: clone.etag,
  fingerprint: fingerprintConfig(clone.config),
  before: { aliases: ['www.example.com'], isEnabled: true },
  isDnsAccepted: false,
};

/** As the bot's update leaves it. */
export const off: Distribution = { ...clone, etag: 'ETAG2', config: switchOff(clone.config) };

export const undoTags = [...cardTags, ...(writeUndoApproval(approval, cardTags) ?? [])];
