// What the sidebar counts as unread.
import { countUnread } from '../../../sandbox/page/unread.js';
import type { MessageView, PersonView } from '../../../sandbox/run/views.js';

const me = { id: 'UANA' } as PersonView;
const message = (ts: string, more: Partial<MessageView> = {}): MessageView => ({
  ts,
  channel: 'D1',
  user: 'UBOT',
  text: 'x',
  isBroadcast: false,
  isEdited: false,
  ...more,
});

test('messages of others that came after the last one read', () => {
  const messages = [
    message('1.0'),
    message('2.0'),
    message('3.0', { user: 'UANA' }),
    message('4.0', { channel: 'D2' }),
  ];
  expect(countUnread(messages, me, 'D1', {})).toBe(2);
  expect(countUnread(messages, me, 'D1', { 'UANA/D1': '1.0' })).toBe(1);
  expect(countUnread(messages, me, 'D1', { 'UBO/D1': '2.0' })).toBe(2);
});

test('replies count only where they are broadcast, ephemeral messages never', () => {
  const reply = message('1.0', { threadTs: '0.5' });
  const messages = [reply, { ...reply, ts: '2.0', isBroadcast: true }, message('3.0', { onlyFor: 'UANA' })];
  expect(countUnread(messages, me, 'D1', {})).toBe(1);
});
