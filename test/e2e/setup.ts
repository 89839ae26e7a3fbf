// Before the journeys: is there a browser, and is there a bot?
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
/** The headless shell first: the same engine without a browser around it, which takes half the processor time. */
const places =
  process.env.CHROMIUM === undefined
    ? ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']
    : [process.env.CHROMIUM];

const remedy = `There is no Chromium at ${places.join(' or ')}. Install it (Debian: apt-get update && apt-get install -y chromium-headless-shell), or set CHROMIUM to where it is.`;

/** Where Chromium is; undefined where it is not. */
export function findChromium(): string | undefined {
  return places.find((place) => existsSync(place));
}

/** In CI a missing browser fails; elsewhere the journeys are left out, and this says why. */
export default function setUp(): void {
  if (findChromium() === undefined) {
    if (process.env.CI) throw new Error(remedy);
    process.stderr.write(`\n${remedy}\nThe journeys through the page are skipped; nothing else is wrong.\n\n`);
  }
  if (existsSync(join(root, 'dist', 'main.js'))) return;
  const built = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
  if (built.status !== 0) throw new Error('the bot could not be built: npm run build');
}
