// CHANGELOG.md, package.json, the lock file, and the compose file name the same version.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const read = (name: string) => readFileSync(join(__dirname, '..', name), 'utf8');
const versionSchema = z.object({ version: z.string() });
const { version } = versionSchema.parse(JSON.parse(read('package.json')));

test('the newest entry is the version of the program', () => {
  const headings = [...read('CHANGELOG.md').matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
  expect(headings[0]).toBe('[Unreleased]');
  expect(headings[1]).toMatch(new RegExp(`^\\[${version.replaceAll('.', '\\.')}\\] - \\d{4}-\\d{2}-\\d{2}$`));
});

test('the lock file and the name of the image follow', () => {
  const lock = versionSchema
    .extend({ packages: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(read('package-lock.json')));
  expect([lock.version, versionSchema.parse(lock.packages['']).version]).toEqual([version, version]);
  expect(read('docker-compose.yml')).toContain(`image: cf-clone:${version}\n`);
});
