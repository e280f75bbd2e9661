import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Pages that draw charts: a run's report, and the live page. */
export type ScriptedPage = 'run-charts' | 'live-page';

/** What the charts of a page need, as the build leaves it. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/** Two folders up from wherever this code lies, be it a source, a file of `dist/` or a bundle's chunk. */
const folder = new URL('../../dist/page/', import.meta.url);

/** Reads them. Throws an Error where foxload was not built or not installed as a whole. */
export function readPageAssets(page: ScriptedPage = 'run-charts'): PageAssets {
  return { script: read(`${page}.js`), style: read('run-charts.css') };
}

function read(name: string): string {
  return readFileSync(fileURLToPath(new URL(name, folder)), 'utf8');
}
