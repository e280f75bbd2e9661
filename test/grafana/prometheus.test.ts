import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { latencyReading } from '../../src/exporter/latency-reading.js';
import { RunHistograms } from '../../src/exporter/run-histograms.js';
import { type Exporter, startExporter } from '../../src/exporter/start-exporter.js';
import { RunLatency } from '../../src/latency/run-latency.js';
import { countClass } from '../../src/tracker/count-class.js';
import { emptyCounters } from '../../src/tracker/tracker-counters.js';
import { deliveredAfter, readingWith, seriesOf } from '../exporter/reading.js';
import { type Prometheus, promtool, startPrometheus } from './prometheus.js';
import { canStart } from './required-program.js';

describe.runIf(canStart('prometheus', 'promtool'))('a real Prometheus', () => {
  const counters = emptyCounters();
  const latency = new RunLatency(300_000);
  const histograms = new RunHistograms([]);
  let exporter: Exporter;
  let prometheus: Prometheus;

  /** Delivered orders, `count` of them after `deliveryMs`. */
  function deliver(count: number, deliveryMs: number): void {
    for (let i = 0; i < count; i += 1) {
      latency.recordDelivery(1000, deliveryMs, deliveryMs);
      histograms.decided(deliveredAfter(deliveryMs));
    }
    counters.completed.webhook.delivered += count;
    countClass(counters, 'accepted', 'delivered', count);
  }

  beforeAll(async () => {
    const wallS = Date.now() / 1000;
    exporter = await startExporter({
      port: 0,
      source: {
        read: () =>
          readingWith({
            ...latencyReading(latency, 1000),
            counters,
            histograms: histograms.readings(),
            targetRatePerSecond: 25,
            oldestInFlightS: wallS - 10,
            lastWebhookS: wallS - 5,
            spend: { debitedUsd: 12.34, refundedUsd: 1.5, limitUsd: 100, refundsPending: 0 },
          }),
      },
    });
    prometheus = await startPrometheus(exporter.port);
    await prometheus.until('foxload_orders_planned_total', 0);
    deliver(50, 10_000);
    deliver(40, 40_000);
    deliver(5, 60_000);
    for (let i = 0; i < 5; i += 1) latency.recordUndelivered(1000);
    counters.completed.poll.lost = 2;
    counters.completed.poll.timed_out = 3;
    counters.completed.webhook.failed = 10;
    counters.failures.supplier_timeout = 6;
    counters.failures.invalid_region = 4;
    countClass(counters, 'accepted', 'failed', 10);
    countClass(counters, 'duplicate', 'delivered', 7);
    counters.webhooksMissing = 2;
    counters.open.processing = 9;
    counters.refused.out_of_stock = 8;
    counters.dropped.in_flight = 3;
    counters.replays.same_order = 4;
    counters.sent = 127;
    counters.accepted = 119;
    counters.planned = 130;
    await prometheus.until('foxload_orders_planned_total', 130);
  });

  afterAll(async () => {
    await prometheus?.close();
    await exporter?.close();
  });

  it.each([
    ['sum(foxload_orders_accepted_total)', 119],
    ['foxload_orders_planned_total - on(instance) sum by (instance) (foxload_orders_dropped_total)', 127],
    ['sum(foxload_orders_completed_total) + sum(foxload_orders_in_flight)', 119],
    [
      'sum(foxload_orders_completed_total{outcome="delivered"}) / sum(foxload_orders_completed_total)',
      95 / 110,
    ],
    ['sum(foxload_webhooks_received_total)', 112],
    ['foxload_order_delivery_seconds_bucket{le=~"12(\\\\.0)?"}', 50],
    ['foxload_order_delivery_seconds_bucket{le=~"45(\\\\.0)?"}', 90],
    ['foxload_order_delivery_seconds_bucket{le=~"90(\\\\.0)?"}', 95],
    ['foxload_order_delivery_seconds_bucket{le=~"300(\\\\.0)?"}', 95],
    ['foxload_order_delivery_seconds_count', 95],
    ['foxload_order_delivery_seconds_sum', 2400],
    ['foxload_order_delivery_percentile_seconds{window="run", percentile="99"}', 300],
    ['foxload_order_window_orders{window="5m", status="undelivered"}', 5],
    ['sum(foxload_order_failures_total{retryable="yes"})', 6],
    ['foxload_spend_usd_total{kind="debited"}', 12.34],
    ['count(foxload_run_phase == 1)', 1],
    ['count(foxload_run_info * on(instance) group_left(version) foxload_build_info{version="0.1.0"})', 1],
  ])('reads %s as %d', async (promql, value) => {
    expect((await prometheus.query(promql)).map((answer) => answer.value)).toEqual([value]);
  });

  it('reads each exact percentile within 0.1 % of the true delivery time', async () => {
    for (const [percentile, trueS] of [
      ['50', 10],
      ['95', 60],
    ] as const) {
      const [answer] = await prometheus.query(
        `foxload_order_delivery_percentile_seconds{window="1m", percentile="${percentile}"}`,
      );
      expect(Math.abs((answer?.value ?? Number.NaN) - trueS)).toBeLessThanOrEqual(trueS * 0.001);
    }
  });

  it('stores every series of the page, and fewer than 500', async () => {
    const page = seriesOf(await (await fetch(exporter.url)).text());
    const [answer] = await prometheus.query('count({job="foxload", __name__=~"foxload_.+"})');
    expect(answer?.value).toBe(page.size);
    expect(page.size).toBeLessThan(500);
  });

  it('sees a counter grow between two scrapes as a rate', async () => {
    const [answer] = await prometheus.query('rate(foxload_orders_planned_total[1m])');
    expect(answer?.value).toBeGreaterThan(0);
  });

  it('finds nothing to object to in the names and types on the page', async () => {
    const page = await (await fetch(exporter.url)).text();
    expect(promtool(['check', 'metrics'], page)).toEqual({ code: 0, said: '' });
  });

  it('understands the scrape configuration of the guide', () => {
    const guide = readFileSync(new URL('../../grafana/README.md', import.meta.url), 'utf8');
    const snippet = /```yaml\n(scrape_configs:[\s\S]*?)```/.exec(guide)?.[1] ?? '';
    const folder = mkdtempSync(join(tmpdir(), 'foxload-guide-'));
    writeFileSync(join(folder, 'prometheus.yml'), snippet);
    const { code, said } = promtool(['check', 'config', join(folder, 'prometheus.yml')]);
    rmSync(folder, { recursive: true, force: true });
    expect([code, said]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });
});
