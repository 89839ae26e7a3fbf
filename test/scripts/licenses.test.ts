// docs/licenses.md is current, and every production dependency has a license that is allowed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawLicenses, findLicenseProblems } from '../../scripts/release/license-list.js';
import {
  listProductionPackages,
  type ProductionPackage,
  root,
  toAddress,
} from '../../scripts/release/production-packages.js';

const packages = listProductionPackages();
const sample: ProductionPackage = {
  name: 'left-pad',
  version: '1.3.0',
  license: 'MIT',
  integrity: undefined,
  repository: undefined,
  needs: [],
};

test('docs/licenses.md is as `npm run licenses` writes it', () => {
  expect(readFileSync(join(root, 'docs', 'licenses.md'), 'utf8')).toBe(drawLicenses(packages));
});

test('every production dependency has a license that is allowed', () => {
  expect(packages.length).toBeGreaterThan(100);
  expect(findLicenseProblems(packages)).toEqual([]);
});

test('a license that is not on the list, an expression, and none at all are problems', () => {
  const licenses = ['MIT', 'GPL-3.0-only', '(MIT OR GPL-3.0-only)', undefined];
  expect(findLicenseProblems(licenses.map((license) => ({ ...sample, license })))).toEqual([
    'left-pad 1.3.0 has the license GPL-3.0-only, which is not on the list of allowed ones.',
    'left-pad 1.3.0 has the license (MIT OR GPL-3.0-only), which is not on the list of allowed ones.',
    'left-pad 1.3.0 names no license.',
  ]);
});

test('what only development needs is not listed', () => {
  const names = packages.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['@slack/bolt', 'tslib', 'zod']));
  expect(names.filter((name) => ['jest', 'typescript', 'esbuild', '@biomejs/biome'].includes(name))).toEqual([]);
});

test.each([
  ['git+https://github.com/owner/name.git', 'https://github.com/owner/name'],
  ['git://github.com/owner/name.git', 'https://github.com/owner/name'],
  ['git@github.com:owner/name.git', 'https://github.com/owner/name'],
  ['git+ssh://git@github.com/owner/name.git', 'https://github.com/owner/name'],
  ['github:owner/name', 'https://github.com/owner/name'],
  ['owner/name', 'https://github.com/owner/name'],
  ['javascript:alert(1)', undefined],
  [undefined, undefined],
])('the repository %s is shown as %s', (repository, address) => {
  expect(toAddress(repository)).toBe(address);
});
