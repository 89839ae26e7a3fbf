// Blocks come back as Slack gives them back: with IDs, defaults and escaped text.
import { completeBlocks, escapeMrkdwn } from '../../../../sandbox/fakes/slack/blocks.js';

test.each([
  ['a & b', 'a &amp; b'],
  ['a &amp; b &lt;c&gt;', 'a &amp; b &lt;c&gt;'],
  ['1 < 2 > 0', '1 &lt; 2 &gt; 0'],
  ['<@U0ANA000001> in <#C0CDN000001|cdn> <!here>', '<@U0ANA000001> in <#C0CDN000001|cdn> <!here>'],
  ['<https://example.com/?a=1&b=2|x & y>', '<https://example.com/?a=1&amp;b=2|x &amp; y>'],
  ['<script>', '&lt;script&gt;'],
  ['*bold* `code`', '*bold* `code`'],
])('mrkdwn %s comes back as %s', (sent, kept) => {
  expect(escapeMrkdwn(sent)).toBe(kept);
  expect(escapeMrkdwn(kept)).toBe(kept);
});

test('IDs, emoji and verbatim are filled in, and what the sender gave stays', () => {
  const blocks = completeBlocks([
    { type: 'section', text: { type: 'mrkdwn', text: 'a & b' } },
    { type: 'header', block_id: 'head', text: { type: 'plain_text', text: 'a < b', emoji: false } },
    { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Go' } }] },
    { type: 'table', rows: [[{ type: 'raw_text', text: 'a & b' }]] },
  ]);
  expect(blocks).toEqual([
    {
      type: 'section',
      block_id: expect.stringMatching(/^.+$/),
      text: { type: 'mrkdwn', text: 'a &amp; b', verbatim: false },
    },
    { type: 'header', block_id: 'head', text: { type: 'plain_text', text: 'a &lt; b', emoji: false } },
    {
      type: 'actions',
      block_id: expect.stringMatching(/^.+$/),
      elements: [
        {
          type: 'button',
          action_id: expect.stringMatching(/^.+$/),
          text: { type: 'plain_text', text: 'Go', emoji: true },
        },
      ],
    },
    { type: 'table', block_id: expect.stringMatching(/^.+$/), rows: [[{ type: 'raw_text', text: 'a &amp; b' }]] },
  ]);
});
