// What axe-core finds on a page: WCAG 2 A and AA, and its best practices. https://github.com/dequelabs/axe-core
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { z } from 'zod';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const resultSchema = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      help: z.string(),
      nodes: z.array(z.object({ target: z.array(z.unknown()), html: z.string(), failureSummary: z.string() })),
    }),
  ),
});

/** One line for each element and rule. The script comes over the debugger: the page's own policy lets no other in. */
export async function listViolations(page: Page): Promise<string[]> {
  const isThere: unknown = await page.evaluate('typeof axe === "object"');
  if (isThere !== true) await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
  await waitForRest(page);
  const options = JSON.stringify({ runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
  const result: unknown = await page.evaluate(`axe.run(document, ${options})`);
  return resultSchema
    .parse(result)
    .violations.flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ target, html, failureSummary }) =>
          `${id} (${help}): ${target.join(' ')}: ${html.slice(0, 160)}: ${failureSummary.split('\n')[1]?.trim()}`,
      ),
    );
}

/** Colours are judged as they are in the end. */
async function waitForRest(page: Page): Promise<void> {
  await page.evaluate('Promise.allSettled(document.getAnimations().map(({ finished }) => finished))');
}
