// Takes the pictures of the documentation from the sandbox's page into docs/pictures/: npm run screenshots. With names it
// takes those alone: npm run screenshots -- form lists
import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { type Sandbox, startSandbox } from '../sandbox/run/sandbox.js';
import { launchBrowser, leaveTourBeforehand, people, Visitor } from '../test/e2e/visitor.js';
import { takeAnimation } from './animation.js';
import { takeCardPictures } from './card-pictures.js';
import { takeFormPictures } from './form-pictures.js';
import { takeListPictures } from './list-pictures.js';
import { folder } from './pictures.js';

type Take = (visitor: Visitor, sandbox: Sandbox) => Promise<void>;

/** Each in a workspace and an account of its own. */
const parts: Readonly<Record<string, Take>> = {
  form: takeFormPictures,
  cards: takeCardPictures,
  lists: takeListPictures,
};

async function main(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const wanted = process.argv.slice(2);
  const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);
  const browser = await launchBrowser();
  try {
    for (const [name, takePart] of Object.entries(parts)) if (isWanted(name)) await takeIn(browser, takePart);
    if (isWanted('animation')) await takeAnimation(browser);
  } finally {
    await browser.close();
  }
}

async function takeIn(browser: Browser, takePart: Take): Promise<void> {
  const sandbox = await startSandbox({ port: 0, deploySeconds: 3 });
  const context = await browser.newContext({
    viewport: { width: 1480, height: 1300 },
    deviceScaleFactor: 1.75,
    colorScheme: 'light',
    timezoneId: 'Europe/Berlin',
    locale: 'en-GB',
  });
  try {
    await leaveTourBeforehand(context);
    const page = await context.newPage();
    await page.goto(sandbox.url);
    const visitor = new Visitor(page);
    await visitor.become(people.ana);
    await takePart(visitor, sandbox);
  } finally {
    await context.close();
    await sandbox.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
