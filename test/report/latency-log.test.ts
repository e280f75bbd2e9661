import { HistogramLogReader, listTags } from 'hdr-histogram-js';
import { expect, test } from 'vitest';
import { RunLatency } from '../../src/latency/run-latency.js';
import { latencyLog, loggedLatencies } from '../../src/report/latency-log.js';
import { resultWith, times } from './hand-made-result.js';

function measured(orders: number): RunLatency {
  const latency = new RunLatency(4_000, []);
  for (let order = 1; order <= orders; order += 1) {
    latency.recordSendLag(order / 1000);
    latency.recordAnswer(order / 10);
    latency.recordDelivery(order, order * 1.37, order * 1.36);
  }
  latency.recordUndelivered(0, 3);
  return latency;
}

function logOf(latency: RunLatency): string {
  const result = resultWith({});
  const delivery = times({ undelivered: 3 });
  return latencyLog({ ...result, latency: { ...result.latency, delivery } }, latency);
}

test("HdrHistogram's own reader finds the same counts and percentiles under each tag", () => {
  const latency = measured(2_000);
  const log = logOf(latency);
  expect(listTags(log)).toEqual(['delivery', 'service', 'answer', 'sendLag']);
  const reader = new HistogramLogReader(log);
  for (const name of loggedLatencies) {
    const histogram = reader.nextIntervalHistogram();
    const recorded = latency.timesOf(name);
    expect(histogram?.tag).toBe(name);
    expect(histogram?.totalCount).toBe(recorded.count);
    for (const percentile of [1, 50, 90, 95, 99]) {
      const us = histogram?.getValueAtPercentile(percentile) ?? Number.NaN;
      const rank = Math.ceil((percentile / 100) * recorded.count);
      expect(us / 1000, `p${percentile} of ${name}`).toBe(recorded.valueAtRankMs(rank));
    }
  }
  expect(reader.nextIntervalHistogram()).toBeNull();
});

test('its intervals are the run, on the clock of the world', () => {
  const histogram = new HistogramLogReader(logOf(measured(10))).nextIntervalHistogram();
  expect(histogram?.startTimeStampMsec).toBe(Date.parse('2026-01-02T03:04:05.000Z'));
  expect(histogram?.endTimeStampMsec).toBe(Date.parse('2026-01-02T03:04:22.640Z'));
});

test('a latency that nothing was recorded of has an empty histogram, and undelivered orders are told', () => {
  const log = logOf(measured(0));
  const reader = new HistogramLogReader(log);
  const counts = loggedLatencies.map(() => reader.nextIntervalHistogram()?.totalCount);
  expect(counts).toEqual([0, 0, 0, 0]);
  expect(log).toContain(
    '\n#[Orders that were not delivered have no time: 3 of them, later than every time of delivery and service here]\n',
  );
  expect(log.split('\n').filter((line) => line.startsWith('#['))).toHaveLength(6);
});
