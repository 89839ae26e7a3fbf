// When a step of the tour counts as done: only by what happened since the tour began.
import { beginTour, isDone, suggestCommand, suggestUndo } from '../../../sandbox/page/tour-steps.js';
import type { BotState, DistributionView, MessageView, SandboxState } from '../../../sandbox/run/views.js';

const distribution = (id: string, more: Partial<DistributionView> = {}): DistributionView => ({
  id,
  domainName: `${id}.cloudfront.net`,
  status: 'Deployed',
  etag: 'E',
  aliases: [],
  comment: '',
  isEnabled: true,
  tags: [],
  lastModified: '',
  policies: [],
  config: {},
  ...more,
});

const card = (ts: string): MessageView => ({
  ts,
  channel: 'C1',
  user: 'UBOT',
  text: '',
  blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'cf_clone_approve' }] }],
  isBroadcast: false,
  isEdited: false,
});

function state(
  messages: readonly MessageView[],
  distributions: readonly DistributionView[],
  { isOn = false, botState = 'running' }: { readonly isOn?: boolean; readonly botState?: BotState } = {},
): SandboxState {
  return {
    slack: {
      team: { id: 'T1', name: 'Example' },
      bot: { user: 'UBOT', name: 'cf-clone' },
      workspaceUrl: '',
      command: { name: '/cf-clone', hint: '', about: '' },
      shortcuts: [],
      userGroups: [],
      messagesTab: 'off',
      suggestions: [],
      people: [],
      channels: [],
      messages,
      modals: [],
      homes: {},
    },
    aws: {
      distributions,
      certificates: [],
      userPool: '',
      groups: [],
      allowedGroups: [],
      users: [],
      records: {},
      edits: [],
    },
    trouble: {
      mode: 'socket',
      clockOffset: 0,
      requireSecondPerson: false,
      bots: [{ id: 1, state: botState, startedAt: '', log: [] }],
      troubles: [{ name: 'x', title: '', sentence: '', side: 'AWS', kind: 'toggle', isOn }],
      calls: [],
    },
  };
}

const none = { hasReadDetails: false, hasBroken: false };
const reference = 'EREF';
const old = distribution('EOLD', { reference, aliases: ['www.example.com'] });
const undoTags = [{ Key: 'cf-clone:undo', Value: 'https://example.slack.com/archives/C1/p1' }];
const off = distribution('EOFF', { reference, tags: undoTags });
const before = state([card('1.0')], [old, off]);
const start = beginTour(before);

test('what was there before counts for no step', () => {
  for (const step of ['ask', 'read', 'approve', 'break', 'undo'] as const) {
    expect([step, isDone(step, before, start, none)]).toEqual([step, false]);
  }
});

test('a new card is an ask; a new clone is an approval, too', () => {
  expect(isDone('ask', state([card('1.0'), card('2.0')], [old, off]), start, none)).toBe(true);
  expect(isDone('approve', state([card('1.0'), card('2.0')], [old, off]), start, none)).toBe(false);
  const cloned = state([card('1.0')], [old, off, distribution('ENEW', { reference })]);
  for (const step of ['ask', 'read', 'approve'] as const) expect(isDone(step, cloned, start, none)).toBe(true);
});

test('something is broken, and then put right', () => {
  const deeds = { hasReadDetails: false, hasBroken: true };
  expect(isDone('break', before, start, none)).toBe(false);
  expect(isDone('break', state([], [], { isOn: true }), start, deeds)).toBe(false);
  expect(isDone('break', state([], [], { botState: 'killed' }), start, deeds)).toBe(false);
  expect(isDone('break', before, start, deeds)).toBe(true);
});

test('a clone whose undo was approved since is undone', () => {
  const undone = state([], [distribution('EOLD', { reference, tags: undoTags }), off]);
  expect(isDone('undo', undone, start, none)).toBe(true);
});

test('the command has a free domain, and the undo names the new clone', () => {
  expect(suggestCommand(before.aws)).toBe('/cf-clone shop.example.com new-origin.example.net EREFERENCE0001');
  expect(suggestUndo(before.aws, start)).toBe('/cf-clone undo EOLD');
  const cloned = state([], [old, off, distribution('ENEW', { reference })]);
  expect(suggestUndo(cloned.aws, start)).toBe('/cf-clone undo ENEW');
});
