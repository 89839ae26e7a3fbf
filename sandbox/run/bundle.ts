// The page as two files in memory: one script, one style sheet. Nothing is written to disk.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

export interface PageFile {
  readonly type: string;
  readonly body: Uint8Array;
}

/** By the path under which the server serves them. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const folder = join(__dirname, '..', 'page');

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

export async function bundlePage(): Promise<PageFiles> {
  const [html, bundle] = await Promise.all([
    readFile(join(folder, 'index.html')),
    build({
      entryPoints: { page: join(folder, 'main.tsx'), style: join(folder, 'style', 'all.css') },
      bundle: true,
      write: false,
      outdir: '/',
      minify: true,
      format: 'iife',
      target: 'es2022',
      jsx: 'automatic',
      define: { 'process.env.NODE_ENV': '"production"' },
      tsconfigRaw: {},
      logLevel: 'silent',
    }),
  ]);
  const built = bundle.outputFiles.map(({ path, contents }): [string, PageFile] => {
    const name = path.replaceAll('\\', '/').split('/').at(-1) ?? '';
    return [`/${name}`, { type: types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream', body: contents }];
  });
  return new Map([['/', { type: 'text/html; charset=utf-8', body: html }], ...built]);
}
