// docs/setup-slack.md gives the reasons for the scopes that the manifest asks for, and for no others.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { listCode, listRows, readPage, root } from '../support/documents.js';

const manifest = z
  .object({
    oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
    settings: z.object({ event_subscriptions: z.object({ bot_events: z.array(z.string()) }) }),
  })
  .parse(parse(readFileSync(join(root, 'manifest.yml'), 'utf8')));

const page = readPage('docs/setup-slack.md').text;
const [, reasons = ''] = page.split('## The scopes, and why');

test('every scope of the manifest has a reason, in its order', () => {
  const rows = listRows(reasons).filter(([first = '']) => first.startsWith('`'));
  expect(rows.map(([first = '']) => listCode(first)[0])).toEqual(manifest.oauth_config.scopes.bot);
  expect(rows.filter(([, reason = '']) => reason.length < 20)).toEqual([]);
});

test('the events are named', () => {
  const missing = manifest.settings.event_subscriptions.bot_events.filter((name) => !reasons.includes(`\`${name}\``));
  expect(missing).toEqual([]);
});
