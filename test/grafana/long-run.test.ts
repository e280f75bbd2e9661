import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMetricsText } from '../../src/exporter/openmetrics-text.js';
import { firstIntervalMs, SampledRun } from '../../src/exporter/sampled-run.js';
import { emptyCounters } from '../../src/tracker/tracker-counters.js';
import { readingWith } from '../exporter/reading.js';
import { type Prometheus, startPrometheus } from './prometheus.js';
import { canStart } from './required-program.js';

const hours = 9;
const lengthMs = hours * 3_600_000;

describe.runIf(canStart('prometheus', 'promtool'))('the file of a run of nine hours', () => {
  const endMs = Date.now();
  const startMs = endMs - lengthMs;
  let prometheus: Prometheus;

  beforeAll(async () => {
    const run = new SampledRun();
    const counters = emptyCounters();
    for (let atMs = startMs; atMs <= endMs; atMs += firstIntervalMs) {
      // An order each second.
      counters.planned = (atMs - startMs) / 1000;
      if (run.isDue(atMs)) run.take(readingWith({ counters }), atMs);
    }
    run.take(readingWith({ counters }), endMs);
    const text = [...openMetricsText(run, { job: 'foxload', instance: 'r-1' })].join('');
    prometheus = await startPrometheus({ openMetrics: text });
  });

  afterAll(() => prometheus?.close());

  it('tells the same rate at every hour, and its last figure', async () => {
    const [rate] = await prometheus.queryRange(
      'rate(foxload_orders_planned_total[30m])',
      startMs / 1000 + 3600,
      endMs / 1000,
      3600,
    );
    expect(rate?.values).toHaveLength(hours);
    for (const value of rate?.values ?? []) expect(value).toBeCloseTo(1, 9);
    const last = await prometheus.query('foxload_orders_planned_total');
    expect(last.map(({ value }) => value)).toEqual([lengthMs / 1000]);
  });

  it('has no gap that an instant query would fall into', async () => {
    const [planned] = await prometheus.queryRange(
      'foxload_orders_planned_total',
      startMs / 1000 + 60,
      endMs / 1000,
      60,
    );
    expect(planned?.values).toHaveLength(hours * 60);
  });
});
