// The tour for first-time visitors: by mouse and by keyboard, left, remembered, started again, and never in the way.
import type { Locator } from 'playwright-core';
import { listViolations } from './axe.js';
import { journeys, listClones, onlyClone, runningBots, startSandboxForTests } from './support.js';
import { sees, tabTo, type Visitor } from './visitor.js';

journeys('the tour', () => {
  const sandboxTest = startSandboxForTests();

  const tourOf = ({ page }: Visitor): Locator => page.getByTestId('tour');

  async function seesStep(visitor: Visitor, step: string): Promise<void> {
    await sees(visitor.page.locator(`[data-testid="tour"][data-step="${step}"]`), /./);
  }

  async function lead({ page }: Visitor): Promise<void> {
    await page.getByTestId('tour-lead').click();
  }

  test.each([1280, 390])('%i pixels wide: it moves on by itself with each step that is done', async (width) => {
    const ana = await sandboxTest.visit('ana', { width, height: 844, isNew: true });
    const { page } = ana;
    await sees(tourOf(ana), 'Step 1 of 5');
    await lead(ana);
    await ana.composer.press('Enter');
    await seesStep(ana, 'read');
    await lead(ana);
    await ana.button('Show the whole plan').click();
    await seesStep(ana, 'approve');
    await ana.leaveForm();
    await lead(ana);
    await ana.approve();
    await seesStep(ana, 'break');
    await lead(ana);
    const [bot] = runningBots(sandboxTest.sandbox);
    await page.getByTestId(`kill-${bot?.id}`).click();
    await sees(tourOf(ana), 'It is broken now');
    await page.getByTestId('start-bot').click();
    await seesStep(ana, 'undo');
    const { id } = onlyClone(sandboxTest.sandbox);
    await sees(tourOf(ana), `/cf-clone undo ${id}`);
    await lead(ana);
    await ana.composer.press('Enter');
    await ana.button('Approve the undo').click();
    await page.getByTestId('confirm-yes').click();
    await seesStep(ana, 'end');
    await page.getByTestId('tour-leave').click();
    await tourOf(ana).waitFor({ state: 'detached' });
    await page.reload();
    await ana.composer.waitFor();
    expect(await tourOf(ana).count()).toBe(0);
    expect(await page.evaluate("localStorage.getItem('tour')")).toBe('done');
  });

  test('by keyboard: left with Escape, remembered, and started again', async () => {
    const ana = await sandboxTest.visit('ana', { isNew: true });
    const { page } = ana;
    await tabTo(page, page.getByTestId('tour-skip'));
    await page.keyboard.press('Enter');
    await seesStep(ana, 'read');
    await page.reload();
    await seesStep(ana, 'read');
    await tabTo(page, page.getByTestId('tour-leave'));
    await page.keyboard.press('Escape');
    await tourOf(ana).waitFor({ state: 'detached' });
    const start = page.getByTestId('tour-start');
    await start.and(page.locator(':focus')).waitFor();
    await page.reload();
    await ana.composer.waitFor();
    expect(await tourOf(ana).count()).toBe(0);

    await tabTo(page, start);
    await page.keyboard.press('Enter');
    await seesStep(ana, 'ask');
    await tourOf(ana).getByRole('heading', { name: 'Ask for a clone' }).and(page.locator(':focus')).waitFor();
    await tabTo(page, page.getByTestId('tour-lead'));
    await page.keyboard.press('Enter');
    await ana.composer.and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await seesStep(ana, 'read');
    expect(listClones(sandboxTest.sandbox)).toEqual([]);
  });

  test('who does something else first is not stopped: an approved clone skips to the next step', async () => {
    const ana = await sandboxTest.visit('ana', { isNew: true });
    await ana.order('/cf-clone shop.example.com new-origin.example.net EREFERENCE0001');
    await ana.approve();
    await seesStep(ana, 'break');
  });

  test.each([1280, 390])(
    '%i pixels wide: it covers nothing of what it points to, and axe finds nothing',
    async (width) => {
      const ana = await sandboxTest.visit('ana', { width, height: 844, isNew: true });
      const { page } = ana;
      await page.getByTestId('tour').waitFor();
      for (const appearance of ['light', 'dark']) {
        await page.getByTestId('appearance').selectOption(appearance);
        expect(await listViolations(page)).toEqual([]);
      }
      await isClear(ana, ana.composer);
      await ana.order('/cf-clone www.example.com new-origin.example.net EREFERENCE0001');
      await seesStep(ana, 'read');
      await isClear(ana, ana.card.locator('[data-block="container"]'));
      expect(await listViolations(page)).toEqual([]);
      await page.getByTestId('tour-skip').click();
      await isClear(ana, ana.button('Approve'));
      await page.getByTestId('tour-skip').click();
      await lead(ana);
      await isClear(ana, page.getByTestId('start-bot'));
      expect(await listViolations(page)).toEqual([]);
      const sizes: unknown = await page.evaluate(
        '(({ scrollHeight, scrollWidth }) => [scrollHeight - innerHeight, scrollWidth - innerWidth])(document.documentElement)',
      );
      expect(sizes).toEqual([0, 0]);
    },
  );

  /** Once it is scrolled to, nothing else lies over its middle. */
  async function isClear(visitor: Visitor, target: Locator): Promise<void> {
    await target.scrollIntoViewIfNeeded();
    const [panel, box] = await Promise.all([tourOf(visitor).boundingBox(), target.boundingBox()]);
    if (!panel || !box) throw new Error('the tour, or what it points to, is not on the page');
    expect(box.y + box.height / 2).toBeGreaterThan(panel.y + panel.height);
    await target.click({ trial: true });
  }
});
