// The text of a command, as Slack sends it to an app that wants mentions, channels, and links escaped.
import { escapeCommandText } from '../../../../sandbox/fakes/slack/command-text.js';
import { startSlack } from '../../../../sandbox/fakes/slack/server.js';
import { Workspace } from '../../../../sandbox/fakes/slack/workspace.js';
import { normalizeText } from '../../../../src/slack/listeners/commands/parse-clone.js';

const workspace = new Workspace();

test.each([
  ['plain words', 'history shop', 'history shop'],
  ['a host', 'www.example.com', '<http://www.example.com|www.example.com>'],
  ['a host with a path', 'a.example.com/x?y=1&z', '<http://a.example.com/x?y=1&amp;z|a.example.com/x?y=1&amp;z>'],
  ['a host before a full stop', 'a.example.com.', '<http://a.example.com|a.example.com>.'],
  ['a wildcard', '*.example.com', '*.<http://example.com|example.com>'],
  ['an address with a scheme', 'https://a.example.com/x', '<https://a.example.com/x>'],
  ['an e-mail address', 'ana@example.com', '<mailto:ana@example.com|ana@example.com>'],
  ['a person', 'by:@ana', 'by:<@U0ANA000001|ana>'],
  ['nobody', 'by:@nobody', 'by:@nobody'],
  ['a channel', '#cdn', '<#C0CDN000001|cdn>'],
  ['what only looks like a mention', '<@U0ANA000001>', '&lt;@U0ANA000001&gt;'],
  ['an entity as typed', 'a &amp; b', 'a &amp;amp; b'],
  ['a number with dots', '192.0.2.1', '192.0.2.1'],
])('%s', (_what, typed, sent) => {
  expect(escapeCommandText(typed, workspace)).toBe(sent);
});

test.each([
  'www.example.com new-origin.example.net EREFERENCE0001',
  '*.example.com shop-2.example.co.uk E2ABCDEFGHIJKL',
  '_acme.example.com münchen.example.de d111111abcdef8.cloudfront.net',
  'www.example.com o.example.net https://us-east-1.console.aws.amazon.com/cloudfront/v4/home?a=1&b=2#/distributions/E1',
  'history a<b & c>d',
])('the bot reads what was typed: %s', (typed) => {
  expect(normalizeText(escapeCommandText(typed, workspace))).toBe(typed);
});

test.each([true, false])('the text is escaped where the manifest says so: %s', async (shouldEscape) => {
  const slack = await startSlack({ shouldEscape, mode: 'socket' });
  const { sent } = await slack.command({ user: 'U0ANA000001', channel: 'C0CDN000001', text: 'by:@bo' });
  expect(sent.text).toBe(shouldEscape ? 'by:<@U0BO0000001|bo>' : 'by:@bo');
  await slack.close();
});
