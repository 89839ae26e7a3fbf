// The image: one base, pinned by its digest, and labels that are true.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { root } from '../support/cloudformation.js';
import { dockerfile } from '../support/dockerfile.js';

const program = z
  .object({ name: z.string(), version: z.string(), description: z.string() })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

const labels = new Map(
  [...dockerfile.matchAll(/\borg\.opencontainers\.image\.(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
);

test('the base is one tag of Node with its digest', () => {
  const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
  expect(bases[0]).toMatch(/^node:24\.\d+\.\d+-slim@sha256:[0-9a-f]{64}$/);
  expect(bases.slice(1).filter((base) => base !== 'base')).toEqual([]);
});

test('the labels are those of the package', () => {
  expect(labels.get('title')).toBe(program.name);
  expect(labels.get('version')).toBe(program.version);
  expect(labels.get('description')).toBe(program.description);
});

test('the build gives the time and the commit', () => {
  expect([labels.get('created'), labels.get('revision')]).toEqual(['$CREATED', '$REVISION']);
  for (const name of ['CREATED', 'REVISION']) expect(dockerfile).toMatch(new RegExp(`^ARG ${name}=$`, 'm'));
});
