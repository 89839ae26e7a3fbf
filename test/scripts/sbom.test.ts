// The software bill of materials names every package of the production install, and what needs what.
import { buildSbom } from '../../scripts/release/cyclonedx.js';
import { listDirectDependencies, listProductionPackages } from '../../scripts/release/production-packages.js';

const program = { name: 'cf-clone', version: '1.0.0', description: 'A bot', needs: listDirectDependencies() };
const packages = listProductionPackages();
const sbom = buildSbom(program, packages);
const needsOf = (ref: string) => sbom.dependencies.find((entry) => entry.ref === ref)?.dependsOn ?? [];

test('it names the program and every package once', () => {
  expect(sbom.metadata.component).toMatchObject({ type: 'application', name: 'cf-clone', version: '1.0.0' });
  const refs = sbom.components.map((component) => component['bom-ref']);
  expect(refs).toHaveLength(packages.length);
  expect(new Set(refs).size).toBe(refs.length);
});

test('a package that development names as well is there', () => {
  expect(sbom.components.map(({ name }) => name)).toEqual(expect.arrayContaining(['tslib', 'debug', 'ms']));
});

test('each component has a package URL and the hash of the lock file', () => {
  const bolt = sbom.components.find(({ name }) => name === '@slack/bolt');
  expect(bolt).toMatchObject({
    purl: expect.stringMatching(/^pkg:npm\/%40slack\/bolt@\d/),
    hashes: [{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }],
    licenses: [{ license: { id: 'MIT' } }],
  });
  expect(sbom.components.filter(({ hashes }) => !hashes).map(({ name }) => name)).toEqual([]);
});

test('every need is a component, and each component is reached from the program', () => {
  const known = new Set(sbom.components.map((component) => component['bom-ref']));
  const reached = new Set<string>();
  const visit = (ref: string) => {
    for (const need of needsOf(ref)) {
      expect(known).toContain(need);
      if (reached.has(need)) continue;
      reached.add(need);
      visit(need);
    }
  };
  visit(sbom.dependencies[0]?.ref ?? '');
  // Peers that npm installs for Bolt, and what only they need, hang on no dependency.
  const left = [...known].filter((ref) => !reached.has(ref));
  expect(left.filter((ref) => !ref.startsWith('pkg:npm/%40types/'))).toEqual([]);
});

test('of two versions of a package, a component needs the one that Node finds', () => {
  const eventemitter = packages.filter(({ name }) => name === 'eventemitter3').map(({ version }) => version);
  expect(eventemitter).toHaveLength(2);
  const queue = packages.find(({ name }) => name === 'p-queue');
  expect(needsOf(`pkg:npm/p-queue@${queue?.version}`)).toContain(`pkg:npm/eventemitter3@${eventemitter[0]}`);
  expect(needsOf(`pkg:npm/p-queue@${queue?.version}`)).not.toContain(`pkg:npm/eventemitter3@${eventemitter[1]}`);
});
