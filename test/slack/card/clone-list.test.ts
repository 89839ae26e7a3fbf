// What the cards that list several clones say of them, alike.
import type { BatchLine } from '../../../src/slack/card/batch-lines.js';
import { splitIntoReplies, toLineMetadata } from '../../../src/slack/card/batch-lines.js';
import {
  type BulkItem,
  splitIntoReplies as splitBulk,
  summarizeBulk,
  toItemsMetadata,
  toListedClone,
} from '../../../src/slack/card/bulk-record.js';
import { describeCounts, renderLine, renderReply } from '../../../src/slack/card/clone-list.js';
import { maxRecordBytes } from '../../../src/slack/card/record.js';

const line: BatchLine = {
  domain: 'a.example.com',
  origin: 'new.example.net',
  certificate: '*.example.com',
  state: 'deployed',
  digest: '',
  distribution: 'E2ABCDEFGHIJKL',
  distribution_domain: 'd111111abcdef8.cloudfront.net',
};
const item: BulkItem = {
  domain: 'a.example.com',
  origin: 'new.example.net',
  reference: 'EREFERENCE0001',
  certificate: '*.example.com',
  distribution: 'E2ABCDEFGHIJKL',
  distribution_domain: 'd111111abcdef8.cloudfront.net',
  dns: 'a.example.com CNAME d111111abcdef8.cloudfront.net',
  grants: '',
  created_at: 1_800_000_000,
};
const base = { request: 'r', requested_by: 'client:a', requester_name: '', created_at: 1_800_000_000 };
const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

test.each([
  ['created, 3 of 24 deployed', { lines: 24, created: 24, deployed: 3, stopped: 0, undone: 0 }, false],
  [
    'stopped, 17 of 24 created, 3 of 17 deployed',
    { lines: 24, created: 17, deployed: 3, stopped: 7, undone: 0 },
    false,
  ],
  ['20 of 24 created, 3 of 20 deployed', { lines: 24, created: 20, deployed: 3, stopped: 0, undone: 0 }, false],
  ['all 24 deployed', { lines: 24, created: 24, deployed: 24, stopped: 0, undone: 0 }, true],
  ['deployed', { lines: 1, created: 1, deployed: 1, stopped: 0, undone: 0 }, true],
  ['all 24 deployed, 2 undone', { lines: 24, created: 24, deployed: 24, stopped: 0, undone: 2 }, true],
  ['all 3 undone', { lines: 4, created: 3, deployed: 3, stopped: 1, undone: 3 }, true],
] as const)('the headline says: %s', (words, counts, isDeployed) => {
  expect(describeCounts(counts, isDeployed)).toBe(words);
});

test.each([
  [undefined, undefined, 'deployed', undefined],
  ['disabling', 'U0BO', 'being undone', 'This clone is being undone.'],
  [
    'disabled',
    'U0BO',
    'undone by <@U0BO>, and can be restored',
    'This clone is undone by <@U0BO>, and can be restored.',
  ],
  ['deleted', 'client:abc', 'undone by `client:abc`', 'This clone is undone by `client:abc`.'],
  ['deleted', undefined, 'undone', 'This clone is undone.'],
] as const)('a line and its reply say how far an undo has come: %s by %s', (undone, undone_by, short, long) => {
  const shown = { ...line, undone, undone_by };
  expect(renderLine(shown)).toBe(`• \`a.example.com\` → \`E2ABCDEFGHIJKL\` · ${short}`);
  const reply = renderReply([{ ...shown, reference: 'EREFERENCE0001' }]).text;
  if (long === undefined) expect(reply).not.toContain('This clone is');
  else expect(reply).toContain(long);
});

test.each([
  ['a.example.com CNAME d1.cloudfront.net', 'CNAME'],
  ['example.com A and AAAA ALIAS d1.cloudfront.net (zone Z2FDTNDATAQYW2)', 'A AAAA'],
  ['example.com A ALIAS d1.cloudfront.net (zone Z2FDTNDATAQYW2)', 'A'],
])('the DNS record of a bulk is known by its text: %s', (dns, types) => {
  expect(toListedClone({ ...item, dns }).dns).toBe(types);
});

test('a bulk is done when nothing is left to wait for', () => {
  const deployed = { ...item, deployed_at: 1_800_000_100 };
  expect(summarizeBulk(base, [item, deployed])).toMatchObject({ state: 'cloned', deployed: 1 });
  expect(summarizeBulk(base, [{ ...item, undone: 'disabled' }, deployed])).toMatchObject({
    state: 'cloned',
    undone: 1,
  });
  expect(summarizeBulk(base, [{ ...item, undone: 'deleted' }, deployed])).toMatchObject({
    state: 'deployed',
    undone: 1,
  });
});

test('replies have room for an undo of each of their clones', () => {
  const undone = { undone: 'disabling', undone_by: `user:${'x'.repeat(36)}` } as const;
  const long = (index: number) => `d${index}.${'x'.repeat(60)}.${'y'.repeat(60)}.example.com`;
  const lines = Array.from({ length: 30 }, (_, index) => ({ ...line, domain: long(index), origin: long(index) }));
  for (const reply of splitIntoReplies('r', lines)) {
    const grown = { ...reply, lines: reply.lines.map((one) => ({ ...one, ...undone })) };
    expect(bytesOf(toLineMetadata('r', grown))).toBeLessThanOrEqual(maxRecordBytes);
    expect(JSON.stringify(toLineMetadata('r', grown))).toContain('undone_by');
  }
  const items = Array.from({ length: 30 }, (_, index) => ({ ...item, domain: long(index), dns: long(index) }));
  for (const part of splitBulk('r', items)) {
    const metadata = toItemsMetadata(
      'r',
      part.map((one) => ({ ...one, ...undone })),
    );
    expect(bytesOf(metadata)).toBeLessThanOrEqual(maxRecordBytes);
    expect(JSON.stringify(metadata)).toContain('undone_by');
  }
});

test('a reply of an older version, which has no room for it, says at least that its clones are undone', () => {
  const lines = Array.from({ length: 10 }, (_, index) => ({
    ...line,
    domain: `d${index}.${'x'.repeat(60)}.${'y'.repeat(30)}.example.com`,
    undone: 'deleted' as const,
    undone_by: `user:${'x'.repeat(36)}`,
  }));
  const metadata = JSON.stringify(toLineMetadata('r', { ts: '1.1', part: 0, lines }));
  expect(metadata).toContain('"undone":"deleted"');
  expect(metadata).not.toContain('undone_by');
});
