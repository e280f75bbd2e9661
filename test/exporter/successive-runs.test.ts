import { expect, it } from 'vitest';
import type { ExporterReading } from '../../src/exporter/exporter-source.js';
import { metricsPage } from '../../src/exporter/metrics-page.js';
import { otlpMetrics } from '../../src/exporter/otlp-metrics.js';
import { RunHistograms } from '../../src/exporter/run-histograms.js';
import { SuccessiveRuns } from '../../src/exporter/successive-runs.js';
import { emptyCounters } from '../../src/tracker/tracker-counters.js';
import { deliveredAfter, readingWith, seriesOf } from './reading.js';

/** A run with so many orders, each of them delivered after 12 s. */
function runOf(id: string, orders: number, own: Partial<ExporterReading> = {}) {
  const counters = emptyCounters();
  const histograms = new RunHistograms([]);
  counters.planned = orders;
  for (let order = 0; order < orders; order += 1) histograms.decided(deliveredAfter(12_000));
  const { run } = readingWith();
  return {
    read: () =>
      readingWith({
        run: { ...run, id },
        counters,
        histograms: histograms.readings(),
        inFlightRatio: orders,
        ...own,
      }),
  };
}

async function seriesFrom(runs: SuccessiveRuns): Promise<Map<string, number>> {
  return seriesOf(await metricsPage(runs.read()));
}

it('counters and histograms of a run go on where the runs before left them, and nothing else does', async () => {
  const runs = new SuccessiveRuns(runOf('r-1', 3));
  const first = await seriesFrom(runs);
  runs.next(runOf('r-2', 0));
  const second = await seriesFrom(runs);
  runs.next(runOf('r-3', 4));
  const third = await seriesFrom(runs);
  const over = (name: string) => [first, second, third].map((series) => series.get(`foxload_${name}`));
  expect(over('orders_planned_total')).toEqual([3, 3, 7]);
  expect(over('order_delivery_seconds_bucket{le="8"}')).toEqual([0, 0, 0]);
  expect(over('order_delivery_seconds_bucket{le="12"}')).toEqual([3, 3, 7]);
  expect(over('order_delivery_seconds_count')).toEqual([3, 3, 7]);
  expect(over('order_delivery_seconds_sum')).toEqual([36, 36, 84]);
  expect(over('generator_saturation_ratio{resource="in_flight"}')).toEqual([3, 0, 4]);
  const labels = 'profile="demo",mode="open",dialect="header-key"';
  expect(over(`run_info{run_id="r-1",${labels}}`)).toEqual([1, undefined, undefined]);
  expect(over(`run_info{run_id="r-3",${labels}}`)).toEqual([undefined, undefined, 1]);
});

it('a collector is told the same', () => {
  const runs = new SuccessiveRuns(runOf('r-1', 3));
  runs.next(runOf('r-2', 4));
  const { metrics } = otlpMetrics(runs.read(), { fromMs: 0, toMs: 1 });
  const pointsOf = (name: string) => metrics.find(({ descriptor }) => descriptor.name === name)?.dataPoints;
  expect(pointsOf('foxload_orders_planned_total')).toMatchObject([{ value: 7 }]);
  expect(pointsOf('foxload_order_delivery_seconds')).toMatchObject([{ value: { count: 7, sum: 84 } }]);
});

it('a histogram with other edges than before begins anew, since its counts can not be added', async () => {
  const runs = new SuccessiveRuns(runOf('r-1', 3));
  runs.next(runOf('r-2', 1, { histograms: new RunHistograms([0.25]).readings() }));
  expect((await seriesFrom(runs)).get('foxload_order_delivery_seconds_count')).toBe(0);
  expect((await seriesFrom(runs)).get('foxload_orders_planned_total')).toBe(4);
});
