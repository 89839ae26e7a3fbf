// What the renderer gets: Markdown in which only what means something to Slack means something.
import { cleanBlock, readCodeName } from '../../../sandbox/page/clean-block.js';
import { textOf } from '../../../sandbox/page/fields.js';

function clean(type: string, text: string): unknown {
  return cleanBlock({ type: 'section', text: { type, text } }).text;
}

const star = '&#42;';

test.each([
  ['*bold* _italic_ ~struck~', '**bold** _italic_ ~~struck~~'],
  ['_*both*_', '_**both**_'],
  ['*Nearest:* *.example.com, *.example.org', `**Nearest&#58;** ${star}.example.com, ${star}.example.org`],
  ['arn:aws:acm:us-east-1:1:certificate/x', 'arn&#58;aws&#58;acm&#58;us-east-1&#58;1&#58;certificate/x'],
  [':warning: 12:30:45', ':warning: 12&#58;30&#58;45'],
  ['snake_case and _x', 'snake_case and &#95;x'],
  ['`arn:aws:acm` *a `x_y` b*', '`arn:aws:acm` **a `x_y` b**'],
  ['&lt;!channel&gt; **x** [a](b)', `&#60;!channel&#62; ${star}${star}x${star}${star} &#91;a&#93;(b)`],
  ['<https://a.example/b_(c)|*.example.com>', `[${star}.example.com](https://a.example/b%5F%28c%29)`],
  ['<@U1> <!date^1^{date_short}|x>', '<@U1> <!date^1^{date_short}|x>'],
  ['# a\n- b', '&#35; a\n&#45; b'],
])('mrkdwn: %s', (text, markdown) => {
  expect(clean('mrkdwn', text)).toEqual({ type: 'mrkdwn', text: markdown });
});

test('code with a star goes through the renderer as the name of an emoji', () => {
  const [, name = ''] = /^:(.*):$/.exec(textOf(clean('mrkdwn', '`*.exämple.com`'))) ?? [];
  expect(readCodeName(name)).toBe('*.exämple.com');
  expect(readCodeName('warning')).toBeUndefined();
});

test.each(['plain_text', 'raw_text'])('%s has no syntax but emoji', (type) => {
  const text = ':warning: *a* `b` &lt;c&gt; &amp;amp; <d|e>';
  const markdown = `:warning: ${star}a${star} &#96;b&#96; &#60;c&#62; &#38;amp; &#60;d|e&#62;`;
  expect(clean(type, text)).toEqual({ type, text: markdown });
});

test('verbatim does not switch formatting off, in blocks inside of blocks, too', () => {
  const text = { type: 'mrkdwn', text: '*bold*', verbatim: true };
  const cleaned = cleanBlock({ type: 'container', child_blocks: [{ type: 'section', text }] });
  expect(cleaned.child_blocks).toEqual([{ type: 'section', text: { type: 'mrkdwn', text: '**bold**' } }]);
});
