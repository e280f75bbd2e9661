import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { foxload, startFoxload } from '../support/foxload-process.js';
import { searchUnderTest } from './searches.js';

describe('a search that was killed', () => {
  it('goes on from its finished steps, and counts the worst case of the step that it was killed in', async () => {
    const search = searchUnderTest({ limits: { orders: 100_000, spend: '900000 USD' } });
    const first = startFoxload(search.args('--max', '150/s'));
    await search.stepBegun(2);
    first.kill('SIGKILL');
    await first.ended;
    const killed = search.state();
    expect(killed.steps).toHaveLength(1);
    expect(killed.unfinished).toHaveLength(1);
    // 4.20 USD each, even arrivals: four seconds of them.
    const [lost] = killed.unfinished;
    expect(lost?.used.spendCents).toBe((lost?.used.orders ?? 0) * 420);
    expect(lost?.used.orders).toBe((lost?.ratePerSecond ?? 0) * 4);

    const { stdout, stderr } = await foxload([
      'capacity',
      '--resume',
      search.folder(),
      '--metrics-port',
      '0',
      '--json',
    ]);
    expect(stderr).toContain(`was cut short, counted as ${lost?.used.orders} orders`);
    const resumed = JSON.parse(stdout);
    expect(resumed.steps[0]).toEqual(killed.steps[0]);
    expect(resumed.search).toMatchObject({ id: killed.search.id, resumed: 1, maxPerSecond: 150 });
    expect(resumed.unfinished).toEqual(killed.unfinished);
    expect(resumed.answer).not.toBeNull();
    expect(JSON.stringify(search.state())).toBe(JSON.stringify(resumed));

    const again = await foxload([
      'capacity',
      '--resume',
      resumed.search.id,
      '--reports',
      search.reports,
      '--json',
    ]);
    expect(JSON.parse(again.stdout)).toEqual(resumed);
  });

  it('does not go on with another profile than its own', async () => {
    const search = searchUnderTest();
    const first = startFoxload(search.args());
    await search.stepBegun(1);
    first.kill('SIGKILL');
    await first.ended;
    const file = join(search.folder(), 'profile.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('p95 < 1s', 'p95 < 2s'));
    const { code, stderr } = await foxload(['capacity', '--resume', search.folder()]);
    expect(code).toBe(2);
    expect(stderr).toContain('is not the profile that this search began with: it was changed since\n');
  });
});

describe('a search that is told to stop', () => {
  it('drains its step, keeps what is known, and ends with 130 after a Ctrl-C', async () => {
    const search = searchUnderTest();
    const run = startFoxload(search.args(), { ownGroup: true });
    await search.stepBegun(1);
    run.kill('SIGINT', true);
    const { code, stdout } = await run.ended;
    expect(code).toBe(130);
    expect(stdout).toContain('Capacity  no answer: stopped by SIGINT\n');
    const { end, steps, unfinished } = search.state();
    expect(end).toEqual({ cause: 'stopped', sentence: 'stopped by SIGINT' });
    expect(steps).toEqual([]);
    expect(unfinished).toHaveLength(1);
    expect(unfinished[0]?.used.orders).toBeLessThanOrEqual(400);
    expect(existsSync(join(search.folder(), 'capacity.html'))).toBe(true);
  });

  it('ends when a file STOP is put into its folder', async () => {
    const search = searchUnderTest();
    const run = startFoxload(search.args());
    await search.stepBegun(1);
    writeFileSync(join(search.folder(), 'STOP'), '');
    const { code, stdout } = await run.ended;
    expect(code).toBe(3);
    expect(stdout).toContain("Capacity  no answer: stopped by the file STOP in the search's folder\n");
  });
});
