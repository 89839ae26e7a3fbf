// A page in docs/ that a script writes. With --check the script only says whether the page is as it would write it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './production-packages.js';

/** Writes the page, or compares it. Returns whether the page is now as wanted. */
export function writeOrCheck(path: string, wanted: string, command: string): boolean {
  const file = join(root, path);
  if (!process.argv.includes('--check')) {
    writeFileSync(file, wanted);
    process.stdout.write(`${path} is written.\n`);
    return true;
  }
  if (readIfAny(file) === wanted) return true;
  process.stderr.write(`${path} is out of date. Run \`${command}\` and commit the page.\n`);
  return false;
}

function readIfAny(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
