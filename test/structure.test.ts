// The layout of the source: no import cycles, and tests that lie where the code they test lies.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = join(__dirname, '..');
const mirroredFolders = ['clone', 'aws', 'slack', 'http', 'concurrency', 'observability', 'network'];

function listFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => /\.tsx?$/.test(name));
}

/** The files of this repository that a file imports. Types count too: a cycle of types is as hard to read. */
function listImports(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+)\.js'/g)].flatMap(([, path = '']) => {
    const target = join(dirname(file), path);
    return [`${target}.ts`, `${target}.tsx`].filter((candidate) => existsSync(join(root, candidate)));
  });
}

/** Depth-first search: a file that is reached again while its own imports are visited closes a cycle. */
function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) cycles.push([...path.slice(start), file].join(' → '));
    if (start >= 0 || done.has(file)) return;
    for (const imported of graph.get(file) ?? []) visit(imported, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return cycles;
}

test('the search finds a cycle', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['b']],
  ]);
  expect(findCycles(graph)).toEqual(['b → c → b']);
});

test('no file imports itself through others', () => {
  const files = ['src', 'test', 'sandbox', 'bench'].flatMap(listFiles);
  const graph = new Map(files.map((file) => [file, listImports(file)]));
  expect([...graph.values()].flat().length).toBeGreaterThan(files.length);
  expect(findCycles(graph)).toEqual([]);
});

/** `x.test.ts` mirrors `x.ts` or the folder `x`; `x-detail.test.ts` is a second test file of `x`. */
function isMirrored(testFile: string): boolean {
  const mirrored = join('src', relative('test', testFile)).replace(/\.test\.ts$/, '');
  const folder = join(root, dirname(mirrored));
  if (!existsSync(folder)) return false;
  const name = mirrored.slice(dirname(mirrored).length + 1);
  return readdirSync(folder)
    .map((entry) => entry.replace(/\.ts$/, ''))
    .some((entry) => name === entry || name.startsWith(`${entry}-`));
}

test.each(mirroredFolders)('each test file in test/%s mirrors a file or folder in src', (folder) => {
  const testFiles = listFiles(join('test', folder)).filter(
    (file) => file.endsWith('.test.ts') && !file.endsWith('.corpus.test.ts'),
  );
  expect(testFiles).not.toEqual([]);
  expect(testFiles.filter((file) => !isMirrored(file))).toEqual([]);
});
