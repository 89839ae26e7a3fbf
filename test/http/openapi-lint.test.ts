// The OpenAPI document follows the recommended rules of Redocly (https://redocly.com/docs/cli/rules/recommended).
import { spawnSync } from 'node:child_process';
import { createDocument } from '../../src/http/openapi.js';
import { routes } from '../../src/http/routes/table.js';
import { root } from '../support/cloudformation.js';
import { asFields, type Fields } from '../support/slack-wire.js';

/** The library is an ES module, which Jest cannot load. So it runs in a process of its own. */
const script = `
  import { createConfig, lintFromString } from '@redocly/openapi-core';
  import { text } from 'node:stream/consumers';
  const source = await text(process.stdin);
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({ source, config });
  console.log(JSON.stringify(problems.map(({ ruleId, severity, message }) => ({ ruleId, severity, message }))));
`;

interface LintProblem {
  readonly ruleId: string;
  readonly severity: string;
  readonly message: string;
}

function lint(document: unknown): readonly LintProblem[] {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: root,
    input: JSON.stringify(document),
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', REDOCLY_TELEMETRY: 'off' },
  });
  if (status !== 0) throw new Error(`the linter failed: ${stderr}`);
  const problems: LintProblem[] = JSON.parse(stdout);
  return problems;
}

const document = asFields(JSON.parse(JSON.stringify(createDocument(routes))));

test('the document has no problem, not even a warning', () => {
  expect(lint(document)).toEqual([]);
});

const broken: readonly (readonly [string, string, Fields])[] = [
  ['no license', 'info-license', { ...document, info: { ...asFields(document.info), license: undefined } }],
  ['no servers', 'no-empty-servers', { ...document, servers: [] }],
  ['no description of its tags', 'tag-description', { ...document, tags: [{ name: 'Clones' }] }],
];

test.each(broken)('a document with %s has a problem: %s', (_what, ruleId, changed) => {
  expect(lint(changed).map((problem) => problem.ruleId)).toContain(ruleId);
});

test('every operation has a tag of the document, a summary and a description', () => {
  const names = JSON.stringify(document.tags);
  for (const operations of Object.values(asFields(document.paths))) {
    for (const operation of Object.values(asFields(operations)).map(asFields)) {
      expect(operation).toMatchObject({
        tags: [expect.any(String)],
        summary: expect.stringMatching(/^[A-Z].*[^.]$/),
        description: expect.stringMatching(/^[A-Z].*\.$/),
      });
      expect(names).toContain(`"name":${JSON.stringify(Object(operation.tags)[0])}`);
    }
  }
});
