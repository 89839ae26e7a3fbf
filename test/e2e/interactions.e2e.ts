// Shortcuts, a form with type-ahead and errors, mentions and direct messages, as the page shows them, with a small app.
import { type SmallApp, startSmallApp } from './small-app.js';
import { journeys, startSandboxForTests } from './support.js';
import { sees, tabTo, type Visitor } from './visitor.js';

journeys('what an app can offer', () => {
  const sandboxTest = startSandboxForTests();
  let app: SmallApp;

  beforeEach(async () => {
    app = await startSmallApp(sandboxTest.sandbox);
  });

  afterEach(() => app.close());

  /** The sidebar shows that something came, and the conversation has it. */
  async function seesDirectMessage({ page }: Visitor, text: string): Promise<void> {
    await page.getByTestId('unread-D0DIRECT001').waitFor();
    await page.getByTestId('channel-D0DIRECT001').click();
    await sees(page.getByTestId('message'), text);
    await page.getByTestId('messages-off').waitFor();
    expect(await page.getByTestId('unread-D0DIRECT001').count()).toBe(0);
  }

  test('by mouse: a global shortcut opens the form, which is sent after its error is corrected', async () => {
    const ana = await sandboxTest.visit('ana');
    const { page } = ana;
    await page.getByTestId('shortcuts').click();
    await page.getByTestId('shortcut-new').click();
    const modal = page.getByTestId('modal');
    await modal.waitFor();

    await page.getByTestId('modal-submit').click();
    await sees(page.getByTestId('input-reference'), 'Please complete this required field.');
    await sees(page.getByTestId('input-domain'), 'Please complete this required field.');

    await modal.getByRole('combobox').fill('shop');
    await page.getByTestId('option-shop.example.com').click();
    await modal.getByLabel('Domain').fill('nonsense');
    await page.getByTestId('modal-submit').click();
    await sees(page.getByTestId('input-domain'), 'nonsense is no domain');
    await modal.getByLabel('Domain').fill('new.example.com');
    await page.getByTestId('modal-submit').click();
    await modal.waitFor({ state: 'detached' });
    await seesDirectMessage(ana, 'You asked for new.example.com like shop.example.com');
  });

  test('by keyboard alone: the message menu opens the form, and the arrow keys choose', async () => {
    const ana = await sandboxTest.visit('ana');
    const { page } = ana;
    const { keyboard } = page;
    await ana.type('a message');
    const more = page.getByTestId('message').getByTestId('more-actions');
    await tabTo(page, more, 'Shift+Tab');
    await keyboard.press('ArrowDown');
    await page.getByTestId('shortcut-like_this').waitFor();
    await keyboard.press('Escape');
    await page.getByTestId('shortcut-like_this').waitFor({ state: 'detached' });
    await keyboard.press('Enter');
    await page.getByTestId('shortcut-like_this').and(page.locator(':focus')).waitFor();
    await keyboard.press('Enter');

    const combobox = page.getByTestId('modal').getByRole('combobox');
    await tabTo(page, combobox);
    await keyboard.type('example');
    await page.getByTestId('option-www.example.org').waitFor();
    await keyboard.press('Escape');
    await page.getByTestId('options').waitFor({ state: 'hidden' });
    await page.getByTestId('modal').waitFor();
    await keyboard.press('ArrowDown');
    await page.getByTestId('option-www.example.org').waitFor();
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    expect(await combobox.inputValue()).toBe('shop.example.com');
    await keyboard.press('Tab');
    await keyboard.type('nonsense');
    await keyboard.press('Enter');
    await sees(page.getByTestId('input-error'), 'nonsense is no domain');
    const domain = page.getByTestId('modal').getByLabel('Domain');
    await domain.and(page.locator(':focus')).waitFor();
    await keyboard.press('Control+A');
    await keyboard.type('new.example.com');
    await keyboard.press('Enter');
    await page.getByTestId('modal').waitFor({ state: 'detached' });
    await seesDirectMessage(ana, 'You asked for new.example.com like shop.example.com');
  });

  test('what is typed but not chosen is not kept, and no match says so', async () => {
    const { page } = await sandboxTest.visit('ana');
    await page.getByTestId('shortcuts').click();
    await page.getByTestId('shortcut-new').click();
    const combobox = page.getByTestId('modal').getByRole('combobox');
    await combobox.fill('nowhere');
    await sees(page.getByTestId('modal').getByRole('status'), 'No results');
    await page.keyboard.press('Tab');
    expect(await combobox.inputValue()).toBe('');
    await page.keyboard.press('Escape');
    await page.getByTestId('modal').waitFor({ state: 'detached' });
    expect(sandboxTest.sandbox.slack.views.modals()).toEqual([]);
  });

  test('a mention is completed while one types, reaches the app, and its answer mentions people and groups', async () => {
    const ana = await sandboxTest.visit('ana');
    const { page } = ana;
    await ana.composer.pressSequentially('@cf');
    await page.getByTestId('mention-cf-clone').waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('hello');
    await page.keyboard.press('Enter');
    const message = page.getByTestId('message').filter({ hasText: '@cf-clone hello' });
    await sees(message.getByTestId('open-thread'), '1 reply');
    await message.getByTestId('open-thread').click();
    await ana.seesInThread('Hello @ana, ask @cdn-approvers');
    expect(await ana.thread.locator('.mention.is-me').allInnerTexts()).toEqual(['@ana', '@cdn-approvers']);
  });
});
