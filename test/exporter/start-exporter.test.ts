import { afterEach, describe, expect, it } from 'vitest';
import { defaultExporterAddress } from '../../src/exporter/exporter-address.js';
import type { ExporterReading } from '../../src/exporter/exporter-source.js';
import { latencyReading } from '../../src/exporter/latency-reading.js';
import { RunHistograms } from '../../src/exporter/run-histograms.js';
import { type Exporter, startExporter } from '../../src/exporter/start-exporter.js';
import { RunLatency } from '../../src/latency/run-latency.js';
import { WebhookTimes } from '../../src/run/webhook-times.js';
import { countClass } from '../../src/tracker/count-class.js';
import { emptyCounters } from '../../src/tracker/tracker-counters.js';
import { answeredAfter, deliveredAfter, readingWith, seriesOf } from './reading.js';

const open: Exporter[] = [];
afterEach(async () => {
  for (const exporter of open.splice(0)) await exporter.close();
});

async function exporterOf(read: () => ExporterReading): Promise<Exporter> {
  const exporter = await startExporter({ port: 0, source: { read } });
  open.push(exporter);
  return exporter;
}

async function scrape(exporter: Exporter): Promise<Map<string, number>> {
  const response = await fetch(exporter.url);
  expect(response.status).toBe(200);
  return seriesOf(await response.text());
}

describe('startExporter', () => {
  it('serves text format 0.0.4 on this machine', async () => {
    const exporter = await exporterOf(() => readingWith());
    expect(exporter.url).toBe(`http://127.0.0.1:${exporter.port}/metrics`);
    const response = await fetch(exporter.url);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(response.headers.get('x-powered-by')).toBeNull();
    expect(await response.text()).toContain('# TYPE foxload_orders_planned_total counter\n');
  });

  it('has the published port of exporters as its default', () => {
    expect(defaultExporterAddress).toEqual({ host: '127.0.0.1', port: 9464 });
  });

  it('shows every counter as 0 before anything happened, and no percentile', async () => {
    const series = await scrape(await exporterOf(() => readingWith()));
    const once = [
      'foxload_build_info{',
      'foxload_run_info{',
      'foxload_run_phase{phase="load"}',
      'foxload_verdict{verdict="inconclusive"}',
    ];
    for (const [name, value] of series) {
      expect([name, value]).toEqual([name, once.some((prefix) => name.startsWith(prefix)) ? 1 : 0]);
    }
    const names = [...series.keys()];
    expect(names.filter((name) => name.startsWith('foxload_orders_completed_total'))).toHaveLength(8);
    expect(names.filter((name) => name.startsWith('foxload_orders_refused_total'))).toHaveLength(8);
    expect(names.filter((name) => name.startsWith('foxload_order_failures_total'))).toHaveLength(8);
    expect(names.filter((name) => name.startsWith('foxload_webhooks_received_total'))).toHaveLength(56);
    expect(names.filter((name) => name.startsWith('foxload_order_window_orders'))).toHaveLength(7);
    expect(names.filter((name) => name.includes('percentile'))).toEqual([]);
    expect(names.filter((name) => name.includes('timestamp'))).toEqual([]);
    expect(names).not.toContain('foxload_spend_limit_usd');
    expect(names.length).toBeLessThan(500);
  });

  it('shows neither verdict nor schedule nor money where there is none', async () => {
    const nothing = { verdict: null, targetRatePerSecond: null, spend: null };
    const names = [...(await scrape(await exporterOf(() => readingWith(nothing)))).keys()];
    expect(names.filter((name) => /verdict\{verdict|target_orders|spend_|refunds/.test(name))).toEqual([]);
  });

  it('shows the exact counts of the run, and their growth at the next scrape', async () => {
    const counters = emptyCounters();
    const exporter = await exporterOf(() => readingWith({ counters }));
    Object.assign(counters, {
      planned: 120,
      sent: 110,
      accepted: 100,
      webhooksReceived: 95,
      webhooksMissing: 4,
    });
    counters.retries['5xx'] = 6;
    counters.retriesExhausted = 2;
    counters.polls.terminal = 17;
    counters.violations.set('status.unknown_state', { count: 2, example: '' });
    counters.violations.set('webhook.unknown_state', { count: 3, example: '' });
    counters.violations.set('status.backward', { count: 4, example: '' });
    counters.dropped.in_flight = 10;
    counters.refused.out_of_stock = 9;
    counters.completed.webhook.delivered = 80;
    counters.completed.webhook.failed = 7;
    counters.completed.poll.lost = 3;
    counters.completed.poll.timed_out = 1;
    counters.failures.supplier_timeout = 5;
    counters.failures.invalid_region = 2;
    counters.open.processing = 8;
    countClass(counters, 'accepted', 'delivered', 80);
    countClass(counters, 'accepted', 'failed', 7);
    countClass(counters, 'out_of_order', 'processing', 6);
    counters.replays.same_order = 11;
    counters.codeFailures.auth_tag = 1;
    counters.held = 2;
    counters.pollsDeferred = 5;
    const first = await scrape(exporter);
    expect(
      Object.fromEntries(
        [...first].filter(([name, value]) => value !== 0 && !/_info|phase|verdict\{/.test(name)),
      ),
    ).toEqual({
      foxload_orders_planned_total: 120,
      foxload_orders_sent_total: 110,
      foxload_orders_accepted_total: 100,
      'foxload_orders_dropped_total{reason="in_flight"}': 10,
      'foxload_orders_refused_total{reason="out_of_stock"}': 9,
      'foxload_orders_completed_total{outcome="delivered",via="webhook"}': 80,
      'foxload_orders_completed_total{outcome="failed",via="webhook"}': 7,
      'foxload_orders_completed_total{outcome="lost",via="poll"}': 3,
      'foxload_orders_completed_total{outcome="timed_out",via="poll"}': 1,
      'foxload_order_failures_total{reason="supplier_timeout",retryable="yes"}': 5,
      'foxload_order_failures_total{reason="invalid_region",retryable="no"}': 2,
      'foxload_orders_in_flight{state="processing"}': 8,
      'foxload_order_window_orders{window="run",status="open"}': 8,
      'foxload_webhooks_received_total{event="delivered",verdict="accepted"}': 80,
      'foxload_webhooks_received_total{event="failed",verdict="accepted"}': 7,
      'foxload_webhooks_received_total{event="processing",verdict="out_of_order"}': 6,
      'foxload_state_violations_total{kind="backward"}': 10,
      'foxload_state_violations_total{kind="unknown_state"}': 5,
      foxload_webhooks_missing_total: 4,
      'foxload_idempotency_replays_total{result="same_order"}': 11,
      'foxload_api_retries_total{operation="create",cause="5xx"}': 6,
      'foxload_api_retries_exhausted_total{operation="create"}': 2,
      'foxload_api_polls_total{result="terminal"}': 17,
      'foxload_code_open_failures_total{reason="auth_tag"}': 1,
      foxload_webhook_requests_total: 95,
      foxload_webhooks_waiting: 2,
      foxload_api_polls_deferred_total: 5,
    });
    counters.planned += 5;
    counters.failures.supplier_timeout += 1;
    const second = await scrape(exporter);
    expect(second.get('foxload_orders_planned_total')).toBe(125);
    expect(second.get('foxload_order_failures_total{reason="supplier_timeout",retryable="yes"}')).toBe(6);
    expect(second.get('foxload_orders_sent_total')).toBe(110);
    // How long the page before it took is only then known.
    expect(second.size).toBe(first.size + 1);
  });

  it('shows the percentiles of each window and takes them away when it is empty', async () => {
    const latency = new RunLatency(300_000);
    let nowMs = 1000;
    for (let i = 1; i <= 97; i += 1) latency.recordDelivery(nowMs, i / 1000, i / 1000);
    for (let i = 0; i < 3; i += 1) latency.recordUndelivered(nowMs);
    const exporter = await exporterOf(() => readingWith(latencyReading(latency, nowMs)));
    const first = await scrape(exporter);
    for (const window of ['1m', '5m', 'run']) {
      const percentile = (p: number) =>
        first.get(`foxload_order_delivery_percentile_seconds{window="${window}",percentile="${p}"}`);
      expect([percentile(50), percentile(95), percentile(99)]).toEqual([0.00005, 0.000095, 300]);
      expect(first.get(`foxload_order_window_orders{window="${window}",status="delivered"}`)).toBe(97);
      expect(first.get(`foxload_order_window_orders{window="${window}",status="undelivered"}`)).toBe(3);
    }
    nowMs = 100_000;
    const second = [...(await scrape(exporter)).keys()].filter((name) => name.includes('percentile_seconds'));
    expect(second.filter((name) => name.includes('"1m"'))).toEqual([]);
    expect(second.filter((name) => name.includes('"5m"'))).toHaveLength(3);
    expect(second.filter((name) => name.includes('"run"'))).toHaveLength(3);
  });

  it('tells times as exact counts by edge, with the promised edges and those of the budgets', async () => {
    const histograms = new RunHistograms([40, 45, 0.25, -1, Number.NaN]);
    const exporter = await exporterOf(() => readingWith({ histograms: histograms.readings() }));
    for (const ms of [250, 250.001, 12_000, 12_001, 45_000, 90_000, 300_000, 300_001])
      histograms.decided(deliveredAfter(ms, 0.001));
    histograms.decided({ ...deliveredAfter(1), outcome: 'failed' });
    const series = await scrape(exporter);
    const buckets = (name: string) =>
      [...series]
        .filter(([series]) => series.startsWith(`foxload_${name}_seconds_bucket`))
        .map(([series, value]) => [/le="(.*?)"/.exec(series)?.[1], value]);
    expect(buckets('order_delivery')).toEqual([
      ['0.25', 1],
      ['1', 2],
      ['2', 2],
      ['5', 2],
      ['8', 2],
      ['12', 3],
      ['20', 4],
      ['30', 4],
      ['40', 4],
      ['45', 5],
      ['60', 5],
      ['90', 6],
      ['120', 6],
      ['180', 6],
      ['300', 7],
      ['+Inf', 8],
    ]);
    expect(series.get('foxload_order_delivery_seconds_count')).toBe(8);
    expect(series.get('foxload_order_delivery_seconds_sum')).toBeCloseTo(759.502001, 9);
    expect(buckets('order_service')[0]).toEqual(['0.25', 2]);
    expect(series.get('foxload_order_service_seconds_sum')).toBeCloseTo(759.501993, 9);
  });

  it('tells the times of create calls by their last answer, and how late orders left', async () => {
    const histograms = new RunHistograms([]);
    const exporter = await exporterOf(() => readingWith({ histograms: histograms.readings() }));
    for (const status of [200, 201, 402, 409, 429, 404, 503, null, 302])
      histograms.answered(answeredAfter(40, status));
    for (const lagMs of [0.5, 0.6, 150]) histograms.sent(lagMs);
    const series = await scrape(exporter);
    const counts = ['2xx', '402', '409', '429', '4xx', '5xx', 'error'].map((code) =>
      series.get(`foxload_order_answer_seconds_count{code="${code}"}`),
    );
    expect(counts).toEqual([2, 1, 1, 1, 1, 1, 2]);
    expect(series.get('foxload_order_answer_seconds_bucket{code="2xx",le="0.025"}')).toBe(0);
    expect(series.get('foxload_order_answer_seconds_bucket{code="2xx",le="0.05"}')).toBe(2);
    expect(series.get('foxload_send_lag_seconds_bucket{le="0.0005"}')).toBe(1);
    expect(series.get('foxload_send_lag_seconds_bucket{le="0.1"}')).toBe(2);
    expect(series.get('foxload_send_lag_seconds_count')).toBe(3);
  });

  it('tells how long webhooks were in our hands and on their way, and what came before its time as 0', async () => {
    const times = new WebhookTimes();
    for (const [durationMs, transitMs] of [
      [0.1, 5],
      [0.11, -40],
      [60, null],
      [501, 300_001],
    ] as const)
      times.handled(durationMs, transitMs);
    const series = await scrape(await exporterOf(() => readingWith({ webhookTimes: times.readings() })));
    const bucket = (name: string, le: string) =>
      series.get(`foxload_webhook_${name}_seconds_bucket{le="${le}"}`);
    expect(['0.0001', '0.00025', '0.05', '0.1', '0.5', '+Inf'].map((le) => bucket('handler', le))).toEqual([
      1, 2, 2, 3, 3, 4,
    ]);
    expect(series.get('foxload_webhook_handler_seconds_sum')).toBeCloseTo(0.56121, 9);
    expect(['0.005', '300', '+Inf'].map((le) => bucket('transit', le))).toEqual([2, 2, 3]);
    expect(series.get('foxload_webhook_transit_seconds_sum')).toBeCloseTo(300.006, 9);
  });

  it('says of each page how long the one before it took', async () => {
    let nowMs = 0;
    const clock = { nowMs: () => (nowMs += 2), wallMs: (atMs: number) => atMs };
    const exporter = await startExporter({ port: 0, clock, source: { read: () => readingWith() } });
    open.push(exporter);
    expect((await scrape(exporter)).has('foxload_scrape_seconds')).toBe(false);
    expect((await scrape(exporter)).get('foxload_scrape_seconds')).toBe(0.002);
  });

  it('bounds each percentile, by the deadline where it lies beyond it, and not with too few orders', async () => {
    const latency = new RunLatency(300_000);
    const exporter = await exporterOf(() => readingWith(latencyReading(latency, 0)));
    for (let ms = 1; ms <= 990; ms += 1) latency.recordDelivery(0, ms / 1000, ms / 1000);
    latency.recordUndelivered(0, 10);
    const bound = (series: Map<string, number>, percentile: number, name: string) => {
      const labels = `percentile="${percentile}",bound="${name}"`;
      const seconds = series.get(`foxload_order_delivery_percentile_bound_seconds{${labels}}`);
      return seconds === undefined ? undefined : Math.round(seconds * 1e6);
    };
    const series = await scrape(exporter);
    // Of 1,000 orders at most 473 and at least 527 decide on the median, 38 and 63 on p95, 4 and 16 on p99.
    expect([bound(series, 50, 'lower'), bound(series, 50, 'upper')]).toEqual([474, 527]);
    expect([bound(series, 95, 'lower'), bound(series, 95, 'upper')]).toEqual([938, 962]);
    expect([bound(series, 99, 'lower'), bound(series, 99, 'upper')]).toEqual([985, 300e6]);
    const few = new RunLatency(300_000);
    for (let ms = 1; ms <= 58; ms += 1) few.recordDelivery(0, ms, ms);
    const little = await scrape(await exporterOf(() => readingWith(latencyReading(few, 0))));
    expect(bound(little, 95, 'upper')).toBeUndefined();
  });

  it('says how near the generator is to its limits, and when it was past one', async () => {
    let parts: Partial<ExporterReading> = {
      generator: { loopDelayP99Ms: 25, cpuRatio: 0.75, receiverP99Ms: 5 },
      sendLagP99Ms: 90,
      inFlightRatio: 0.125,
    };
    const exporter = await exporterOf(() => readingWith(parts));
    const series = await scrape(exporter);
    const ratio = (resource: string) =>
      series.get(`foxload_generator_saturation_ratio{resource="${resource}"}`);
    expect(['event_loop', 'receiver', 'send_lag', 'in_flight', 'cpu'].map(ratio)).toEqual([
      0.25, 0.1, 0.9, 0.125, 0.75,
    ]);
    expect(series.get('foxload_generator_saturated')).toBe(0);
    parts = { ...parts, sendLagP99Ms: 100.1 };
    expect((await scrape(exporter)).get('foxload_generator_saturated')).toBe(1);
  });

  it('shows instants, rate, phase and money as they are told, and hides instants that are over', async () => {
    let reading = readingWith({
      phase: 'drain',
      targetRatePerSecond: 12.5,
      oldestInFlightS: 1_700_000_000.25,
      lastWebhookS: 1_700_000_060.5,
      spend: { debitedUsd: 12.34, refundedUsd: 1.5, limitUsd: 100, refundsPending: 3 },
      clampedObservations: 2,
    });
    const exporter = await exporterOf(() => reading);
    const series = await scrape(exporter);
    expect(series.get('foxload_run_phase{phase="drain"}')).toBe(1);
    expect(series.get('foxload_run_phase{phase="load"}')).toBe(0);
    expect(series.get('foxload_target_orders_per_second')).toBe(12.5);
    expect(series.get('foxload_oldest_in_flight_order_timestamp_seconds')).toBe(1_700_000_000.25);
    expect(series.get('foxload_last_webhook_timestamp_seconds')).toBe(1_700_000_060.5);
    expect(series.get('foxload_spend_usd_total{kind="debited"}')).toBe(12.34);
    expect(series.get('foxload_spend_usd_total{kind="refunded"}')).toBe(1.5);
    expect(series.get('foxload_spend_limit_usd')).toBe(100);
    expect(series.get('foxload_refunds_pending')).toBe(3);
    expect(series.get('foxload_observations_clamped_total')).toBe(2);
    expect(series.get(`foxload_build_info{version="0.1.0",node_version="${process.versions.node}"}`)).toBe(1);
    expect(series.get('foxload_run_info{run_id="r-1",profile="demo",mode="open",dialect="header-key"}')).toBe(
      1,
    );
    reading = readingWith();
    expect([...(await scrape(exporter)).keys()].filter((name) => name.includes('timestamp'))).toEqual([]);
  });

  it('answers any other path with 404 and a short text', async () => {
    const exporter = await exporterOf(() => readingWith());
    const response = await fetch(exporter.url.replace('/metrics', '/'));
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('Nothing is here. The metrics are at /metrics.\n');
  });

  it('answers with the reason, not with a stack, when the run cannot be read', async () => {
    const exporter = await exporterOf(() => {
      throw new Error('the run is gone');
    });
    const response = await fetch(exporter.url);
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('The metrics could not be read: the run is gone\n');
  });

  it('shows nothing without the token, where it has one', async () => {
    const exporter = await startExporter({
      port: 0,
      source: { read: () => readingWith() },
      token: 'sesame-1',
    });
    open.push(exporter);
    const asked = (authorization?: string, path = '/metrics') =>
      fetch(exporter.url.replace('/metrics', path), {
        headers: authorization === undefined ? {} : { authorization },
      });
    for (const wrong of [undefined, 'Bearer sesame-2', 'Bearer sesame-1 more', 'Basic sesame-1', 'Bearer ']) {
      const response = await asked(wrong);
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
      expect(await response.text()).toBe(
        'The token is missing or wrong; wanted the header Authorization: Bearer TOKEN.\n',
      );
    }
    expect((await asked(undefined, '/')).status).toBe(401);
    expect(exporter.scrapes).toBe(0);
    const response = await asked('Bearer sesame-1');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('foxload_orders_planned_total 0\n');
    expect((await asked('Bearer sesame-1', '/')).status).toBe(404);
  });

  it('says that the port is taken', async () => {
    const { port } = await exporterOf(() => readingWith());
    const second = startExporter({ port, source: { read: () => readingWith() } });
    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('leaves nothing open after close, however often it is called', async () => {
    const exporter = await exporterOf(() => readingWith());
    await scrape(exporter);
    await exporter.close();
    await exporter.close();
    await expect(fetch(exporter.url)).rejects.toThrow();
  });
});
