// The tags that hold an undo: what is written is read back, and what finds no room is not begun.
import {
  allUndoTagKeys,
  readUndoState,
  undoTagKeys,
  writeDeleteAfter,
  writeRestore,
  writeUndoApproval,
} from '../../../src/clone/undo/undo-tags.js';
import { approval, cardTags, undoTags } from './undo-fixtures.js';

const many = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));

test('an approval is read back as it was written', () => {
  expect(readUndoState(undoTags)).toEqual(approval);
  expect(readUndoState(cardTags)).toBeUndefined();
});

test('wildcards and long aliases come back, over several tags', () => {
  const long = Array.from({ length: 6 }, (_, index) => `${'a'.repeat(60)}.${'b'.repeat(40)}.n${index}.example.com`);
  const before = { aliases: ['*.example.com', ...long], isEnabled: false };
  const tags = writeUndoApproval({ ...approval, before, isDnsAccepted: true }, []) ?? [];
  for (const { Key = '', Value = '' } of tags) {
    expect(allUndoTagKeys).toContain(Key);
    // API: Tag.
    expect(Value).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u);
  }
  expect(readUndoState(tags)).toMatchObject({ before, isDnsAccepted: true });
});

test('more aliases than the tags hold are refused', () => {
  const aliases = Array.from({ length: 30 }, (_, index) => `${'a'.repeat(60)}.n${index}.example.com`);
  expect(writeUndoApproval({ ...approval, before: { aliases, isEnabled: true } }, [])).toBeUndefined();
});

test('the tags that come later find room too', () => {
  expect(writeUndoApproval(approval, many(44))).toBeDefined();
  expect(writeUndoApproval(approval, many(45))).toBeUndefined();
  // Tags of an earlier undo are written over.
  expect(writeUndoApproval(approval, [...many(44), ...undoTags.slice(cardTags.length)])).toBeDefined();
});

test('the end of the grace time and a restore are read back', () => {
  const at = new Date('2026-11-26T09:00:00.000Z');
  expect(readUndoState([...undoTags, writeDeleteAfter('ETAG2', at), writeRestore('U0ANA000001')])).toMatchObject({
    deleteAfter: { etag: 'ETAG2', at },
    restoredBy: 'U0ANA000001',
  });
});

test.each([undoTagKeys.by, undoTagKeys.config])('an undo without its tag %s is unreadable', (key) => {
  expect(readUndoState(undoTags.filter(({ Key }) => Key !== key))).toBe('unreadable');
});

test('a time that somebody wrote by hand does not count', () => {
  expect(readUndoState([...undoTags, { Key: undoTagKeys.deleteAfter, Value: 'now' }])).toEqual(approval);
});
