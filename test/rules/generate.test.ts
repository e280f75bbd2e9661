import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generate } from '../../src/rules/generate.js';
import type { FileMaker } from '../../src/rules/generated-file.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'foxload-generate-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(argv: string[], further: readonly FileMaker[] = []) {
  const said: string[] = [];
  const complained: string[] = [];
  const code = generate(argv, further, {
    say: (line) => said.push(line),
    complain: (line) => complained.push(line),
  });
  return { code, said, complaint: complained.join('\n') };
}

function profile(name: string, objectives: string): string {
  const file = join(folder, `${name}.yaml`);
  const load = 'load: { stages: [ { rate: 1/s, for: 1s } ] }\norders: [ { sku: psn-tr-100 } ]\n';
  writeFileSync(
    file,
    `name: ${name}\ntarget: { environment: embedded, dialect: header-key }\n${load}${objectives}`,
  );
  return file;
}

describe('npm run generate', () => {
  it('writes the rules of a profile of one’s own into a folder of one’s own, with links to one’s own runbook', () => {
    const mine = profile('mine', 'objectives: [ delivery within 20s for 90% over 14d ]\n');
    const out = join(folder, 'out');
    const { code, said } = run([
      '--profile',
      mine,
      '--out',
      out,
      '--runbook-url',
      'https://wiki.example/runbook',
    ]);
    expect(code).toBe(0);
    expect(said).toContain(`${join(out, 'rules/foxload.rules.yml')} written`);
    const rules = readFileSync(join(out, 'rules/foxload.rules.yml'), 'utf8');
    expect(rules).toContain('# Generated from the objectives of the profile mine by: npm run generate\n');
    expect(rules).toContain('foxload:slo_error_ratio:1h{slo="delivery_20s"} > 0.672');
    expect(rules).toContain('runbook_url: https://wiki.example/runbook#foxloadoutage');
    expect(readdirSync(join(out, 'slo')).sort()).toEqual([
      'foxload-14d.sloth.yml',
      'foxload.openslo.yml',
      'sloth-windows',
    ]);
  });

  it('writes what further makers make of the same objectives', () => {
    const mine = profile('further', 'objectives: [ success for 99% over 30d ]\n');
    const out = join(folder, 'further');
    const { code } = run(
      ['--profile', mine, '--out', out],
      [
        ({ objectives }) => [
          { path: 'boards/one.json', text: JSON.stringify(objectives.map(({ name }) => name)) },
        ],
      ],
    );
    expect(code).toBe(0);
    expect(readFileSync(join(out, 'boards/one.json'), 'utf8')).toBe('["success"]');
  });

  it('tells which alerts an objective can’t have, and why', () => {
    const mine = profile('median', 'objectives: [ delivery within 12s for 50% over 7d ]\n');
    const { said } = run(['--profile', mine, '--out', join(folder, 'median')]);
    expect(said[0]).toBe(
      '"delivery within 12s for 50% over 7d" gets no alert on a burn of 3.36 in 1h: the highest possible burn is 2, when every order is bad',
    );
  });

  it('refuses a profile without objectives', () => {
    const mine = profile('bare', '');
    expect(run(['--profile', mine])).toEqual({
      code: 2,
      said: [],
      complaint: `${mine} declares no objectives; wanted a list like: objectives: [ delivery within 45s for 95% over 7d ]`,
    });
  });

  it('tells what is wrong with a profile as every command does', () => {
    const mine = profile('wrong', 'objectives: [ delivery within 45s for 100% over 7d ]\n');
    const { code, complaint } = run(['--profile', mine]);
    expect(code).toBe(2);
    expect(complaint).toContain(`${mine}:5: objectives[0]`);
  });

  it('refuses flags that it does not know, and shows those that it does', () => {
    const { code, complaint } = run(['--profil', 'canary']);
    expect(code).toBe(2);
    expect(complaint).toContain("Unknown option '--profil'");
    expect(complaint).toContain('npm run generate -- [--profile <profile>] [--out <folder>]');
  });

  it('says which file can’t be written', () => {
    const inTheWay = join(folder, 'file');
    writeFileSync(inTheWay, '');
    const { code, complaint } = run(['--out', inTheWay]);
    expect(code).toBe(2);
    expect(complaint).toContain(`${join(inTheWay, 'rules/foxload.rules.yml')} can't be written: `);
  });
});
