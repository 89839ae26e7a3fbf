// The packages that `npm ci --omit=dev` installs, by the lock file and by what each says of itself.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

export interface ProductionPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression; undefined where the package names none. */
  readonly license: string | undefined;
  /** A Subresource Integrity string, such as `sha512-…`. */
  readonly integrity: string | undefined;
  /** Where its source is; undefined where it does not say. */
  readonly repository: string | undefined;
  /** `name@version` of the packages that it needs. */
  readonly needs: readonly string[];
}

/** `name@version`. */
export function toId({ name, version }: Pick<ProductionPackage, 'name' | 'version'>): string {
  return `${name}@${version}`;
}

/** https://docs.npmjs.com/cli/configuring-npm/package-lock-json#packages */
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      integrity: z.string().optional(),
      dev: z.boolean().optional(),
      dependencies: z.record(z.string(), z.string()).optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

const manifestSchema = z.object({
  repository: z.union([z.string(), z.object({ url: z.string() })]).optional(),
  homepage: z.string().optional(),
});

const folder = 'node_modules/';

export const root = join(__dirname, '..', '..');

/** In the order of their names. A version that stands in several folders is listed once. */
export function listProductionPackages(): ProductionPackage[] {
  const lock = lockSchema.parse(readJson('package-lock.json'));
  const found = new Map<string, ProductionPackage>();
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === '' || entry.dev) continue;
    const item = {
      name: toName(path),
      version: entry.version ?? '',
      license: entry.license,
      integrity: entry.integrity,
      repository: readRepository(path),
      needs: listNeeds(lock.packages, path),
    };
    found.set(toId(item), item);
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

type Locked = z.infer<typeof lockSchema>['packages'];

/** As Node resolves a name: in the package's own folder of packages, then in those above it. */
function listNeeds(packages: Locked, path: string): string[] {
  const { dependencies, optionalDependencies } = packages[path] ?? {};
  const places = listPlaces(path);
  return Object.keys({ ...dependencies, ...optionalDependencies })
    .flatMap((name) => {
      const found = places.map((place) => `${place}${folder}${name}`).find((candidate) => packages[candidate]);
      return found ? [toId({ name, version: packages[found]?.version ?? '' })] : [];
    })
    .sort();
}

/** The folders that may hold `node_modules`, the nearest first. */
function listPlaces(path: string): string[] {
  if (path === '') return [''];
  const above = path.slice(0, path.lastIndexOf(folder)).replace(/\/$/, '');
  return [`${path}/`, ...listPlaces(above)];
}

function toName(path: string): string {
  return path.slice(path.lastIndexOf(folder) + folder.length);
}

/** `name@version` of what package.json names itself. */
export function listDirectDependencies(): string[] {
  return listNeeds(lockSchema.parse(readJson('package-lock.json')).packages, '');
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

function readRepository(path: string): string | undefined {
  const { repository, homepage } = manifestSchema.parse(readJson(join(path, 'package.json')));
  return toAddress(typeof repository === 'string' ? repository : repository?.url) ?? toAddress(homepage);
}

/** `git+https://….git`, `git@github.com:owner/name`, and the short form `owner/name` as an address for a browser. */
export function toAddress(repository: string | undefined): string | undefined {
  if (!repository) return undefined;
  const short = /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(repository);
  const address = short ? `https://github.com/${short[1]}` : repository;
  const web = address
    .replace(/^git\+/, '')
    .replace(/^(?:ssh:\/\/)?git@github\.com[:/]/, 'https://github.com/')
    .replace(/^(?:git|http):\/\//, 'https://')
    .replace(/\.git$/, '');
  return /^https:\/\/[\w.-]+\/[\w./@#-]*$/.test(web) ? web : undefined;
}
