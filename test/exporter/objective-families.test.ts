import { expect, it } from 'vitest';
import { metricsPage } from '../../src/exporter/metrics-page.js';
import { ObjectiveCounts } from '../../src/objectives/objective-counts.js';
import { parseObjective } from '../../src/profile/objective.js';
import { Tracker } from '../../src/tracker/tracker.js';
import { deadlineMs, open, webhook } from '../tracker/order-events.js';
import { readingWith, seriesOf } from './reading.js';

const objectives = ['delivery within 45s for 95% over 7d', 'success for 90% over 30d'].map(parseObjective);

async function seriesAfter(events: ReturnType<typeof open>): Promise<[string, number][]> {
  const tracker = new Tracker(deadlineMs);
  const counts = new ObjectiveCounts(tracker, objectives);
  for (const event of events) tracker.apply(event);
  const series = seriesOf(await metricsPage(readingWith({ objectives: counts.readings() })));
  return [...series].filter(([name]) => name.startsWith('foxload_slo_'));
}

const constants: readonly [string, number][] = [
  ['foxload_slo_objective_ratio{slo="delivery_45s"}', 0.95],
  ['foxload_slo_objective_ratio{slo="success"}', 0.9],
  ['foxload_slo_threshold_seconds{slo="delivery_45s"}', 45],
];

it('the page shows each objective from the start, with zeros and an untouched budget', async () => {
  expect(await seriesAfter([])).toEqual([
    ['foxload_slo_events_total{slo="delivery_45s",result="good"}', 0],
    ['foxload_slo_events_total{slo="delivery_45s",result="bad"}', 0],
    ['foxload_slo_events_total{slo="success",result="good"}', 0],
    ['foxload_slo_events_total{slo="success",result="bad"}', 0],
    ['foxload_slo_undecided_orders{slo="delivery_45s"}', 0],
    ['foxload_slo_undecided_orders{slo="success"}', 0],
    ...constants,
    ['foxload_slo_error_budget_remaining_ratio{slo="delivery_45s"}', 1],
    ['foxload_slo_error_budget_remaining_ratio{slo="success"}', 1],
  ]);
});

it('the page shows good and bad orders of each objective and what is left of its budget', async () => {
  const events = [0, 1, 2, 3].flatMap((seq) => [
    ...open(seq),
    webhook(seq, seq === 3 ? 'failed' : 'delivered', seq === 2 ? 50_000 : 9_000),
  ]);
  const series = await seriesAfter(events);
  expect(series.slice(0, 4).map(([, value]) => value)).toEqual([2, 2, 3, 1]);
  const remaining = series.slice(-2).map(([, value]) => value);
  expect(remaining[0]).toBeCloseTo(1 - 2 / (0.05 * 4), 9);
  expect(remaining[1]).toBeCloseTo(1 - 1 / (0.1 * 4), 9);
});
