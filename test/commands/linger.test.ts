import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../scripts/free-port.mjs';
import { verdictExitCode } from '../../src/gate/verdict.js';
import { seriesOf } from '../exporter/reading.js';
import { startFoxload, type WatchedProcess } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { artefactsIn } from './run-artefacts.js';
import { untilSent } from './sent-orders.js';
import { writtenProfile } from './written-profile.js';

const lingers = /the metrics stay until they are scraped once more, at most (\S+); Ctrl-C ends that\n/;

interface LingeringRun {
  readonly run: WatchedProcess;
  readonly url: string;
  readonly reports: string;
}

async function shortRun(...flags: string[]): Promise<LingeringRun> {
  const folder = temporaryFolder();
  const reports = join(folder, 'reports');
  const port = await freePort();
  const profile = writtenProfile(folder, { budgets: ['lost == 0'] });
  const run = startFoxload(['run', profile, '--reports', reports, '--metrics-port', `${port}`, ...flags]);
  const [url] = await run.sees(/http:\S+\/metrics(?=\n)/);
  return { run, url, reports };
}

async function scrape(url: string): Promise<Map<string, number>> {
  return seriesOf(await (await fetch(url)).text());
}

describe('the metrics page after a run', () => {
  it('stays until its last figures were scraped, where it was scraped before', async () => {
    const { run, url, reports } = await shortRun();
    await untilSent(url, 1);
    expect((await run.sees(lingers))[1]).toBe('15s');
    const series = await scrape(url);
    const { code, stdout } = await run.ended;
    const { ledger, latency, verdict } = artefactsIn(reports).result;
    expect(code).toBe(verdictExitCode(verdict.result));
    expect(stdout).toContain(reports);
    expect(series.get('foxload_run_phase{phase="done"}')).toBe(1);
    expect(series.get(`foxload_verdict{verdict="${verdict.result}"}`)).toBe(1);
    expect(series.get('foxload_orders_planned_total')).toBe(ledger.planned);
    expect(series.get('foxload_order_delivery_seconds_count')).toBe(ledger.delivered);
    expect(series.get('foxload_order_delivery_percentile_seconds{window="run",percentile="95"}')).toBe(
      (latency.delivery.p95Ms ?? Number.NaN) / 1000,
    );
  });

  it('goes at once where nobody scraped it', async () => {
    const { run } = await shortRun();
    const { stdout, stderr } = await run.ended;
    expect(stdout).toContain('Ledger (balanced)');
    expect(stderr).not.toMatch(lingers);
  });

  it('goes at once where that is asked for, and stays for who asks for it', async () => {
    const gone = await shortRun('--linger', '0s');
    await untilSent(gone.url, 1);
    expect((await gone.run.ended).stderr).not.toMatch(lingers);
    const kept = await shortRun('--linger', '10m');
    expect((await kept.run.sees(lingers))[1]).toBe('10m');
    expect((await scrape(kept.url)).get('foxload_run_phase{phase="done"}')).toBe(1);
    // Its last files are written while it stays.
    const { code } = await kept.run.ended;
    expect(code).toBe(verdictExitCode(artefactsIn(kept.reports).result.verdict.result));
  });

  it('goes at a signal, and the exit code is that of the verdict all the same', async () => {
    const { run, reports } = await shortRun('--linger', '10m');
    await run.sees(lingers);
    run.kill('SIGINT');
    const { code, signal } = await run.ended;
    const { verdict } = artefactsIn(reports).result;
    expect({ code, signal }).toEqual({ code: verdictExitCode(verdict.result), signal: null });
  });
});
