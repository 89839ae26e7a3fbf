// The software bill of materials of the production dependencies: CycloneDX 1.6, https://cyclonedx.org/docs/1.6/json/
//
// `npm sbom --omit dev` is not used: it leaves out packages that the production install has if a development dependency
// names them too (npm 11.19 leaves out debug, ms, and tslib), and it takes the folder's name for the program's.
import { type ProductionPackage, toId } from './production-packages.js';

export interface Program {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** `name@version` of what it names itself. */
  readonly needs: readonly string[];
}

/** Without a time and a serial number, so that the same lock file gives the same text. Both are optional in the format. */
export function buildSbom(program: Program, packages: readonly ProductionPackage[]) {
  const refsOf = (ids: readonly string[]) => packages.filter((item) => ids.includes(toId(item))).map(toRef);
  const self = `pkg:npm/${program.name}@${program.version}`;
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'pre-build' }],
      component: {
        type: 'application',
        'bom-ref': self,
        name: program.name,
        version: program.version,
        description: program.description,
        purl: self,
      },
    },
    components: packages.map(toComponent),
    dependencies: [
      { ref: self, dependsOn: refsOf(program.needs) },
      ...packages.map((item) => ({ ref: toRef(item), dependsOn: refsOf(item.needs) })),
    ],
  };
}

function toComponent(item: ProductionPackage) {
  const { name, version, license, integrity, repository } = item;
  return {
    type: 'library',
    'bom-ref': toRef(item),
    name,
    version,
    ...(integrity?.startsWith('sha512-') && { hashes: [{ alg: 'SHA-512', content: toHex(integrity) }] }),
    ...(license && { licenses: [{ license: { id: license } }] }),
    purl: toRef(item),
    ...(repository && { externalReferences: [{ type: 'vcs', url: repository }] }),
  };
}

/** A package URL; the @ of a scope is encoded: https://github.com/package-url/purl-spec/blob/main/types-doc/npm-definition.md */
function toRef({ name, version }: ProductionPackage): string {
  return `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;
}

function toHex(integrity: string): string {
  return Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex');
}
