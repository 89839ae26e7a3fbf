// What the page works out without a browser: texts as words, configurations side by side.
import { compareConfigs } from '../../../sandbox/page/config-diff.js';
import { toPlainText } from '../../../sandbox/page/plain-text.js';
import type { SlackView } from '../../../sandbox/run/views.js';

const slack: SlackView = {
  team: { id: 'T1', name: 'Example' },
  bot: { user: 'UBOT', name: 'cf-clone' },
  workspaceUrl: 'https://example.slack.com/',
  command: { name: '/cf-clone', hint: '', about: '' },
  shortcuts: [],
  userGroups: [{ id: 'SAPPROVERS', handle: 'cdn-approvers', users: ['UANA'] }],
  messagesTab: 'off',
  suggestions: [],
  people: [{ id: 'UANA', name: 'ana', realName: 'Ana', part: '', teamId: 'T1', isGuest: false }],
  channels: [{ id: 'CCDN', name: 'cdn', kind: 'public', members: [], isShared: false, hasBot: true }],
  messages: [],
  modals: [],
  homes: {},
};

describe('words', () => {
  test.each([
    ['asked by <@UANA> in <#CCDN>', 'asked by @ana in #cdn'],
    ['<!subteam^SAPPROVERS> and <!subteam^SOTHER|@others> can approve', '@cdn-approvers and @others can approve'],
    [
      '*Certificate* `*.example.com` (`arn:aws:acm:us-east-1:1:certificate/x`)',
      'Certificate *.example.com (arn:aws:acm:us-east-1:1:certificate/x)',
    ],
    ['<https://console.example.com|Open it> :warning: a &lt; b &amp; c', 'Open it  a < b & c'],
    ['until <!date^1790000000^{date_short} {time}|2026-09-21 14:13 UTC>', 'until 2026-09-21 14:13 UTC'],
    ['_new_ origin_group and snake_case', 'new origin_group and snake_case'],
    ['*Nearest:* *.example.com, *.example.org', 'Nearest: *.example.com, *.example.org'],
    ['arn:aws:acm:us-east-1:1:certificate/x', 'arn:aws:acm:us-east-1:1:certificate/x'],
    ['*`*.example.com`* and <https://a.example/|*.example.org>', '*.example.com and *.example.org'],
    ['<!here> &lt;!here&gt;', '@here <!here>'],
  ])('%s', (text, words) => {
    expect(toPlainText(text, slack)).toBe(words);
  });
});

describe('configurations side by side', () => {
  const origin = (Id: string, DomainName: string) => ({ Id, DomainName });
  const list = (...Items: unknown[]) => ({ Quantity: Items.length, Items });

  test('entries are compared by their names, not their places', () => {
    const rows = compareConfigs(
      { Comment: 'new', Origins: list(origin('b', 'b.example.com'), origin('a', 'new.example.com')) },
      { Comment: 'old', Origins: list(origin('a', 'a.example.com'), origin('b', 'b.example.com')) },
    );
    expect(rows.filter(({ isDifferent }) => isDifferent).map(({ path }) => path)).toEqual([
      'Comment',
      'Origins[a].DomainName',
    ]);
  });

  test('what only one of them has differs; plain lists are one value', () => {
    const rows = compareConfigs(
      { Aliases: list('a', 'b'), Staging: false },
      { Aliases: list('a', 'b'), WebACLId: 'x' },
    );
    expect(rows).toEqual([
      { path: 'Aliases', own: 'a, b', other: 'a, b', isDifferent: false },
      { path: 'Staging', own: 'false', other: undefined, isDifferent: true },
      { path: 'WebACLId', own: undefined, other: 'x', isDifferent: true },
    ]);
  });

  test('without a reference nothing differs', () => {
    expect(compareConfigs({ Comment: 'a' }, undefined)).toEqual([
      { path: 'Comment', own: 'a', other: undefined, isDifferent: false },
    ]);
  });
});
