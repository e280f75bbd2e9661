import { expect, test } from 'vitest';
import { expectPercentiles } from './expect-percentiles.js';
import { withRig } from './rig.js';
import { quantileOf, roundingMs, timelines } from './timeline.js';

const orders = 1_500;

test('the percentiles of a run are those of the true delivery times, within 0.1 % and the measured clock error', async () => {
  await withRig({ speed: 60 }, async (rig) => {
    const profile = rig.profile({
      load: { arrivals: 'poisson', stages: [{ rate: '300/s', for: '10s' }] },
      limits: { orders },
      deadline: '60s',
    });
    const { result, events } = await rig.run(profile);
    const all = await timelines(rig, events);
    expect(all).toHaveLength(orders);
    expect(result.ledger).toMatchObject({ planned: orders, delivered: orders, balanced: true });

    const truth = all.map((order) => order.trueWebhookMs - order.trueCreatedMs);
    const service = all.map((order) => order.webhookMs - order.sentMs);
    // Both processes count with the machine's one monotonic clock, and a difference does not know where a clock
    // began: a call can't be received before it was sent, nor a webhook arrive before it left, by more than rounding.
    const errors = service.map((ms, at) => ms - (truth[at] ?? Number.NaN));
    expect(Math.min(...errors)).toBeGreaterThanOrEqual(-roundingMs);
    // A busy machine delays many orders, but one of them finds it idle: what all of them have is an error of ours.
    expect(Math.min(...errors)).toBeLessThan(quantileOf(truth, 0.5) / 10);

    // Against the truth with the greatest error of any order, and against what was measured with none at all.
    expectPercentiles(result.latency.service, truth, Math.max(...errors));
    expectPercentiles(result.latency.service, service, 0);
    expectPercentiles(
      result.latency.delivery,
      all.map((order) => order.webhookMs - order.plannedMs),
      0,
    );
    expect(result.latency.deliveryOnly).toEqual(result.latency.delivery);
    expectPercentiles(
      result.latency.answer,
      all.map((order) => order.answeredMs - order.sentMs),
      0,
    );
    expectPercentiles(
      result.latency.sendLag,
      all.map((order) => order.sentMs - order.plannedMs),
      0,
    );
  });
});
