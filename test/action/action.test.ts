import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { writtenProfile } from '../commands/written-profile.js';
import { WatchedProcess } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { action, documentation, scriptOf } from './read-action.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pinned = /^[\w-]+\/[\w/-]+@[0-9a-f]{40}$/;

/** The first cells of the documentation's table whose head begins with `head`, with the second ones. */
function documented(head: string): Record<string, string> {
  const lines = documentation.split('\n');
  const from = lines.findIndex((line) => line.startsWith(`| ${head} |`)) + 2;
  const rows = lines.slice(from, lines.indexOf('', from));
  return Object.fromEntries(
    rows.map((line) =>
      line
        .split('|')
        .slice(1, 3)
        .map((cell) => cell.trim().replaceAll('`', '')),
    ),
  );
}

describe('action.yml', () => {
  test('has the inputs with the defaults, and the outputs, that are documented', () => {
    const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default]);
    expect(documented('input')).toEqual(Object.fromEntries(defaults));
    expect(Object.keys(documented('output'))).toEqual(Object.keys(action.outputs));
    for (const { description } of [...Object.values(action.inputs), ...Object.values(action.outputs)])
      expect(description).not.toBe('');
  });

  test('is composite: each step is a script in bash, or an action pinned to a commit', () => {
    expect(action.runs.using).toBe('composite');
    for (const { run, shell, uses } of action.runs.steps) {
      if (uses === undefined) expect([shell, typeof run]).toEqual(['bash', 'string']);
      else expect(uses).toMatch(pinned);
    }
  });

  test('puts no input into a script, where it could be a command', () => {
    for (const { run = '' } of action.runs.steps) expect(run).not.toContain('${{');
  });

  test('has scripts that bash can read, and uses only what it has', () => {
    const names = { inputs: Object.keys(action.inputs), steps: [] as string[] };
    for (const step of action.runs.steps) {
      const { run, id, ...rest } = step;
      const bash = spawnSync('bash', ['-n'], { input: run ?? '', encoding: 'utf8' });
      expect([bash.status, bash.stderr]).toEqual([0, '']);
      const used = JSON.stringify(rest);
      for (const [, name = ''] of used.matchAll(/inputs\.([\w-]+)/g)) expect(names.inputs).toContain(name);
      for (const [, name = ''] of used.matchAll(/steps\.([\w-]+)/g)) expect(names.steps).toContain(name);
      if (id !== undefined) names.steps.push(id);
    }
    for (const { value } of Object.values(action.outputs)) {
      const [, step = '', output = ''] = /^\$\{\{ steps\.(\w+)\.outputs\.([\w-]+) \}\}$/.exec(value) ?? [];
      expect(scriptOf(step)).toContain(`${output}=`);
    }
  });

  test('builds foxload only where it is not built', async () => {
    const build = action.runs.steps.find(({ name }) => name === 'Build foxload')?.run ?? '';
    expect(await script(build, {})).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });
});

/** Runs a script as GitHub does, with this project as the action's own folder. */
function script(text: string, env: Readonly<Record<string, string>>, cwd = temporaryFolder()) {
  const options = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', text];
  return new WatchedProcess('bash', options, { cwd, env: { FOXLOAD: root, ...env } }).ended;
}

/** What a step told GitHub. */
function outputsIn(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

describe("the action's scripts, run for real", () => {
  const codes: Readonly<Record<string, number>> = { pass: 0, fail: 1, inconclusive: 3, invalid: 4 };

  async function gate(inputs: Readonly<Record<string, string>>) {
    const cwd = temporaryFolder();
    const github = { GITHUB_OUTPUT: join(cwd, 'output'), GITHUB_STEP_SUMMARY: join(cwd, 'summary.md') };
    const env = {
      PROFILE: '',
      BUDGETS: '',
      ON_INCONCLUSIVE: '',
      REPORTS: 'my reports',
      ...github,
      ...inputs,
    };
    const ended = await script(scriptOf('run'), env, cwd);
    return { cwd, github, ended, outputs: outputsIn(github.GITHUB_OUTPUT) };
  }

  test('run, verdict and reports are told, budgets and the choice for inconclusive are handed on', async () => {
    const profile = writtenProfile(temporaryFolder());
    const { cwd, github, ended, outputs } = await gate({
      PROFILE: profile,
      BUDGETS: '\ndelivery.p99 < 3s\r\n  \nwarn: lost == 0\n',
      ON_INCONCLUSIVE: 'fail',
    });
    const { run = '', verdict = '', junit = '' } = outputs;
    const report = JSON.parse(readFileSync(join(cwd, run, 'report.json'), 'utf8'));
    expect(report.budgets.map(({ budget, severity }: Record<string, string>) => [budget, severity])).toEqual([
      ['delivery.p95 < 3s', 'fail'],
      ['success.rate > 95%', 'fail'],
      ['delivery.p99 < 3s', 'fail'],
      ['lost == 0', 'warn'],
    ]);
    expect(verdict).toBe(report.verdict.result);
    // A hundred orders can't pass a p99; that counts as a failure here.
    const wanted = verdict === 'inconclusive' ? 1 : codes[verdict];
    expect([ended.code, outputs['exit-code']]).toEqual([wanted, String(wanted)]);
    expect(readFileSync(join(cwd, junit), 'utf8')).toContain('<testsuite name="short"');
    expect(readFileSync(github.GITHUB_STEP_SUMMARY, 'utf8')).toContain(`run ${report.run.id}`);

    const compare = { BASE: run, RUN: run, GITHUB_OUTPUT: join(cwd, 'compared') };
    const compared = await script(scriptOf('compare'), compare, cwd);
    const code = outputsIn(compare.GITHUB_OUTPUT)['exit-code'];
    expect(['0', '3', '4']).toContain(code);
    expect(compared.code).toBe(0);
    expect(compared.stdout).toBe(readFileSync(join(cwd, run, 'comparison.md'), 'utf8'));
  });

  test('where nothing was sent there is an exit code, and no run', async () => {
    const { ended, outputs } = await gate({ PROFILE: '--no-such-profile; exit 0' });
    expect([ended.code, outputs]).toEqual([2, { 'exit-code': '2' }]);
  });

  test('a base that is not there is no fault', async () => {
    const cwd = temporaryFolder();
    const env = { BASE: 'foxload-base', RUN: 'run', GITHUB_OUTPUT: join(cwd, 'output') };
    const { code, stdout } = await script(scriptOf('compare'), env, cwd);
    expect([code, stdout]).toEqual([0, 'There is no stored run in foxload-base, so nothing is compared.\n']);
    expect(outputsIn(env.GITHUB_OUTPUT)).toEqual({});
  });
});

test('every recipe in YAML can be parsed, and names actions by their commit', () => {
  const recipes = [...documentation.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  expect(recipes.length).toBeGreaterThanOrEqual(5);
  for (const recipe of recipes) {
    expect(() => parse(recipe)).not.toThrow();
    for (const [, used = ''] of recipe.matchAll(/uses: (\S+)/g)) {
      if (used !== 'OWNER/foxload@COMMIT') expect(used).toMatch(pinned);
    }
  }
});
