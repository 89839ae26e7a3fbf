// The whole job as a short animation: asked, read, approved, created, deployed, and how to take it back.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startSandbox } from '../sandbox/run/sandbox.js';
import { leaveTourBeforehand, order, people, Visitor } from '../test/e2e/visitor.js';
import { type Frame, toMovingPng } from './moving-png.js';
import { folder } from './pictures.js';

const size = { width: 1_240, height: 900 };
const maxBytes = 700_000;

export async function takeAnimation(browser: Browser): Promise<void> {
  const sandbox = await startSandbox({ port: 0, deploySeconds: 6 });
  try {
    const context = await browser.newContext({
      viewport: size,
      colorScheme: 'light',
      timezoneId: 'Europe/Berlin',
      locale: 'en-GB',
    });
    await leaveTourBeforehand(context);
    const page = await context.newPage();
    const frames: Frame[] = [];
    const show = async (milliseconds: number) => {
      await page.mouse.move(0, 0);
      frames.push({ png: await page.screenshot({ animations: 'disabled', caret: 'hide' }), milliseconds });
    };
    await page.goto(sandbox.url);
    const visitor = new Visitor(page);
    await visitor.become(people.ana);
    await visitor.composer.fill(order);
    await show(2_000);
    await visitor.composer.press('Enter');
    await visitor.seesCard('waiting for approval');
    await show(4_000);
    await visitor.become(people.bo);
    await visitor.button('Approve').click();
    await page.getByTestId('confirm-yes').waitFor();
    await show(2_500);
    await page.getByTestId('confirm-yes').click();
    await visitor.seesCard('created');
    await visitor.openThread();
    await visitor.seesInThread('DNS record');
    await show(4_000);
    await visitor.seesInThread('Deployed after');
    await visitor.seesCard(': deployed');
    await show(4_000);
    await visitor.type('/cf-clone undo www.example.com');
    await visitor.seesCard('undo');
    await show(3_500);
    const picture = toMovingPng(frames);
    process.stdout.write(`whole-job.png  ${Math.round(picture.length / 1_000)} kB\n`);
    if (picture.length > maxBytes) throw new Error(`whole-job.png is larger than ${maxBytes / 1_000} kB`);
    await writeFile(join(folder, 'whole-job.png'), picture);
  } finally {
    await sandbox.close();
  }
}
