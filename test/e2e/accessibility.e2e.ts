// axe-core looks at every screen of the page, in light, dark, and on a narrow screen, and finds nothing.
import type { Page } from 'playwright-core';
import { listViolations } from './axe.js';
import { act, journeys, onlyClone, startSandboxForTests, waitUntilDeployed } from './support.js';
import { order, people, reference, sees, type Visitor, waitUntilTrue } from './visitor.js';

const sizes = [
  { name: 'wide', width: 1280, height: 860 },
  { name: '390 pixels wide', width: 390, height: 844 },
];

const testTimeoutMs = 300_000;

journeys('axe-core', () => {
  const sandboxTest = startSandboxForTests();

  /** By its tab on a wide screen, by the row at the bottom on a narrow one. */
  async function open({ page }: Visitor, name: 'thread' | 'aws' | 'trouble' | 'channel' | 'channels'): Promise<void> {
    const narrow = page.getByTestId(`screen-${name}`);
    if (await narrow.isVisible()) await narrow.click();
    else if (name !== 'channel' && name !== 'channels') await page.getByTestId(`pane-${name}`).click();
  }

  async function openChannel(visitor: Visitor, id: string): Promise<void> {
    await open(visitor, 'channels');
    await visitor.page.getByTestId(`channel-${id}`).click();
  }

  describe.each(sizes)('$name', (size) => {
    test(
      'the channel: empty, offers, menus, dialogs, and search',
      async () => {
        const ana = await sandboxTest.visit('ana', size);
        const { page } = ana;
        const { check, found } = createCheck(page);
        await check('an empty channel');
        await open(ana, 'channels');
        await check('the list of conversations');
        await open(ana, 'channel');
        await ana.composer.fill('/');
        await check('the offer of the command');
        await ana.composer.fill('@');
        await check('the offer of mentions');
        await ana.composer.fill('/nothing');
        await ana.composer.press('Enter');
        await page.getByTestId('composer-failure').waitFor();
        await check('a line that was not sent');
        await page.getByTestId('shortcuts').click();
        await check('the menu of shortcuts');
        await page.keyboard.press('Escape');

        await ana.order(order);
        await check('a card that waits');
        await page.locator('[data-block="container"] button').first().click();
        await check('a card with its details');
        await ana.button('Approve').click();
        await check('the question before an approval');
        await page.keyboard.press('Escape');
        await ana.button('Cancel').click();
        await ana.form.waitFor();
        await check('the form of a reason');
        await page.getByTestId('modal-close').click();
        await ana.form.waitFor({ state: 'detached' });

        await page.getByTestId('search').fill('www.example.com');
        await page.getByTestId('search-result').first().waitFor();
        await check('what the search found');
        await page.getByTestId('search').fill('nothing like it');
        await sees(page.getByTestId('search-results'), 'No message');
        await check('a search that found nothing');
        await page.keyboard.press('Escape');

        await openChannel(ana, 'C0GENERAL01');
        await check('a channel without the bot');
        await openChannel(ana, 'D0DIRECT001');
        await check('the messages of the bot');
        await openChannel(ana, 'home');
        await sees(page.getByTestId('home'), 'You may ask');
        await check('Home');
        await ana.become(people.stranger);
        await check('what a person of another workspace sees');
        expect(found).toEqual([]);
      },
      testTimeoutMs,
    );

    test(
      'clones: done, failed, undone, and in the history',
      async () => {
        const ana = await sandboxTest.visit('ana', size);
        const { page } = ana;
        const { check, found } = createCheck(page);
        await ana.order(order);
        await ana.approve();
        await ana.seesCard(/: (created|deployed)/);
        await waitUntilDeployed(sandboxTest, ana);
        await check('a card that is done');
        await ana.openThread();
        await ana.seesInThread('Created');
        await check('a thread');
        await page.getByTestId('close-thread').click();

        await act(sandboxTest.sandbox, 'trouble', { name: 'access-denied', isOn: true });
        await ana.order('/cf-clone shop.example.com new-origin.example.net EREFERENCE0001');
        await ana.approve();
        await ana.seesCard('Retry');
        await check('a card that failed');
        await act(sandboxTest.sandbox, 'trouble', { name: 'access-denied', isOn: false });

        for (const [line, answer] of [
          ['history', 'in this channel'],
          ['status www.example.com', 'Cloned from'],
          ['help', '/cf-clone status'],
          ['taken.example.com new-origin.example.net EREFERENCE0001', 'taken.example.com'],
        ] as const) {
          await ana.type(`/cf-clone ${line}`);
          await ana.seesEphemeral(answer);
          await check(line);
        }

        await ana.type(`/cf-clone undo ${onlyClone(sandboxTest.sandbox).id}`);
        await ana.seesCard('Undo');
        await check('a card of an undo');
        await ana.button('Approve the undo').click();
        await page.getByTestId('confirm-yes').click();
        await ana.seesCard(/disabling|disabled/);
        await check('a card of an undo under way');
        expect(found).toEqual([]);
      },
      testTimeoutMs,
    );

    test(
      'the form, and a card without the new blocks',
      async () => {
        const ana = await sandboxTest.visit('ana', size);
        const { page } = ana;
        const { check, found } = createCheck(page);
        await ana.type('/cf-clone');
        await ana.form.waitFor();
        await check('the form');
        await ana.field('Reference').fill('example');
        await sees(ana.form.getByRole('status'), 'results');
        await check('the form with its options');
        await page.keyboard.press('Escape');
        await ana.sendForm();
        await page.getByTestId('input-error').first().waitFor();
        await check('the form with what is wrong');
        await ana.leaveForm();
        await ana.type('/cf-clone many');
        await sees(ana.form, 'Lines');
        await check('the form of several clones');
        await ana.field('Reference').fill(reference);
        await page.getByTestId(`option-${reference}`).click();
        const lines = ['shop', 'news'].map((name) => `${name}.example.com new-origin.example.net`);
        await ana.form.getByLabel('Lines', { exact: true }).fill(lines.join('\n'));
        await ana.sendForm();
        await ana.seesCard('news.example.com');
        await ana.leaveForm();
        await check('a card of several clones');
        await act(sandboxTest.sandbox, 'trouble', { name: 'old-blocks', isOn: true });
        await ana.order(order);
        await check('a card without the new blocks');
        expect(found).toEqual([]);
      },
      testTimeoutMs,
    );

    test(
      'the pane beside: AWS, a distribution, and trouble',
      async () => {
        const ana = await sandboxTest.visit('ana', size);
        const { page } = ana;
        const { check, found } = createCheck(page);
        await open(ana, 'thread');
        await check('no thread');
        await open(ana, 'aws');
        await check('distributions');
        await page.getByTestId('aws-certificates').click();
        await check('certificates');
        await page.getByTestId('aws-users').click();
        await check('Cognito');
        await page.getByTestId('aws-distributions').click();
        await page.getByTestId(`distribution-${reference}`).click();
        await check('a reference');
        await open(ana, 'channel');
        await ana.order(order);
        await ana.approve();
        await ana.seesCard(': created');
        await open(ana, 'aws');
        await page.getByTestId('back-to-distributions').click();
        await page.getByTestId(`distribution-${onlyClone(sandboxTest.sandbox).id}`).click();
        await check('a clone beside its reference');
        await act(sandboxTest.sandbox, 'trouble', { name: 'slow-aws', isOn: true });
        await open(ana, 'trouble');
        await sees(page.getByTestId('calls'), 'CreateDistribution');
        await check('trouble and the calls');
        expect(found).toEqual([]);
      },
      testTimeoutMs,
    );
  });

  test('finds a picture without a name, and text that cannot be read', async () => {
    const { page } = await sandboxTest.visit('ana');
    await page.evaluate(
      'document.querySelector("main").insertAdjacentHTML("beforeend", "<img src=data:,><p style=\\"color:#ccc;background:#fff\\">pale</p>")',
    );
    const found = await listViolations(page);
    expect(found.map((line) => line.split(' ')[0]).toSorted()).toEqual(['color-contrast', 'image-alt']);
  });
});

/** Looks at one screen after the other, in light and in dark, and tells of all in the end. */
function createCheck(page: Page) {
  const found: string[] = [];
  const check = async (screen: string): Promise<void> => {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await waitUntilTrue(page, `document.documentElement.dataset.theme === '${colorScheme}'`);
      found.push(...(await listViolations(page)).map((line) => `${screen}, ${colorScheme}: ${line}`));
    }
  };
  return { check, found };
}
