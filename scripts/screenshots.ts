// Takes the README's pictures from the sandbox's page into docs/: npx tsx scripts/screenshots.ts
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { startSandbox } from '../sandbox/run/sandbox.js';
import { launchBrowser, order, people, Visitor } from '../test/e2e/visitor.js';
import { shrinkPng } from './small-png.js';

const folder = join(__dirname, '..', 'docs');
const mostBytes = 120_000;

async function main(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const sandbox = await startSandbox({ port: 0, deploySeconds: 3 });
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({
      viewport: { width: 1480, height: 1300 },
      deviceScaleFactor: 1.75,
      colorScheme: 'light',
      timezoneId: 'Europe/Berlin',
      locale: 'en-GB',
    });
    const page = await context.newPage();
    await page.goto(sandbox.url);
    const visitor = new Visitor(page);

    await visitor.become(people.ana);
    await visitor.order(order);
    await take(visitor, visitor.card, 'card-pending');

    await visitor.become(people.dev);
    await visitor.approve();
    await visitor.seesEphemeral('Nothing was created');
    await take(visitor, visitor.ephemeral, 'refusal');

    await visitor.become(people.bo);
    await visitor.approve();
    await visitor.seesCard(': deployed');
    await take(visitor, visitor.card, 'card-done');
    await visitor.openThread();
    await visitor.seesInThread('Deployed after');
    await takeReplies(visitor, 'thread');

    await visitor.become(people.ana);
    await visitor.order('/cf-clone shop.example.com new-origin.example.net EREFERENCE0001');
    sandbox.aws.store.mergeConfig(referenceOf(sandbox), {
      PriceClass: 'PriceClass_All',
      DefaultRootObject: 'home.html',
    });
    await visitor.become(people.bo);
    await visitor.approve();
    await visitor.seesCard('What moved');
    await take(visitor, visitor.card, 'moved');
  } finally {
    await browser.close();
    await sandbox.close();
  }
}

/** What the pointer rests on looks pressed or hovered, so it rests elsewhere. */
async function take({ page }: Visitor, what: Locator, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await keep(name, await what.screenshot({ animations: 'disabled' }));
}

/** The thread without its head, which is the card. */
async function takeReplies({ page, thread }: Visitor, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  const replies = await thread.getByTestId('message').all();
  const [first, last] = [await replies[1]?.boundingBox(), await replies.at(-1)?.boundingBox()];
  if (!first || !last) throw new Error('the thread has no replies');
  const clip = { x: first.x, y: first.y, width: first.width, height: last.y + last.height - first.y };
  await keep(name, await page.screenshot({ clip, animations: 'disabled' }));
}

async function keep(name: string, screenshot: Buffer): Promise<void> {
  const picture = shrinkPng(screenshot);
  process.stdout.write(`${name}.png  ${Math.round(picture.length / 1_000)} kB\n`);
  if (picture.length > mostBytes) throw new Error(`${name}.png is larger than ${mostBytes / 1_000} kB`);
  await writeFile(join(folder, `${name}.png`), picture);
}

function referenceOf({ aws }: Awaited<ReturnType<typeof startSandbox>>) {
  const reference = aws.store.distributions.get('EREFERENCE0001');
  if (!reference) throw new Error('the world has no main reference');
  return reference;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
