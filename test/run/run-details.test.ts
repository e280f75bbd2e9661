import { expect, test } from 'vitest';
import { resumeRun } from '../../src/run/resume-run.js';
import { storedRun } from '../../src/run/stored-run.js';
import { withRig } from './rig.js';

test('a run shows the same course and the same single orders when its journal is read again', async () => {
  const options = {
    speed: 100,
    seed: 7,
    failures: { supplier_timeout: 0.05 },
    webhooks: { duplicate: 0.05 },
  };
  await withRig(options, async ({ profile, run, environment }) => {
    const stages = [{ rate: '100/s', for: '2500ms' }];
    const { details, result, folder } = await run(
      profile({ load: { model: 'open', stages }, deadline: '20s' }),
    );
    const again = await resumeRun(folder, { environment });
    expect(again.details).toEqual(details);
    expect(storedRun(folder).details).toEqual(details);
    const { series, deliveryCurve, slowest, undelivered } = details;
    const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
    expect(total(series.planned)).toBe(result.ledger.planned);
    expect(total(series.delivered)).toBe(result.ledger.delivered);
    expect(total(series.undelivered)).toBe(result.latency.delivery.undelivered);
    expect(total(series.anomalies.duplicate)).toBe(result.webhooks.duplicate);
    expect(total(series.failures.supplier_timeout)).toBe(result.ledger.failed);
    expect(series.loopDelayMaxMs.filter((ms) => ms !== null).length).toBeGreaterThanOrEqual(2);
    const median = deliveryCurve.find(({ quantile }) => quantile === 0.5);
    expect(median?.ms).toBe(result.latency.delivery.p50Ms);
    expect(slowest[0]?.decidedMs).toBeCloseTo(result.latency.delivery.maxMs ?? Number.NaN, 3);
    expect(undelivered.length).toBe(Math.min(20, result.ledger.timedOut + result.ledger.lost));
    expect(new Set([...slowest, ...undelivered].map(({ orderId }) => typeof orderId))).toEqual(
      new Set(['string']),
    );
  });
});
