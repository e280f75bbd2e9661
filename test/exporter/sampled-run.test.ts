import { describe, expect, it } from 'vitest';
import { openMetricsText } from '../../src/exporter/openmetrics-text.js';
import { RunHistograms } from '../../src/exporter/run-histograms.js';
import { firstIntervalMs, maxSamples, SampledRun } from '../../src/exporter/sampled-run.js';
import { emptyCounters } from '../../src/tracker/tracker-counters.js';
import { deliveredAfter, readingWith } from './reading.js';

const wallMs = 1_779_100_000_000;
const labels = { job: 'foxload', instance: 'r-1' };

/** The lines of a metric, as they stand in the text. */
function linesOf(run: SampledRun, start: string): string[] {
  const text = [...openMetricsText(run, labels)].join('');
  return text.split('\n').filter((line) => line.replace(/^# (?:TYPE|HELP) /, '').startsWith(start));
}

describe('the samples of a run', () => {
  it('are told as OpenMetrics with time stamps, a counter without _total in its head', () => {
    const run = new SampledRun();
    const counters = emptyCounters();
    run.take(readingWith({ counters, lastWebhookS: null }), wallMs);
    counters.planned = 7;
    run.take(readingWith({ counters, lastWebhookS: 1.5 }), wallMs + 5_000.4);
    expect(linesOf(run, 'foxload_orders_planned')).toEqual([
      '# TYPE foxload_orders_planned counter',
      '# HELP foxload_orders_planned Orders that the schedule called for.',
      'foxload_orders_planned_total{job="foxload",instance="r-1"} 0 1779100000.000',
      'foxload_orders_planned_total{job="foxload",instance="r-1"} 7 1779100005.000',
    ]);
    // It was not there at the first instant.
    expect(linesOf(run, 'foxload_last_webhook_timestamp_seconds{')).toEqual([
      'foxload_last_webhook_timestamp_seconds{job="foxload",instance="r-1"} 1.5 1779100005.000',
    ]);
    expect([...openMetricsText(run, labels)].at(-1)).toBe('# EOF\n');
  });

  it('keep the parts of a histogram together, instant by instant', () => {
    const run = new SampledRun();
    const histograms = new RunHistograms([]);
    const take = (atMs: number) => run.take(readingWith({ histograms: histograms.readings() }), atMs);
    take(wallMs);
    histograms.decided(deliveredAfter(12_000));
    take(wallMs + 5_000);
    const parts = linesOf(run, 'foxload_order_delivery_seconds').map((line) => line.replace(/job=.*?1"/, ''));
    expect(parts.slice(0, 3)).toEqual([
      '# TYPE foxload_order_delivery_seconds histogram',
      '# HELP foxload_order_delivery_seconds Time of delivered orders from the planned instant to the webhook.',
      'foxload_order_delivery_seconds_bucket{,le="1"} 0 1779100000.000',
    ]);
    expect(parts.slice(15, 19)).toEqual([
      'foxload_order_delivery_seconds_bucket{,le="+Inf"} 0 1779100000.000',
      'foxload_order_delivery_seconds_sum{} 0 1779100000.000',
      'foxload_order_delivery_seconds_count{} 0 1779100000.000',
      'foxload_order_delivery_seconds_bucket{,le="1"} 0 1779100005.000',
    ]);
    expect(parts.at(-2)).toBe('foxload_order_delivery_seconds_sum{} 12 1779100005.000');
  });

  it('are taken half as often each time that there are too many, so that days fit into a few megabytes', () => {
    const run = new SampledRun();
    const reading = readingWith();
    const weekMs = 7 * 86_400_000;
    let most = 0;
    for (let atMs = 0; atMs <= weekMs; atMs += firstIntervalMs) {
      if (run.isDue(wallMs + atMs)) run.take(reading, wallMs + atMs);
      most = Math.max(most, run.samples.length);
    }
    expect(most).toBe(maxSamples);
    const gapsMs = run.samples.slice(1).map(({ atMs }, index) => atMs - (run.samples[index]?.atMs ?? 0));
    // 5 s doubled nine times: 43 minutes.
    expect(new Set(gapsMs)).toEqual(new Set([firstIntervalMs * 2 ** 9]));
    expect(run.samples[0]?.atMs).toBe(wallMs);
    const bytes = [...openMetricsText(run, labels)].reduce((sum, piece) => sum + piece.length, 0);
    expect(bytes).toBeLessThan(12_000_000);
  });

  it('have one for each millisecond, the newest', () => {
    const run = new SampledRun();
    const counters = emptyCounters();
    run.take(readingWith({ counters }), wallMs);
    counters.planned = 3;
    run.take(readingWith({ counters }), wallMs + 0.3);
    expect(linesOf(run, 'foxload_orders_planned_total')).toEqual([
      'foxload_orders_planned_total{job="foxload",instance="r-1"} 3 1779100000.000',
    ]);
  });
});
