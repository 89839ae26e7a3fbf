// Writes the software bill of materials to dist/sbom.cdx.json: npm run sbom
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { buildSbom } from './release/cyclonedx.js';
import { listDirectDependencies, listProductionPackages, readJson, root } from './release/production-packages.js';

const program = z
  .object({ name: z.string(), version: z.string(), description: z.string() })
  .parse(readJson('package.json'));

mkdirSync(join(root, 'dist'), { recursive: true });
const sbom = buildSbom({ ...program, needs: listDirectDependencies() }, listProductionPackages());
writeFileSync(join(root, 'dist', 'sbom.cdx.json'), `${JSON.stringify(sbom, null, 2)}\n`);
process.stdout.write(`dist/sbom.cdx.json lists ${sbom.components.length} packages.\n`);
