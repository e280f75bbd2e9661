import { expect, test } from 'vitest';
import { minPollIntervalMs } from '../../src/contract/endpoints.js';
import { recordingProxy } from './recording-proxy.js';
import { eventsOf, withRig } from './rig.js';

const orders = 20;
/** Node counts the time of a timer from the last turn of its loop, which may lie this much before the call. */
const timerStepMs = 1;

test('an order whose webhook was lost is asked for no more often than every 5 s', async () => {
  await withRig({}, async (rig) => {
    const proxy = await recordingProxy(rig.sandbox.url, 2);
    try {
      const profile = rig.profile({
        target: { url: proxy.url },
        load: { arrivals: 'uniform', stages: [{ rate: '40/s', for: '500ms' }] },
        orders: [{ sku: 'sandbox-drop' }],
        deadline: '500ms',
      });
      const { result, events } = await rig.run(profile);
      // Two polls got no usable answer, the third told the end: delivered, and the webhook never came.
      expect(result.ledger).toMatchObject({
        planned: orders,
        accepted: orders,
        lost: orders,
        balanced: true,
      });
      expect(eventsOf(events, 'polled').map(({ state }) => state)).toEqual([
        ...new Array(2 * orders).fill(null),
        ...new Array(orders).fill('delivered'),
      ]);

      const accepted = eventsOf(events, 'accepted').map(({ orderId }) => orderId);
      for (const orderId of accepted) {
        const times = proxy.polls.filter((poll) => poll.orderId === orderId).map(({ atMs }) => atMs);
        expect(times).toHaveLength(3);
        for (const [at, ms] of times.slice(1).entries()) {
          expect(ms - (times[at] ?? Number.NaN)).toBeGreaterThanOrEqual(minPollIntervalMs - timerStepMs);
        }
      }
      expect(proxy.polls).toHaveLength(3 * orders);
    } finally {
      await proxy.close();
    }
  });
});
