import { expect, test } from 'vitest';
import type { OrderEvent } from '../../src/order-event.js';
import { hidingProxy } from './hiding-proxy.js';
import { eventsOf, withRig } from './rig.js';

const load = { arrivals: 'uniform', stages: [{ rate: '100/s', for: '1s' }] };
const due = 100;

/** In the order of the schedule: an order that waits for a new connection may be overtaken on an old one. */
function sentOrders(events: readonly OrderEvent[]): number[] {
  return eventsOf(events, 'sent')
    .map(({ seq }) => seq)
    .sort((a, b) => a - b);
}

function firstOrders(count: number): number[] {
  return Array.from({ length: count }, (_, seq) => seq);
}

test.concurrent('orders above the spend limit are dropped and counted, to the cent', async () => {
  await withRig({}, async (rig) => {
    // Ten orders at 4.20 USD reach the limit exactly; the eleventh would pass it.
    const profile = rig.profile({ load, deadline: '20s', limits: { spend: '42 USD' } });
    const { result, events } = await rig.run(profile);
    expect(result.ledger).toMatchObject({
      planned: due,
      dropped: 90,
      sent: 10,
      delivered: 10,
      balanced: true,
    });
    expect(result.drops).toEqual([{ reason: 'spend', count: 90, rate: 0.9 }]);
    expect(result.spend).toEqual({ debitedUsd: 42, refundedUsd: 0, limitUsd: 42 });
    expect(sentOrders(events)).toEqual(firstOrders(10));
    expect(JSON.parse(await rig.read('/sandbox/ledger'))).toMatchObject({ debits_usd: 42, balanced: true });
  });
});

test.concurrent('money that a refused order gave back can be spent again', async () => {
  await withRig({ dialect: 'body-key' }, async (rig) => {
    const orders = [{ sku: 'sandbox-out-of-stock' }];
    // Slow enough that no more than a few dollars are set aside at once, on a busy machine, too.
    const slowly = { arrivals: 'uniform', stages: [{ rate: '20/s', for: '5s' }] };
    const profile = rig.profile({ load: slowly, orders, deadline: '20s', limits: { spend: '90 USD' } });
    const { result } = await rig.run(profile);
    expect(result.ledger).toMatchObject({
      planned: due,
      dropped: 0,
      sent: due,
      refused: due,
      balanced: true,
    });
    expect(result.refusals).toEqual([{ reason: 'out_of_stock', count: due, rate: 1 }]);
    expect(result.spend).toEqual({ debitedUsd: 0, refundedUsd: 0, limitUsd: 90 });
    expect(result.verdict.result).toBe('invalid');
    expect(result.verdict.reasons[0]).toBe(
      'none of the 100 orders sent was accepted (out_of_stock: 100), so nothing was measured',
    );
  });
});

test.concurrent('the schedule ends at the limit of orders', async () => {
  await withRig({}, async (rig) => {
    const profile = rig.profile({ load, deadline: '20s', limits: { orders: 25 } });
    const { result } = await rig.run(profile);
    expect(result.ledger).toMatchObject({ planned: 25, dropped: 0, sent: 25, delivered: 25, balanced: true });
    expect(result.drops).toEqual([]);
  });
});

test.concurrent('orders above maxInFlight are dropped and counted', async () => {
  await withRig({}, async (rig) => {
    // No order ends before the load does, so the first forty fill the limit for good.
    const profile = rig.profile({
      load: { ...load, maxInFlight: 40 },
      orders: [{ sku: 'sandbox-drop' }],
      deadline: '2s',
    });
    const { result, events } = await rig.run(profile);
    expect(result.ledger).toMatchObject({ planned: due, dropped: 60, sent: 40, lost: 40, balanced: true });
    expect(result.drops).toEqual([{ reason: 'in_flight', count: 60, rate: 0.6 }]);
    expect(sentOrders(events)).toEqual(firstOrders(40));
    expect(result.latency.delivery).toMatchObject({
      count: 0,
      undelivered: 40,
      p50Ms: null,
      beyondMs: 2_000,
    });
  });
});

test.concurrent('a rate limit of the API is a refusal, never a retry', async () => {
  await withRig({ rateLimitPerSecond: 1 }, async (rig) => {
    const { result } = await rig.run(rig.profile({ load, deadline: '20s' }));
    const limited = result.refusals.find(({ reason }) => reason === 'rate_limited')?.count ?? 0;
    expect(limited).toBeGreaterThan(0);
    expect(result.ledger).toMatchObject({ sent: due, refused: limited, errored: 0, balanced: true });
    expect(result.ledger.delivered).toBe(due - limited);
    expect(result.retries).toEqual({ attempts: 0, exhausted: 0 });
  });
});

test('where the API shows no prices, those of the allow-list count', async () => {
  await withRig({}, async (rig) => {
    const url = await hidingProxy(rig.sandbox.url, '/v1/skus');
    const limits = { spend: '15 USD', skus: { 'psn-tr-100': '5 USD' } };
    const profile = rig.profile({ load, deadline: '20s', limits, target: { url } });
    const { result } = await rig.run(profile);
    expect(result.ledger).toMatchObject({ sent: 3, dropped: 97, delivered: 3, balanced: true });
    expect(result.spend).toEqual({ debitedUsd: 15, refundedUsd: 0, limitUsd: 15 });
  });
});
