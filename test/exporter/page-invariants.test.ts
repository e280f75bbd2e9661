import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricsPage } from '../../src/exporter/metrics-page.js';
import { ObjectiveCounts } from '../../src/objectives/objective-counts.js';
import { parseObjective } from '../../src/profile/objective.js';
import { Tracker } from '../../src/tracker/tracker.js';
import { deadlineMs } from '../tracker/order-events.js';
import { wholeRun } from '../tracker/whole-runs.js';
import { readingOfEverySeries } from './every-series.js';
import { readingWith, seriesOf } from './reading.js';

const objectives = ['delivery within 45s for 95% over 7d', 'success for 90% over 30d'].map(parseObjective);

/** The sum over all series of a metric whose labels hold `label`. */
function sumOf(series: ReadonlyMap<string, number>, metric: string, label = ''): number {
  return [...series]
    .filter(([name]) => name.replace(/\{.*/, '') === `foxload_${metric}` && name.includes(label))
    .reduce((sum, [, value]) => sum + value, 0);
}

describe('at every scrape of any run', () => {
  it('each request to the webhook address is in one verdict or waits, and each accepted order is good, bad or undecided', async () => {
    await fc.assert(
      fc.asyncProperty(wholeRun(8, false), async (events) => {
        const tracker = new Tracker(deadlineMs);
        const counts = new ObjectiveCounts(tracker, objectives);
        for (const event of events) {
          tracker.apply(event);
          const { counters } = tracker;
          const page = await metricsPage(readingWith({ counters, objectives: counts.readings() }));
          const series = seriesOf(page);
          expect(sumOf(series, 'webhooks_received_total') + sumOf(series, 'webhooks_waiting')).toBe(
            sumOf(series, 'webhook_requests_total'),
          );
          for (const { name } of objectives) {
            const slo = `slo="${name}"`;
            expect(sumOf(series, 'slo_events_total', slo) + sumOf(series, 'slo_undecided_orders', slo)).toBe(
              sumOf(series, 'orders_accepted_total'),
            );
          }
          expect(sumOf(series, 'orders_completed_total') + sumOf(series, 'orders_in_flight')).toBe(
            sumOf(series, 'orders_accepted_total'),
          );
        }
        expect(tracker.counters.held).toBe(0);
      }),
      { seed: 20_261_122, numRuns: 25 },
    );
  });
});

it('a page with every series that there can be, and as many edges and objectives as may be, has at most 500', async () => {
  const edgesS = Array.from({ length: 100 }, (_, index) => 0.1 + index / 1000);
  const ten = Array.from({ length: 10 }, (_, index) => `delivery within ${index + 1}s for 95% over 7d`);
  const page = await metricsPage(readingOfEverySeries(ten, edgesS));
  const names = new Set([...seriesOf(page).keys()].map((name) => name.replace(/\{.*/, '')));
  const told = [...page.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) =>
    type === 'histogram' ? `${name}_sum` : name,
  );
  expect(told.filter((name) => !names.has(name ?? ''))).toEqual([]);
  expect(seriesOf(page).size).toBeLessThanOrEqual(500);
});
