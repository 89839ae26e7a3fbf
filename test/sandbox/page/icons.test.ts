// The signs that the bot sends are drawn by the sandbox's page: not every machine has a font for them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');

/** Names such as `:warning:` in the texts of the bot, with a space after them. */
function listSentSigns(): string[] {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.ts$/.test(name),
  );
  const names = files.flatMap((name) =>
    [...readFileSync(join(root, 'src', name), 'utf8').matchAll(/['`]:([a-z_]+):(?=[ '`])/g)].map(
      ([, sign = '']) => sign,
    ),
  );
  return [...new Set(names)];
}

test('every sign that the bot sends is drawn', () => {
  const icons = readFileSync(join(root, 'sandbox', 'page', 'icons.tsx'), 'utf8');
  const sent = listSentSigns();
  expect(sent).toEqual(expect.arrayContaining(['warning', 'white_check_mark', 'white_large_square']));
  expect(sent.filter((name) => !new RegExp(`^  ${name}: `, 'm').test(icons))).toEqual([]);
});
