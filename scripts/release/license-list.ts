// The licenses of the production dependencies as a page, and which licenses are allowed.
import type { ProductionPackage } from './production-packages.js';

/** All let anybody use, change, and pass on the package if its notice stays with it (0BSD asks not even that). */
export const allowedLicenses: ReadonlySet<string> = new Set(['0BSD', 'Apache-2.0', 'BSD-3-Clause', 'ISC', 'MIT']);

/** One sentence for each package that may not be used. An expression such as `MIT OR GPL-2.0` is a decision for people. */
export function findLicenseProblems(packages: readonly ProductionPackage[]): string[] {
  return packages
    .filter(({ license }) => license === undefined || !allowedLicenses.has(license))
    .map(({ name, version, license }) =>
      license === undefined
        ? `${name} ${version} names no license.`
        : `${name} ${version} has the license ${license}, which is not on the list of allowed ones.`,
    );
}

export function drawLicenses(packages: readonly ProductionPackage[]): string {
  const rows = packages.map(
    ({ name, version, license, repository }) =>
      `| ${repository ? `[${name}](${repository})` : name} | ${version} | ${license ?? 'none'} |`,
  );
  return [
    '# Licenses of the dependencies',
    '',
    'Written by `npm run licenses`. These packages are installed in the image (`npm ci --omit=dev`); the Lambda function holds most of them in its bundle.',
    '',
    ...countLicenses(packages),
    '',
    '| package | version | license |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function countLicenses(packages: readonly ProductionPackage[]): string[] {
  const licenses = [...new Set(packages.map(({ license }) => license ?? 'none'))].sort();
  return licenses.map((license) => {
    const count = packages.filter((item) => (item.license ?? 'none') === license).length;
    return `- ${license}: ${count}`;
  });
}
