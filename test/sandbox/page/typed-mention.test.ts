// The mention that somebody is typing, and how it is completed.
import { completeMention, offerMentions, readTypedMention } from '../../../sandbox/page/typed-mention.js';
import type { SlackView } from '../../../sandbox/run/views.js';

const slack = {
  bot: { user: 'UBOT', name: 'cf-clone' },
  people: [{ name: 'ana', realName: 'Ana' }],
  userGroups: [{ id: 'S1', handle: 'cdn-approvers', users: ['UANA', 'UBO'] }],
} as unknown as SlackView;

test.each([
  ['@', 1, ''],
  ['hello @cf', 9, 'cf'],
  ['@cf-clone hello', 3, 'cf'],
  ['hello', 5, undefined],
  ['a@example.com', 13, undefined],
  ['@cf-clone ', 10, undefined],
])('%j with the caret at %i', (text, caret, typed) => {
  expect(readTypedMention(text, caret)).toBe(typed);
});

test('the bot comes first, then people and groups', () => {
  expect(offerMentions(slack, '').map(({ name }) => name)).toEqual(['cf-clone', 'ana', 'cdn-approvers']);
  expect(offerMentions(slack, 'C').map(({ name }) => name)).toEqual(['cf-clone', 'cdn-approvers']);
  expect(offerMentions(slack, 'x')).toEqual([]);
});

test('a completed mention has one space behind it, and the caret there', () => {
  expect(completeMention('ask @cf now', 7, 'cf-clone')).toEqual({ text: 'ask @cf-clone now', caret: 14 });
  expect(completeMention('@', 1, 'ana')).toEqual({ text: '@ana ', caret: 5 });
});
