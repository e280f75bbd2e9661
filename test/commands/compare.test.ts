import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/compare/comparison.js';
import { foxload } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { artefactsIn } from './run-artefacts.js';
import { writtenProfile } from './written-profile.js';

const noTimeLimit = 0;

/** What of a run's folder a comparison reads: no journal. */
const comparedFiles = ['report.json', 'latency.hlog', 'profile.yaml'] as const;
type StoredFiles = Readonly<Record<string, string>>;

/** On a machine that is busy with other things some runs are invalid, which says nothing of a comparison. */
const mostTries = 20;

/** Runs a short profile for real, until the measurement is valid, and keeps what is compared of it. */
async function measuredRun(parts: Readonly<Record<string, unknown>>): Promise<StoredFiles> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const files = await triedRun(parts);
    if (JSON.parse(files['report.json'] ?? '').verdict.result !== 'invalid') return files;
  }
  throw new Error(`${mostTries} runs were invalid, one after the other`);
}

async function triedRun(parts: Readonly<Record<string, unknown>>): Promise<StoredFiles> {
  const folder = temporaryFolder();
  const reports = join(folder, 'reports');
  await foxload(['run', writtenProfile(folder, parts), '--reports', reports, '--metrics-port', '0']);
  const { files } = artefactsIn(reports);
  return Object.fromEntries(comparedFiles.map((name) => [name, files[name] ?? '']));
}

/** Puts the files of a run into the folder of its id below `reports`. */
function stored(reports: string, id: string, files: StoredFiles): string {
  const folder = join(reports, id);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** A run with its report changed. */
function withReport(files: StoredFiles, change: (report: Record<string, unknown>) => void): StoredFiles {
  const report = JSON.parse(files['report.json'] ?? '');
  change(report);
  return { ...files, 'report.json': JSON.stringify(report) };
}

describe('foxload compare', { timeout: noTimeLimit }, () => {
  // Each is run once, by the first test that needs it.
  const runs = new Map<string, Promise<StoredFiles>>();
  function once(name: string, parts: Readonly<Record<string, unknown>>): Promise<StoredFiles> {
    const run = runs.get(name) ?? measuredRun(parts);
    runs.set(name, run);
    return run;
  }
  const base = () => once('base', {});
  const again = () => once('again', {});
  const slow = () => once('slow', { sandbox: { speed: 25, seed: 3 }, deadline: '12s' });

  async function compared(sides: readonly [StoredFiles, StoredFiles], ...flags: string[]) {
    const reports = temporaryFolder();
    stored(reports, 'one', sides[0]);
    stored(reports, 'two', sides[1]);
    return foxload(['compare', 'one', 'two', '--reports', reports, ...flags]);
  }

  it('compares two real runs by their ids, and its exit code is that of its result', async () => {
    const { code, stdout, stderr } = await compared([await base(), await again()], '--json');
    expect(stderr).toBe('');
    const comparison: Comparison = JSON.parse(stdout);
    const codes = { worse: 1, 'not worse': 0, inconclusive: 3 };
    expect(code).toBe(codes[comparison.result]);
    expect(comparison.schema).toBe(1);
    expect(comparison.base.map(({ sent }) => sent)).toEqual([100]);
    expect(comparison.differences).toEqual([]);
    const report = JSON.parse((await base())['report.json'] ?? '');
    const p50 = comparison.metrics.find(({ metric }) => metric === 'delivery.p50');
    expect(p50?.base.value).toBeCloseTo(report.latency.delivery.p50Ms, 6);
    expect(p50?.base.n).toBe(report.latency.delivery.count + report.latency.delivery.undelivered);
  });

  it('refuses runs of different profiles and says what differs', async () => {
    const { code, stdout, stderr } = await compared([await base(), await slow()]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('  deadline: base has 3s, head has 12s\n');
    expect(stderr).toContain('  sandbox.speed: base has 500, head has 25\n');
  });

  it('finds the slower one with --force, and ends with 1', async () => {
    const { code, stdout } = await compared([await base(), await slow()], '--force');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^WORSE\n {2}worse by more than the margin: delivery\.p/);
    expect(stdout).toContain('profiles differ: sandbox.speed: base has 500, head has 25');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    const { stdout: markdown } = await compared([await base(), await slow()], '--force', '--markdown');
    expect(markdown).toMatch(/\| delivery\.p50 \| .* \| \*\*WORSE\*\* \|/);
  });

  it('says that a run is compared with itself, and finds it not worse', async () => {
    const { code, stdout } = await compared([await base(), await base()], '--margin', '100%');
    expect(stdout).toMatch(/stands on both sides, so it is\n +compared with itself/);
    expect(code).toBe(0);
  });

  it('ends with 4 for an invalid measurement, and says which run and why', async () => {
    const reasons = ['the generator was saturated'];
    const invalid = withReport(await again(), (report) => {
      report.verdict = { result: 'invalid', reasons };
    });
    const { code, stdout, stderr } = await compared([await base(), invalid]);
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toMatch(/^head \S+-short-\S+ is an invalid measurement: the generator was saturated\n$/);
  });

  it('ends with 3 where nothing could be decided, or as the pipeline asks', async () => {
    const few = await measuredRun({
      load: { arrivals: 'uniform', stages: [{ rate: '10/s', for: '1s' }] },
      budgets: ['success.rate > 50%'],
    });
    const { code, stdout } = await compared([few, few]);
    expect([code, stdout.split('\n')[0]]).toEqual([3, 'INCONCLUSIVE']);
    expect((await compared([few, few], '--on-inconclusive', 'pass')).code).toBe(0);
    expect((await compared([few, few], '--on-inconclusive', 'fail')).code).toBe(1);
  });

  it('writes a page, and takes several runs a side', async () => {
    const reports = temporaryFolder();
    const [a, b] = [stored(reports, 'a', await base()), stored(reports, 'b', await again())];
    const page = join(reports, 'page.html');
    const flags = ['--reports', reports, '--margin', '100%', '--html', page, '--json'];
    const byDashes = await foxload(['compare', ...flags, a, b, '--', b, a]);
    const comparison: Comparison = JSON.parse(byDashes.stdout);
    expect([comparison.base.length, comparison.head.length]).toEqual([2, 2]);
    const byFlags = await foxload([
      'compare',
      ...flags,
      ...['--base', 'a', '--base', 'b', '--head', 'b', '--head', 'a'],
    ]);
    expect(byFlags.stdout).toBe(byDashes.stdout);
    const html = readFileSync(page, 'utf8');
    expect(html).not.toMatch(/https?:|<script|<link|@import|url\(/);
    expect(html.match(/<svg class="change /g)).toHaveLength(comparison.metrics.length);
  });

  it('refuses what it can not read with one sentence', async () => {
    const reports = temporaryFolder();
    const folder = stored(reports, 'one', await base());
    stored(reports, 'two', await again());
    const run = () => foxload(['compare', 'one', 'two', '--reports', reports]);
    expect((await foxload(['compare', 'one', 'nine', '--reports', reports])).stderr).toContain(
      'nine is no run',
    );
    writeFileSync(join(folder, 'latency.hlog'), '#[Histogram log format version 1.3]\n');
    const empty = await run();
    expect([empty.code, empty.stderr]).toEqual([
      2,
      `${folder}/latency.hlog has no times of delivery, the result beside it 100; foxload report writes both again from the journal\n`,
    ]);
    rmSync(join(folder, 'latency.hlog'));
    expect((await run()).code).toBe(2);
    expect(
      (await foxload(['compare', 'two', 'two', '--json', '--markdown', '--reports', reports])).code,
    ).toBe(2);
    expect((await foxload(['compare', 'two', '--reports', reports])).code).toBe(2);
  });
});
