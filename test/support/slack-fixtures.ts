// Files that Slack publishes, outside this repository: SLACK_FIXTURES_DIR names their folder. A method or payload has a
// file <name>.json with every member that was ever seen in it; the manifest's schemas are manifest.schema.<version>.json.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.SLACK_FIXTURES_DIR;

/** Like describe; without the folder the tests are skipped, and their title says why. */
export function describeWithSlackFixtures(title: string, tests: () => void): void {
  if (folder) describe(title, tests);
  else describe.skip(`${title} (skipped: SLACK_FIXTURES_DIR is not set)`, tests);
}

export function listSlackFixtures(): string[] {
  return folder ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
}

export function readSlackFixture(name: string): unknown {
  if (!folder) throw new Error('SLACK_FIXTURES_DIR is not set.');
  const value: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  return value;
}
