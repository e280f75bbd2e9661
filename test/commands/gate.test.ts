import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verdictExitCode } from '../../src/gate/verdict.js';
import { foxload } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { artefactsIn } from './run-artefacts.js';
import { writtenProfile } from './written-profile.js';

/** A run of a hundred orders, and how to ask for a verdict on it. */
async function storedRun() {
  const folder = temporaryFolder();
  const reports = join(folder, 'reports');
  await foxload(['run', writtenProfile(folder), '--reports', reports, '--metrics-port', '0']);
  const gate = (run: string, ...args: string[]) => foxload(['gate', run, '--reports', reports, ...args]);
  const { id, result } = artefactsIn(reports);
  return { folder, reports, gate, id, result };
}

describe('foxload gate', () => {
  it('judges a stored run as it was judged, by folder, id or latest', async () => {
    const { reports, id, result, gate } = await storedRun();
    const code = verdictExitCode(result.verdict.result);
    for (const run of [join(reports, id), id, 'latest']) {
      const judged = await gate(run, '--json');
      expect(judged).toMatchObject({ code, stderr: '' });
      const { verdict, budgets } = result;
      expect(JSON.parse(judged.stdout)).toEqual({ run: result.run, verdict, budgets });
    }
  });

  it('prints verdict and budgets as the run did, and writes nothing', async () => {
    const { reports, id, gate } = await storedRun();
    const before = readdirSync(join(reports, id));
    const { stdout } = await gate('latest');
    expect(stdout).toMatch(/^[A-Z]+ {2}short · embedded · header-key · \d+\.\d s · seed 1\n/);
    expect(stdout).toContain('\n\nBudgets\n  pass         delivery.p95 < 3s holds: observed');
    expect(stdout).not.toContain('Ledger');
    expect(readdirSync(join(reports, id))).toEqual(before);
  });

  it('takes other budgets instead, from the command line or from a profile', async () => {
    const { folder, result, gate } = await storedRun();
    const wanted = result.generator.saturated ? 4 : 1;
    const one = await gate('latest', '--budget', 'delivery.p50{sku=psn-tr-100} < 0.001ms', '--json');
    expect(one.code).toBe(wanted);
    expect(JSON.parse(one.stdout).budgets).toMatchObject([{ n: 100, result: 'fail' }]);
    mkdirSync(join(folder, 'other'));
    const other = writtenProfile(join(folder, 'other'), { budgets: ['delivery.p50 < 0.001ms', 'lost == 0'] });
    const two = await gate('latest', '--profile', other, '--json');
    expect(two.code).toBe(wanted);
    expect(JSON.parse(two.stdout).budgets).toMatchObject([{ result: 'fail' }, { result: 'pass' }]);
  });

  it('counts an inconclusive verdict as it is told', async () => {
    const { result, gate } = await storedRun();
    const ask = async (...args: string[]) =>
      (await gate('latest', '--budget', 'delivery.p99 < 3s', ...args)).code;
    const wanted = result.generator.saturated ? [4, 4, 4] : [3, 1, 0];
    expect([
      await ask(),
      await ask('--on-inconclusive', 'fail'),
      await ask('--on-inconclusive', 'pass'),
    ]).toEqual(wanted);
  });

  it('ends with 2 and one sentence where there is nothing to judge, or nothing to judge by', async () => {
    const { folder, reports, gate } = await storedRun();
    expect(await gate('nowhere')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `nowhere is no run: neither nowhere nor ${join(reports, 'nowhere')} holds a journal orders.ndjson\n`,
    });
    expect(await gate('latest', '--budget', 'delivery.p95{sku=psn-tr-10} < 1s')).toMatchObject({
      code: 2,
      stderr:
        '--budget is "delivery.p95{sku=psn-tr-10} < 1s"; wanted an SKU that the profile orders instead of psn-tr-10: psn-tr-100 (did you mean psn-tr-100?)\n',
    });
    mkdirSync(join(folder, 'none'));
    const none = writtenProfile(join(folder, 'none'), { budgets: [] });
    expect(await gate('latest', '--profile', none)).toMatchObject({
      code: 2,
      stderr: `${none} has no budgets to judge by; give some by --budget "delivery.p95 < 45s"\n`,
    });
    mkdirSync(join(reports, 'empty'));
    writeFileSync(join(reports, 'empty', 'orders.ndjson'), '');
    expect(await gate('empty')).toMatchObject({ code: 2, stdout: '' });
  });
});
