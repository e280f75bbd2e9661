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
}

const specifier = /(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g;

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
    imports: specifiers
      .filter((name) => name.startsWith('.'))
      .map((name) => posix.join(posix.dirname(path), name).replace(/\.js$/, '.ts')),
    packages: specifiers.filter((name) => !name.startsWith('.')),
  };
}
