// Which distributions count as the bot's own clones.
import { isOwnClone, readCardPlace } from '../../../src/clone/undo/own-clone.js';
import { cardTags, clientTags } from './undo-fixtures.js';

const link = 'https://example.slack.com/archives/C0CDN000001/p1700000000000100';

test.each([
  ['a clone of a card', 'cf-clone-T0TEAM-C0CDN000001-1700000000.000100', cardTags, true],
  ['one line of a card with many', 'cf-clone-T0TEAM-C0CDN000001-1700000000.000100-3f2a', cardTags, true],
  ['a clone of an API client', 'cf-clone:client:abc123:order-7', clientTags, true],
  ['a clone of an API client whose key was hashed', `cf-clone:client:abc123:${'0'.repeat(64)}`, clientTags, true],
  ['a distribution that got the tags of another one', 'made by hand', cardTags, false],
  [
    'one that got the tags of a clone of another card',
    'cf-clone-T0TEAM-C0CDN000001-1700000000.000200',
    cardTags,
    false,
  ],
  ['a clone of another channel', 'cf-clone-T0TEAM-C0OTHER0001-1700000000.000100', cardTags, false],
  ['a clone of another client', 'cf-clone:client:other:order-7', clientTags, false],
  ['a clone of a card with the tags of a client', 'cf-clone-T0TEAM-C0CDN000001-1700000000.000100', clientTags, false],
  ['one without a CallerReference', undefined, cardTags, false],
  ['one without tags', 'cf-clone-T0TEAM-C0CDN000001-1700000000.000100', [], false],
])('%s', (_what, callerReference, tags, isOwn) => {
  expect(isOwnClone(callerReference, tags)).toBe(isOwn);
});

test.each(['cf-clone:reference', 'cf-clone:requested-by', 'cf-clone:card'])('without the tag %s it is not', (key) => {
  const tags = cardTags.filter(({ Key }) => Key !== key);
  expect(isOwnClone('cf-clone-T0TEAM-C0CDN000001-1700000000.000100', tags)).toBe(false);
});

test('a permalink names the place of its message', () => {
  expect(readCardPlace(link)).toEqual({ channel: 'C0CDN000001', ts: '1700000000.000100' });
  expect(readCardPlace('program/2026-01-01T00:00:00.000Z/abc')).toBeUndefined();
});
