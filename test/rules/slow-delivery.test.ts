import { describe, expect, it } from 'vitest';
import { parseObjective } from '../../src/profile/objective.js';
import { divergence, falseAlarmChance } from '../../src/rules/least-events.js';
import { slowDeliveryAlerts } from '../../src/rules/slow-delivery-alerts.js';
import { probabilityOfAtLeast } from '../../src/statistics/binomial-tail.js';

/** The fewest late orders of so many for which the alert fires, by its own inequality; null where none does. */
function leastLate(orders: number, budget: number): number | null {
  for (let late = Math.max(3, Math.floor(orders * budget) + 1); late <= orders; late += 1) {
    const ratio = late / orders;
    const evidence = ratio === 1 ? Math.log(1 / budget) : divergence(ratio, budget);
    if (ratio > budget && orders * evidence > Math.log(1 / falseAlarmChance)) return late;
  }
  return null;
}

describe('the alert on slow deliveries', () => {
  it.each([0.5, 0.1, 0.05, 0.01, 0.001])(
    'fires by chance in at most one hour of a thousand of a service that is late by exactly %d',
    (budget) => {
      for (let orders = 1; orders <= 4000; orders += orders < 200 ? 1 : 37) {
        const late = leastLate(orders, budget);
        const chance = late === null ? 0 : probabilityOfAtLeast(late, orders, budget);
        expect(chance, `${late} of ${orders}`).toBeLessThanOrEqual(falseAlarmChance + 1e-12);
      }
    },
  );

  it('sees a share of late orders that doubled, as soon as there are enough to say so', () => {
    const seen = (orders: number) => (leastLate(orders, 0.05) ?? Number.POSITIVE_INFINITY) / orders <= 0.1;
    expect([300, 360, 600, 3600].map(seen)).toEqual([false, true, true, true]);
  });

  it('names the percentile that the objective is about', () => {
    const [alert] = slowDeliveryAlerts(parseObjective('delivery within 90s for 99.9% over 30d'));
    expect(alert?.labels).toEqual({ slo: 'delivery_1m30s', percentile: 'p99.9' });
    expect(alert?.summary).toBe(
      '{{ $labels.job }} in {{ or $labels.environment "no environment" }}: the p99.9 of the delivery is beyond 1m30s',
    );
  });

  it('is none of an objective without a time', () => {
    expect(slowDeliveryAlerts(parseObjective('success for 95% over 7d'))).toEqual([]);
  });
});
