// Writes docs/licenses.md: npm run licenses. With --check it compares the page. It fails if a license is not allowed.
import { drawLicenses, findLicenseProblems } from './release/license-list.js';
import { listProductionPackages } from './release/production-packages.js';
import { writeOrCheck } from './release/written-page.js';

const packages = listProductionPackages();
const problems = findLicenseProblems(packages);
for (const problem of problems) process.stderr.write(`${problem}\n`);
const isCurrent = writeOrCheck('docs/licenses.md', drawLicenses(packages), 'npm run licenses');
process.exitCode = problems.length === 0 && isCurrent ? 0 : 1;
