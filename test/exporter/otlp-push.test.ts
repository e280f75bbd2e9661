import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../scripts/free-port.mjs';
import { monotonicClock } from '../../src/clock.js';
import { latencyReading } from '../../src/exporter/latency-reading.js';
import { metricsPage } from '../../src/exporter/metrics-page.js';
import { OtlpPush } from '../../src/exporter/otlp-push.js';
import { otlpSettings } from '../../src/exporter/otlp-settings.js';
import { RunHistograms } from '../../src/exporter/run-histograms.js';
import { RunLatency } from '../../src/latency/run-latency.js';
import { countClass } from '../../src/tracker/count-class.js';
import { emptyCounters } from '../../src/tracker/tracker-counters.js';
import { type Collector, seriesOfOtlp, startCollector } from './collector.js';
import { answeredAfter, deliveredAfter, readingWith, seriesOf } from './reading.js';

const names = [
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_SERVICE_NAME',
  'OTEL_RESOURCE_ATTRIBUTES',
] as const;
const open: Collector[] = [];

afterEach(async () => {
  for (const name of names) delete process.env[name];
  for (const collector of open.splice(0)) await collector.close();
});

async function collector(status?: number): Promise<Collector> {
  const started = await startCollector(status);
  open.push(started);
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = started.url;
  return started;
}

/** A run in which something of each sort has happened. */
function busyReading() {
  const counters = emptyCounters();
  Object.assign(counters, { planned: 12, sent: 11, accepted: 10, webhooksReceived: 9 });
  countClass(counters, 'accepted', 'delivered', 9);
  const latency = new RunLatency(300_000);
  const histograms = new RunHistograms([0.25]);
  for (const ms of [250, 251, 12_000, 45_001, 300_001]) {
    latency.recordDelivery(0, ms, ms);
    histograms.decided(deliveredAfter(ms));
  }
  histograms.answered(answeredAfter(40, 201));
  histograms.answered(answeredAfter(30_001, null));
  return readingWith({ counters, ...latencyReading(latency, 0), histograms: histograms.readings() });
}

function pushTo(said: string[], timeoutMs = 2_000): OtlpPush {
  return new OtlpPush({
    source: { read: busyReading },
    instance: 'r-1',
    clock: monotonicClock,
    intervalMs: 60_000,
    timeoutMs,
    say: (sentence) => said.push(sentence),
  });
}

describe('a push to a collector', () => {
  it('says exactly what the metrics page says at that instant', async () => {
    const { taken } = await collector();
    await pushTo([]).finish();
    expect(taken.map(({ path }) => path)).toEqual(['/v1/metrics', '/v1/metrics']);
    const page = seriesOf(await metricsPage(busyReading()));
    for (const { request } of taken)
      expect(Object.fromEntries(seriesOfOtlp(request))).toEqual(Object.fromEntries(page));
  });

  it('calls counters cumulative and monotonic, histograms cumulative, and times seconds', async () => {
    const { taken } = await collector();
    await pushTo([]).finish();
    const metrics = taken[0]?.request.resourceMetrics[0]?.scopeMetrics[0]?.metrics ?? [];
    const found = (name: string) => metrics.find((metric) => metric.name === name);
    expect(found('foxload_orders_planned_total')?.sum).toMatchObject({
      aggregationTemporality: 2,
      isMonotonic: true,
    });
    expect(found('foxload_order_delivery_seconds')).toMatchObject({
      unit: 's',
      histogram: { aggregationTemporality: 2 },
    });
    const [point] = found('foxload_orders_planned_total')?.sum?.dataPoints ?? [];
    expect(Number(point?.timeUnixNano)).toBeGreaterThanOrEqual(Number(point?.startTimeUnixNano));
    expect(Math.abs(Number(point?.timeUnixNano) / 1e6 - Date.now())).toBeLessThan(3_600_000);
  });

  it('brings the headers that are set, and says who it is', async () => {
    process.env.OTEL_EXPORTER_OTLP_HEADERS = 'authorization=Bearer%20sesame-otlp';
    process.env.OTEL_RESOURCE_ATTRIBUTES = 'deployment.environment=test';
    process.env.OTEL_SERVICE_NAME = 'my-load';
    const { taken } = await collector();
    await pushTo([]).finish();
    expect(taken[0]?.headers).toMatchObject({
      authorization: 'Bearer sesame-otlp',
      'content-type': 'application/json',
    });
    const attributes = taken[0]?.request.resourceMetrics[0]?.resource.attributes.map(
      ({ key, value }) => [key, value.stringValue] as const,
    );
    expect(Object.fromEntries(attributes ?? [])).toMatchObject({
      'service.name': 'my-load',
      'service.instance.id': 'r-1',
      'deployment.environment': 'test',
    });
  });

  it('that nobody takes is told once, with nothing secret, and harms nothing', async () => {
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${await freePort()}`;
    process.env.OTEL_EXPORTER_OTLP_HEADERS = 'authorization=Bearer%20sesame-otlp';
    const said: string[] = [];
    await pushTo(said, 500).finish();
    expect(said).toEqual(['the metrics could not be sent by OTLP (ECONNREFUSED); the run goes on']);
  });

  it('that is refused says with which status', async () => {
    await collector(401);
    const said: string[] = [];
    await pushTo(said).finish();
    expect(said).toEqual(['the metrics could not be sent by OTLP (401); the run goes on']);
  });
});

describe('the environment', () => {
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };

  it.each([
    ['without an endpoint', {}],
    ['with an empty endpoint', { OTEL_EXPORTER_OTLP_ENDPOINT: ' ' }],
    ['that switches the SDK off', { ...endpoint, OTEL_SDK_DISABLED: 'true' }],
    ['that wants no metrics', { ...endpoint, OTEL_METRICS_EXPORTER: 'none' }],
  ])('%s asks for no push', (_, environment) => {
    expect(otlpSettings(environment)).toEqual({ kind: 'off' });
  });

  it('asks for a push each minute, of 5 s at most, where nothing else is set', () => {
    expect(otlpSettings(endpoint)).toEqual({ kind: 'push', intervalMs: 60_000, timeoutMs: 5_000 });
    expect(otlpSettings({ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'https://otel.example/m' })).toMatchObject({
      kind: 'push',
    });
  });

  it('sets interval and timeout, and what is no positive number counts as not set', () => {
    const of = (more: object) => otlpSettings({ ...endpoint, ...more });
    expect(of({ OTEL_METRIC_EXPORT_INTERVAL: '2500', OTEL_EXPORTER_OTLP_TIMEOUT: '700' })).toEqual({
      kind: 'push',
      intervalMs: 2_500,
      timeoutMs: 700,
    });
    expect(of({ OTEL_METRIC_EXPORT_INTERVAL: '-1', OTEL_EXPORTER_OTLP_TIMEOUT: 'soon' })).toEqual(of({}));
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'grpc://secret@host' }, 'the OTLP endpoint is no http or https address'],
    [
      { ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      'the OTLP protocol is grpc; wanted http/json, the only one that foxload speaks',
    ],
  ])('that asks for what can not be done is told why', (environment, why) => {
    expect(otlpSettings(environment)).toEqual({ kind: 'unusable', why });
  });
});
