// The workflow of GitHub Actions runs what this repository asks of a change, with no right more than reading, and
// Dependabot looks after whatever is pinned.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { root } from '../support/cloudformation.js';
import { dockerfile } from '../support/dockerfile.js';

const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');
const text = read('.github', 'workflows', 'ci.yml');

const workflow = z
  .object({
    on: z.record(z.string(), z.unknown()),
    permissions: z.record(z.string(), z.string()),
    jobs: z.record(
      z.string(),
      z.object({
        permissions: z.undefined().optional(),
        'timeout-minutes': z.number(),
        strategy: z.object({ matrix: z.object({ node: z.array(z.string()) }) }).optional(),
        steps: z.array(
          z.object({
            run: z.string().optional(),
            uses: z.string().optional(),
            with: z.record(z.string(), z.unknown()).optional(),
          }),
        ),
      }),
    ),
  })
  .parse(parse(text));

const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

test('it runs .ci/run, which can be executed, and looks for advisories', () => {
  const commands = steps.flatMap(({ run }) => run ?? []);
  expect(commands).toEqual(expect.arrayContaining(['.ci/run', 'npm audit --omit=dev']));
  expect(statSync(join(root, '.ci', 'run')).mode & 0o111).toBeGreaterThan(0);
});

test('it runs on the oldest release of Node that is supported and on the image’s', () => {
  const { engines } = z.object({ engines: z.object({ node: z.string() }) }).parse(JSON.parse(read('package.json')));
  const [, oldest] = /^>=(\d+)/.exec(engines.node) ?? [];
  const [, ofImage] = /^FROM node:(\d+)/m.exec(dockerfile) ?? [];
  expect(workflow.jobs.tests?.strategy?.matrix.node).toEqual([oldest, ofImage]);
});

test('its token can only read, and no step keeps it', () => {
  expect(workflow.permissions).toEqual({ contents: 'read' });
  expect(Object.keys(workflow.on).filter((event) => event.endsWith('_target') || event === 'workflow_run')).toEqual([]);
  const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
  expect(checkouts).toHaveLength(Object.keys(workflow.jobs).length);
  expect(checkouts.map((step) => step.with?.['persist-credentials'])).toEqual(checkouts.map(() => false));
});

test('actions are pinned by commit, with the version beside it, the same everywhere', () => {
  const uses = [...text.matchAll(/uses: (.*)$/gm)].map(([, action = '']) => action);
  expect(uses).toHaveLength(steps.filter((step) => step.uses).length);
  expect(uses.filter((action) => !/^actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
  const names = new Set(uses.map((action) => action.split('@')[0]));
  expect(new Set(uses).size).toBe(names.size);
});

test('Dependabot proposes newer packages, base images, and actions', () => {
  const { updates } = z
    .object({ version: z.literal(2), updates: z.array(z.object({ 'package-ecosystem': z.string() })) })
    .parse(parse(read('.github', 'dependabot.yml')));
  expect(updates.map((update) => update['package-ecosystem'])).toEqual(['npm', 'docker', 'github-actions']);
});
