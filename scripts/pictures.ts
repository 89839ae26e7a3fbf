// Takes pictures of parts of the sandbox's page and keeps them in docs/pictures/, small enough for a repository.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { Visitor } from '../test/e2e/visitor.js';
import { shrinkPng } from './small-png.js';

export const folder = join(__dirname, '..', 'docs', 'pictures');
const maxBytes = 180_000;

/** What the pointer rests on looks pressed or hovered, so it rests elsewhere. */
export async function take({ page }: Visitor, what: Locator, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await keep(name, await what.screenshot({ animations: 'disabled' }));
}

/** The thread without its head, which is the card. */
export async function takeReplies({ page, thread }: Visitor, name: string): Promise<void> {
  const replies = await thread.getByTestId('message').all();
  const [first, last] = [replies[1], replies.at(-1)];
  if (!first || !last) throw new Error('the thread has no replies');
  await takeTogether(page, [first, last], name);
}

/** One picture around all of them. */
export async function takeTogether(page: Page, parts: readonly Locator[], name: string): Promise<void> {
  await page.mouse.move(0, 0);
  const boxes = await Promise.all(parts.map((part) => part.boundingBox()));
  const seen = boxes.filter((box) => box !== null);
  if (seen.length < parts.length) throw new Error(`${name}: a part of it is not on the page`);
  const [x, y] = [Math.min(...seen.map((box) => box.x)), Math.min(...seen.map((box) => box.y))];
  const width = Math.max(...seen.map((box) => box.x + box.width)) - x;
  const height = Math.max(...seen.map((box) => box.y + box.height)) - y;
  await keep(name, await page.screenshot({ clip: { x, y, width, height }, animations: 'disabled' }));
}

async function keep(name: string, screenshot: Buffer): Promise<void> {
  const picture = shrinkPng(screenshot);
  process.stdout.write(`${name}.png  ${Math.round(picture.length / 1_000)} kB\n`);
  if (picture.length > maxBytes) throw new Error(`${name}.png is larger than ${maxBytes / 1_000} kB`);
  await writeFile(join(folder, `${name}.png`), picture);
}
