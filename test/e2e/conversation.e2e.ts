// The conversation as Slack's clients have it: one scrollbar, the newest message, the way into a thread and back,
// Slack's own /invite, and text that is shown as it is.
import { WebClient } from '@slack/web-api';
import { channel, journeys, startSandboxForTests } from './support.js';
import { order, reference, sees, tabTo, type Visitor, waitUntilTrue } from './visitor.js';

const general = 'C0GENERAL01';
const direct = 'D0DIRECT001';

journeys('the conversation', () => {
  const sandboxTest = startSandboxForTests();

  /** The page itself never scrolls: only its parts do. */
  async function seesOneScrollbar({ page }: Visitor, where: string): Promise<void> {
    const sizes: unknown = await page.evaluate(
      '(({ scrollHeight, scrollWidth }) => [scrollHeight - innerHeight, scrollWidth - innerWidth])(document.documentElement)',
    );
    expect([where, sizes]).toEqual([where, [0, 0]]);
  }

  test.each([1280, 390])('%i pixels wide: the page has no scrollbar of its own', async (width) => {
    const ana = await sandboxTest.visit('ana', { width, height: 700 });
    const { page } = ana;
    await seesOneScrollbar(ana, 'the empty channel');
    await ana.order(order);
    await seesOneScrollbar(ana, 'a card');
    await page.getByTestId(width < 980 ? 'screen-aws' : 'pane-aws').click();
    await page.getByTestId(`distribution-${reference}`).click();
    await page.getByTestId('config').waitFor();
    await seesOneScrollbar(ana, 'a distribution');
    await page.getByTestId('aws-certificates').click();
    await seesOneScrollbar(ana, 'certificates');
    await page.getByTestId(width < 980 ? 'screen-trouble' : 'pane-trouble').click();
    await seesOneScrollbar(ana, 'the trouble pane');
  });

  test.each(['a message', '/cf-clone help'])('%s jumps to the newest message', async (line) => {
    const ana = await sandboxTest.visit('ana');
    for (let number = 1; number <= 40; number++) {
      sandboxTest.sandbox.slack.say({ user: 'U0BO0000001', channel, text: `message ${number}` });
    }
    const newest = ana.page.getByTestId('messages').getByTestId('message').last();
    await sees(newest, 'message 40');
    await scrollToTop(ana);
    await ana.type(line);
    await sees(newest, line.startsWith('/') ? '/cf-clone status' : line);
    await waitUntilTrue(
      ana.page,
      '(([box]) => box.scrollHeight - box.scrollTop - box.clientHeight < 2)(document.querySelectorAll(\'[data-testid="messages"]\'))',
    );
  });

  test('what others send does not take the place away', async () => {
    const ana = await sandboxTest.visit('ana');
    const { slack } = sandboxTest.sandbox;
    for (let number = 1; number <= 40; number++) {
      slack.say({ user: 'U0BO0000001', channel, text: `message ${number}` });
    }
    await sees(ana.page.getByTestId('message'), 'message 40');
    await scrollToTop(ana);
    slack.say({ user: 'U0BO0000001', channel, text: 'one more' });
    await sees(ana.page.getByTestId('message'), 'one more');
    expect(await ana.page.evaluate('document.querySelector(\'[data-testid="messages"]\').scrollTop')).toBe(0);
  });

  test.each([1280, 390])(
    '%i pixels wide: the focus moves into an opened thread, and back with Escape',
    async (width) => {
      const ana = await sandboxTest.visit('ana', { width, height: 800 });
      const { page } = ana;
      await ana.type('a message');
      const opener = page.getByTestId('open-thread');
      await opener.focus();
      await page.keyboard.press('Enter');
      await ana.thread.getByRole('heading', { name: 'Thread in' }).and(page.locator(':focus')).waitFor();
      await tabTo(page, page.getByTestId('thread-composer'));
      await page.keyboard.type('@an');
      await page.getByTestId('mention-offer').waitFor();
      await page.keyboard.press('Escape');
      await page.getByTestId('mention-offer').waitFor({ state: 'detached' });
      await ana.thread.waitFor();
      await page.keyboard.press('Escape');
      await ana.thread.waitFor({ state: 'detached' });
      await opener.and(page.locator(':focus')).waitFor();
    },
  );

  test('a dialog in a thread closes alone', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    await ana.openThread();
    await ana.thread.getByRole('button', { name: 'Approve', exact: true }).click();
    await ana.confirmDialog.waitFor();
    await ana.page.keyboard.press('Escape');
    await ana.confirmDialog.waitFor({ state: 'detached' });
    await ana.thread.waitFor();
  });

  test.each([1280, 390])('%i pixels wide: the first Tab offers the way to the composer', async (width) => {
    const ana = await sandboxTest.visit('ana', { width, height: 800 });
    const { page } = ana;
    if (width < 980) await page.getByTestId('screen-aws').click();
    await page.reload();
    await page.getByTestId('person').waitFor({ state: 'attached' });
    await page.keyboard.press('Tab');
    await page.getByTestId('skip-link').and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await ana.composer.and(page.locator(':focus')).waitFor();
  });

  test('the refusal says to type /invite, and then the command works', async () => {
    const ana = await sandboxTest.visit('ana');
    const { page } = ana;
    await page.getByTestId(`channel-${general}`).click();
    await ana.type(order);
    await ana.seesEphemeral('Type /invite @cf-clone here');
    await ana.type('/invite @nobody');
    await sees(page.getByTestId('composer-failure'), 'Nobody here is called @nobody');
    await ana.composer.fill('/invite @cf');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await sees(page.getByTestId('message'), 'was added to #general by @ana.');
    await sees(page.getByTestId('conversation'), 'cf-clone is in here');
    await ana.order(order);
    await ana.composer.fill('/invite @cf-clone ');
    await page.keyboard.press('Enter');
    await sees(page.getByTestId('composer-failure'), '@cf-clone is in #general already');
  });

  test('nobody can write to the bot, whose manifest makes its messages read-only', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.page.getByTestId(`channel-${direct}`).click();
    await sees(ana.page.getByTestId('messages-off'), 'Sending messages to this app has been turned off.');
    expect(await ana.composer.count()).toBe(0);
  });

  test.each([
    'Nearest: *.example.com, *.example.org',
    'arn:aws:acm:us-east-1:123456789012:certificate/1a',
    '12:30:45 and snake_case_name and ~x',
  ])('%s is shown as it is in every kind of text', async (text) => {
    const ana = await sandboxTest.visit('ana');
    const { apiUrl, settings } = sandboxTest.sandbox.slack;
    const plain = { type: 'plain_text' as const, text };
    const mrkdwn = { type: 'mrkdwn' as const, text };
    const rich = { type: 'rich_text_section' as const, elements: [{ type: 'text' as const, text }] };
    const blocks = [
      { type: 'header' as const, text: plain },
      { type: 'section' as const, text: mrkdwn, fields: [mrkdwn, plain] },
      { type: 'section' as const, text: { type: 'mrkdwn' as const, text: `\`${text}\`` } },
      {
        type: 'section' as const,
        text: { type: 'mrkdwn' as const, text: `at:<https://a.example/arn:aws:acm:x|${text}>` },
      },
      { type: 'section' as const, text: plain },
      { type: 'context' as const, elements: [mrkdwn, plain] },
      { type: 'rich_text' as const, elements: [rich] },
      {
        type: 'table' as const,
        rows: [[{ type: 'raw_text' as const, text }], [{ type: 'rich_text' as const, elements: [rich] }]],
      },
      { type: 'actions' as const, elements: [{ type: 'button' as const, action_id: 'a', text: plain }] },
    ];
    await new WebClient(settings.botToken, { slackApiUrl: apiUrl }).chat.postMessage({ channel, text, blocks });
    const message = ana.page.getByTestId('message').last();
    await message.getByRole('button', { name: text }).waitFor();
    const shown = await message.getByTestId('blocks').innerText();
    expect(shown.split(text)).toHaveLength(14);
    expect(shown.replaceAll(text, '').trim()).toBe('at:');

    await new WebClient(settings.botToken, { slackApiUrl: apiUrl }).chat.postMessage({ channel, text });
    await sees(ana.page.getByTestId('message').last(), text);
  });
});

async function scrollToTop({ page }: Visitor): Promise<void> {
  await page.getByTestId('messages').evaluate((box) => {
    box.scrollTop = 0;
    box.dispatchEvent(new Event('scroll'));
  });
}
