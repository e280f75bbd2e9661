import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src');

/** One file of `src/`. Paths are relative to it, with slashes. */
export interface SourceFile {
  readonly path: string;
  /** The stage it belongs to; null for files of `src/` itself. */
  readonly folder: string | null;
  readonly text: string;
  /** The files of ours that it imports, types included. */
  readonly imports: readonly string[];
  /** The packages and Node modules that it imports. */
  readonly packages: readonly string[];
  /** What of both is loaded together with this file: neither types nor what waits until it is needed. */
  readonly loads: readonly string[];
}

const specifier = /(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g;
/** An import that is no `import type`. */
const loading = /^import (?!type )[^;]*? from '([^']+)';/gm;

export function sourceFiles(): SourceFile[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map(readSource);
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const specifiers = [...text.matchAll(specifier)].map(([, name = '']) => name);
  return {
    path,
    folder: path.includes('/') ? (path.split('/')[0] ?? null) : null,
    text,
    imports: specifiers.filter(isOurs).map((name) => fileOf(path, name)),
    packages: specifiers.filter((name) => !isOurs(name)),
    loads: [...text.matchAll(loading)].map(([, name = '']) => (isOurs(name) ? fileOf(path, name) : name)),
  };
}

function isOurs(name: string): boolean {
  return name.startsWith('.');
}

function fileOf(importer: string, name: string): string {
  return posix.join(posix.dirname(importer), name).replace(/\.js$/, '.ts');
}
