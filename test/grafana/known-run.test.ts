import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { monotonicClock } from '../../src/clock.js';
import { viewSource } from '../../src/commands/view-source.js';
import { magicSku } from '../../src/contract/induction.js';
import { MetricsFile, metricsFileName } from '../../src/exporter/metrics-file.js';
import { type Exporter, startExporter } from '../../src/exporter/start-exporter.js';
import { readResult } from '../../src/report/read-result.js';
import { writeReports } from '../../src/report/write-reports.js';
import { type MeasuredRun, withRig } from '../run/rig.js';
import { knownFigures } from './known-figures.js';
import { type Prometheus, promtool, startPrometheus } from './prometheus.js';
import { canStart } from './required-program.js';

const induced = ['duplicate', 'supplier_timeout', 'drop', 'error_500'];

/** What a run leaves of its metrics: at the last scrape, and in its file. */
interface KnownRun {
  readonly run: MeasuredRun;
  readonly page: string;
  readonly file: string;
  readonly scraped: Prometheus;
  /** Open, since the series of a target that is gone end at once. */
  readonly exporter: Exporter;
}

/** Three hundred orders of a fixed seed, some of which come twice, fail or never come, scraped by a real Prometheus to their end. */
async function knownRun(): Promise<KnownRun> {
  let known: KnownRun | null = null;
  await withRig({ dialect: 'body-key' }, async (rig) => {
    let exporter: Exporter | null = null;
    let file: MetricsFile | null = null;
    let scraped: Prometheus | null = null;
    const run = await rig.run(
      rig.profile({
        load: { arrivals: 'poisson', stages: [{ rate: '100/s', for: '3s' }], seed: 5 },
        orders: ['psn-tr-100', ...induced.map(magicSku)].map((sku, place) => ({
          sku,
          weight: place === 0 ? 16 : 1,
        })),
        deadline: '3s',
        budgets: ['delivery.p95 < 40ms', 'success.rate > 50%'],
        objectives: ['delivery within 15ms for 50% over 7d', 'success for 90% over 7d'],
      }),
      {
        async beforeLoad(view) {
          const source = viewSource(view);
          exporter = await startExporter({ port: 0, source });
          scraped = await startPrometheus(exporter.port);
          const labels = { job: 'foxload', instance: view.id };
          file = new MetricsFile({ source, folder: view.folder, clock: monotonicClock, labels });
        },
      },
    );
    const [page, prometheus, metrics] = [
      exporter as Exporter | null,
      scraped as Prometheus | null,
      file as MetricsFile | null,
    ];
    if (page === null || prometheus === null || metrics === null) throw new Error('the run never began');
    writeReports(run);
    expect(await metrics.finish()).toBe(null);
    await prometheus.until('foxload_run_phase{phase="done"}', 1);
    known = {
      run,
      page: await (await fetch(page.url)).text(),
      file: readFileSync(join(run.folder, metricsFileName), 'utf8'),
      scraped: prometheus,
      exporter: page,
    };
    expect(readResult(run.folder)).toEqual(run.result);
  });
  if (known === null) throw new Error('there was no run');
  return known;
}

describe.runIf(canStart('prometheus', 'promtool'))('a known run', () => {
  let known: KnownRun;
  let stored: Prometheus;

  beforeAll(async () => {
    known = await knownRun();
    stored = await startPrometheus({ openMetrics: known.file });
  });

  afterAll(async () => {
    await known?.scraped.close();
    await known?.exporter.close();
    await stored?.close();
  });

  it('has exactly the figures of its report at its last scrape, and each bucket as its events say', async () => {
    expect(await answers(known.scraped)).toEqual(expected());
  });

  it('has the same figures in a Prometheus that was given its file', async () => {
    expect(await answers(stored)).toEqual(expected());
  });

  it('has in its file what it had at its first moment, too', async () => {
    const { fromS, toS } = span();
    const series = await stored.queryRange('foxload_orders_planned_total', fromS, toS, 1);
    expect(series.map(({ labels }) => [labels.job, labels.instance])).toEqual([
      ['foxload', known.run.view.id],
    ]);
    const planned = [...known.file.matchAll(/^foxload_orders_planned_total\{[^}]*\} (\d+) /gm)];
    expect(Number(planned[0]?.[1])).toBe(0);
    expect(Number(planned.at(-1)?.[1])).toBe(known.run.result.ledger.planned);
  });

  it('has a page that promtool finds nothing to object to', () => {
    expect(promtool(['check', 'metrics'], known.page)).toEqual({ code: 0, said: '' });
  });

  function span(): { fromS: number; toS: number } {
    const { startedAt, endedAt } = known.run.result.run;
    return { fromS: Date.parse(startedAt) / 1000, toS: Date.parse(endedAt) / 1000 + 1 };
  }

  function expected(): Record<string, number> {
    return Object.fromEntries(knownFigures(known.run));
  }

  async function answers(prometheus: Prometheus): Promise<Record<string, number>> {
    const found: Record<string, number> = {};
    for (const [promql] of knownFigures(known.run)) {
      const all = await prometheus.query(promql);
      expect([promql, all.length]).toEqual([promql, 1]);
      found[promql] = all[0]?.value ?? Number.NaN;
    }
    return found;
  }
});
