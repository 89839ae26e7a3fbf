// A person in front of the page: what they see, what they press.
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { findChromium } from './setup.js';

export const people = {
  ana: 'U0ANA000001',
  bo: 'U0BO0000001',
  dev: 'U0DEV000001',
  guest: 'U0GUEST0001',
  stranger: 'U0OTHER0001',
  unverified: 'U0UNVER0001',
  noMail: 'U0NOMAIL001',
} as const;
export type PersonName = keyof typeof people;

export const reference = 'EREFERENCE0001';
export const domain = 'www.example.com';
export const order = `/cf-clone ${domain} new-origin.example.net ${reference}`;

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium() ?? '', headless: true, args: quiet });
}

/** Most tests and pictures have nothing to do with the tour, which greets who comes for the first time. */
export async function leaveTourBeforehand(context: BrowserContext): Promise<void> {
  await context.addInitScript("localStorage.setItem('tour', 'left')");
}

export class Visitor {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get composer(): Locator {
    return this.page.getByTestId('composer');
  }

  /** The newest message of the channel that has a head line. */
  get card(): Locator {
    const messages = this.page.getByTestId('conversation').getByTestId('message');
    return messages.filter({ has: this.page.locator('[data-block="header"]') }).last();
  }

  /** What the bot tells this person alone, in the channel or in a thread. */
  get ephemeral(): Locator {
    return this.page.getByTestId('conversation').locator('article[data-only-for]').last();
  }

  get thread(): Locator {
    return this.page.getByTestId('thread');
  }

  get confirmDialog(): Locator {
    return this.page.getByTestId('confirm-dialog');
  }

  /** The topmost window. */
  get form(): Locator {
    return this.page.getByTestId('modal');
  }

  /** A field of the form by its label. */
  field(label: string): Locator {
    return this.form.getByLabel(label);
  }

  async sendForm(): Promise<void> {
    await this.page.getByTestId('modal-submit').click();
  }

  /** Its window stays, and says where the card is, where the plan took longer than Slack waits. */
  async leaveForm(): Promise<void> {
    if (await this.form.isVisible()) await this.page.keyboard.press('Escape');
    await this.form.waitFor({ state: 'detached' });
  }

  async become(person: string): Promise<void> {
    const menu = this.page.getByTestId('person');
    await menu.waitFor({ state: 'attached' });
    if (!(await menu.isVisible())) await this.page.getByTestId('screen-channels').click();
    await menu.selectOption(person);
    if (await this.page.getByTestId('screen-channel').isVisible())
      await this.page.getByTestId('screen-channel').click();
  }

  async type(line: string): Promise<void> {
    await this.composer.fill(line);
    await this.composer.press('Enter');
  }

  /** Types the command and waits for the card. */
  async order(line: string): Promise<void> {
    await this.type(line);
    await this.seesCard('waiting for approval');
  }

  button(name: string): Locator {
    return this.card.getByRole('button', { name, exact: true });
  }

  /** Approve, and yes. */
  async approve(): Promise<void> {
    await this.button('Approve').click();
    await this.page.getByTestId('confirm-yes').click();
  }

  /** Cancel, and the modal that asks for a reason. */
  async cancel(reason = ''): Promise<void> {
    await this.button('Cancel').click();
    await this.page.getByLabel('Reason').fill(reason);
    await this.page.getByTestId('modal-submit').click();
  }

  async seesCard(text: string | RegExp): Promise<void> {
    await sees(this.card, text);
  }

  async seesEphemeral(text: string | RegExp): Promise<void> {
    await sees(this.ephemeral, text);
  }

  async openThread(): Promise<void> {
    await this.card.getByTestId('open-thread').click();
    await this.thread.waitFor();
  }

  async seesInThread(text: string | RegExp): Promise<void> {
    await sees(this.thread.getByTestId('message'), text);
  }

  /** Brings the pane of bad days to the front. */
  async openTrouble(): Promise<void> {
    await this.page.getByTestId('pane-trouble').click();
  }

  async flip(testId: string): Promise<void> {
    await this.openTrouble();
    await this.page.getByTestId(testId).click();
  }
}

/** Waits until something that the locator finds has the text; fails with what the page shows instead. */
export async function sees(locator: Locator, text: string | RegExp): Promise<void> {
  try {
    await locator.filter({ hasText: text }).first().waitFor();
  } catch (error) {
    const shown = await locator.page().getByTestId('conversation').allInnerTexts();
    throw new Error(`never seen: ${text}\n\nThe conversation:\n${shown.join('\n')}`, { cause: error });
  }
}

/** Asks the page again and again. Its policy lets Playwright's own waiting evaluate nothing. */
export async function waitUntilTrue(page: Page, expression: string, milliseconds = 20_000): Promise<void> {
  for (const end = Date.now() + milliseconds; Date.now() < end; ) {
    const isTrue: unknown = await page.evaluate(expression);
    if (isTrue === true) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`never true: ${expression}`);
}

/** Presses Tab until the element has the focus. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.waitFor();
  for (let pressed = 0; pressed < 80; pressed++) {
    if ((await target.and(page.locator(':focus')).count()) > 0) return;
    await page.keyboard.press(key);
  }
  throw new Error('cannot be reached by Tab');
}
