import { expect, test } from 'vitest';
import { RunLatency } from '../../src/latency/run-latency.js';
import { latencyLog } from '../../src/report/latency-log.js';
import { readLatencyLog } from '../../src/report/read-latency-log.js';
import { resultWith } from './hand-made-result.js';

test('every time of a log is read back at its rank', () => {
  const latency = new RunLatency(4_000, []);
  for (let order = 1; order <= 3_000; order += 1) {
    latency.recordDelivery(order, (order * order) / 7, order * 1.36);
    latency.recordAnswer(5);
  }
  const read = readLatencyLog(latencyLog(resultWith({}), latency));
  expect([...read.keys()]).toEqual(['delivery', 'service', 'answer', 'sendLag']);
  for (const name of ['delivery', 'service', 'answer', 'sendLag'] as const) {
    const written = latency.timesOf(name);
    const times = read.get(name);
    expect(times?.count).toBe(written.count);
    for (let rank = 1; rank < written.count; rank += 1) {
      // A bucket is 0.1 % wide; of the one with the greatest time the run knows more than its log.
      const ratio = (times?.valueAtRankMs(rank) ?? 0) / written.valueAtRankMs(rank);
      expect(ratio, `${name} ${rank}`).toBeGreaterThanOrEqual(1);
      expect(ratio, `${name} ${rank}`).toBeLessThan(1.001);
    }
  }
  expect(read.get('delivery')?.valueAtRankMs(1)).toBe(latency.timesOf('delivery').valueAtRankMs(1));
});

test('a text that is no log has no times', () => {
  expect(readLatencyLog('').size).toBe(0);
  expect(readLatencyLog('nothing of the kind\n').size).toBe(0);
});
