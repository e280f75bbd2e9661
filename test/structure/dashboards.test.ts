import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const folder = new URL('../../dashboards/', import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(new URL(path, folder), 'utf8') }));

/** From where a file imports: a stage of `src/`, this folder, or a package. */
function origins(text: string): string[] {
  return [...text.matchAll(/ from '([^']+)';/g)].map(([, name = '']) => {
    const [, stage] = /^(?:\.\.\/)+src\/(\w+)\//.exec(name) ?? [];
    return stage ?? (name.startsWith('.') ? 'dashboards' : name.split('/').slice(0, 2).join('/'));
  });
}

describe('the sources of the dashboards', () => {
  it('know objectives and rules, and of packages only that of Grafana', () => {
    const all = new Set(files.flatMap(({ text }) => origins(text)));
    expect([...all].sort()).toEqual(['@grafana/grafana-foundation-sdk', 'dashboards', 'profile', 'rules']);
  });

  it('are short files', () => {
    expect(files.filter(({ text }) => text.split('\n').length > 150).map(({ path }) => path)).toEqual([]);
  });
});
