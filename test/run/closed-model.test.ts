import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { OrderEvent } from '../../src/order-event.js';
import { finalBlock } from '../../src/report/final-block.js';
import type { RunView } from '../../src/run/run-view.js';
import { Tracker } from '../../src/tracker/tracker.js';
import { eventsOf, type Rig, withRig } from './rig.js';

const caveat = 'closed model: latency under saturation, not a service level';

function closed(rig: Rig, load: Record<string, unknown>, parts: Record<string, unknown> = {}) {
  return rig.profile({ load: { model: 'closed', ...load }, deadline: '20s', ...parts });
}

/** Every order of the simulator's books, by its key. */
async function books(rig: Rig): Promise<{ idempotency_key: string; order_id: string; debits: number }[]> {
  return JSON.parse(await rig.read('/sandbox/ledger?orders=1')).orders;
}

/** The most orders that were planned and not over at once. */
function mostInFlight(events: readonly OrderEvent[], view: RunView): number {
  const tracker = new Tracker(view.profile.deadlineMs);
  let most = 0;
  for (const event of events) {
    tracker.apply(event);
    most = Math.max(most, tracker.inFlight);
  }
  return most;
}

test.concurrent('as many orders as asked for are sent once each, and the report says what its times are not', async () => {
  await withRig({ speed: 100 }, async (rig) => {
    const profile = closed(rig, { connections: 8, orders: 600 }, { budgets: ['success.rate > 99%'] });
    const { result, events } = await rig.run(profile);
    expect(result.ledger).toMatchObject({
      planned: 600,
      dropped: 0,
      sent: 600,
      accepted: 600,
      delivered: 600,
      balanced: true,
    });
    const made = await books(rig);
    expect(new Set(made.map(({ idempotency_key: key }) => key)).size).toBe(600);
    expect(made.map(({ order_id: id }) => id).sort()).toEqual(
      eventsOf(events, 'accepted')
        .map(({ orderId }) => orderId)
        .sort(),
    );
    expect(result.run).toMatchObject({ model: 'closed', caveat, endedEarly: null });
    const spanMs = Math.max(...eventsOf(events, 'accepted').map(({ atMs }) => atMs)) - (events[1]?.atMs ?? 0);
    expect(result.pace.answeredPerSecond).toBeCloseTo(600_000 / spanMs, 6);
    expect(finalBlock(result)).toContain(`\n  ${caveat}\n`);
  });
});

test.concurrent('an order is planned when a connection takes it: never more calls at once, and delivery counts from there', async () => {
  await withRig({ speed: 100 }, async (rig) => {
    const { result, events } = await rig.run(closed(rig, { connections: 5, orders: 200 }));
    let calls = 0;
    let most = 0;
    for (const { kind } of events) {
      if (kind === 'planned') calls += 1;
      most = Math.max(most, calls);
      if (kind === 'accepted') calls -= 1;
    }
    expect(most).toBe(5);
    const plannedMs = new Map(eventsOf(events, 'planned').map(({ seq, atMs }) => [seq, atMs]));
    const lateMs = eventsOf(events, 'sent').map(({ seq, atMs }) => atMs - (plannedMs.get(seq) ?? Number.NaN));
    expect(Math.min(...lateMs)).toBeGreaterThanOrEqual(0);
    expect(result.latency.delivery).toMatchObject({ count: 200, undelivered: 0 });
  });
});

test.concurrent('orders survive an API that fails, resets and garbles: none is lost, none is made twice', async () => {
  const api = {
    error_500: 0.05,
    error_after_commit: 0.05,
    reset_before: 0.05,
    reset_after: 0.05,
    malformed_answer: 0.05,
  };
  await withRig({ speed: 500, api, seed: 3 }, async (rig) => {
    const { result, events } = await rig.run(closed(rig, { connections: 10, orders: 400 }));
    const { ledger, retries } = result;
    expect(ledger).toMatchObject({ planned: 400, dropped: 0, sent: 400, open: 0, balanced: true });
    expect(retries.attempts).toBeGreaterThan(40);
    const made = new Map((await books(rig)).map((order) => [order.order_id, order]));
    const accepted = eventsOf(events, 'accepted');
    // Each accepted order is in the books under the id that was told, and the rest of them are those in doubt.
    expect(accepted.filter(({ orderId }) => !made.has(orderId))).toEqual([]);
    expect(made.size - accepted.length).toBeLessThanOrEqual(ledger.errored);
    expect([...made.values()].filter(({ debits }) => debits > 1)).toEqual([]);
    expect(JSON.parse(await rig.read('/sandbox/ledger'))).toMatchObject({
      balanced: true,
      keys_with_several_orders: 0,
    });
  });
});

test.concurrent('connections wait at maxInFlight: nothing is dropped', async () => {
  await withRig({ speed: 200 }, async (rig) => {
    const profile = closed(rig, { connections: 20, orders: 300, maxInFlight: 30 });
    const { result, events, view } = await rig.run(profile);
    expect(result.ledger).toMatchObject({ planned: 300, dropped: 0, delivered: 300, balanced: true });
    expect(mostInFlight(events, view)).toBe(30);
    expect(result.pace).toMatchObject({ mostInFlight: 30, maxInFlight: 30 });
  });
});

test.concurrent('orders above the spend limit are dropped and counted, to the cent, and limits.orders ends the load', async () => {
  await withRig({}, async (rig) => {
    const profile = closed(
      rig,
      { connections: 4, orders: 5_000 },
      { limits: { spend: '42 USD', orders: 1_000 } },
    );
    const { result } = await rig.run(profile);
    expect(result.ledger).toMatchObject({ planned: 1_000, sent: 10, delivered: 10, balanced: true });
    expect(result.drops).toEqual([{ reason: 'spend', count: 990, rate: 0.99 }]);
    expect(result.spend).toEqual({ debitedUsd: 42, refundedUsd: 0, limitUsd: 42 });
  });
});

test.concurrent.each(['group', 'strict', 'process'])(
  'no order leaves before its intent, journal %s',
  async (journal) => {
    await withRig({ speed: 200 }, async (rig) => {
      const { result, events } = await rig.run(closed(rig, { connections: 6, orders: 150 }, { journal }));
      expect(result.ledger).toMatchObject({ planned: 150, delivered: 150, balanced: true });
      let intended = 0;
      for (const event of events) {
        if (event.kind === 'intent') {
          expect(event.from).toBe(intended);
          intended = event.to + 1;
        }
        if (event.kind === 'planned') expect(event.seq).toBeLessThan(intended);
      }
      expect(intended).toBe(150);
      // One line for all connections that wait at once, not one an order.
      expect(eventsOf(events, 'intent').length).toBeLessThan(150);
    });
  },
);

test.concurrent('a drain ends the load: calls under way end, and every order that was sent is settled', async () => {
  await withRig({ speed: 100 }, async (rig) => {
    const drain = new AbortController();
    const { result, events } = await rig.run(closed(rig, { connections: 4, orders: 1_000_000 }), {
      drain: drain.signal,
      beforeLoad({ tracker }) {
        tracker.listen({ sent: () => tracker.counters.sent === 100 && drain.abort('SIGINT') });
      },
    });
    const { planned } = result.ledger;
    expect(planned).toBeGreaterThanOrEqual(100);
    expect(planned).toBeLessThanOrEqual(104);
    expect(result.ledger).toMatchObject({ dropped: 0, delivered: planned, open: 0, balanced: true });
    expect(eventsOf(events, 'planned').map(({ seq }) => seq)).toEqual(
      Array.from({ length: planned }, (_, n) => n),
    );
    expect(result.run.interruptedBy).toBe('SIGINT');
  });
});

test.concurrent('a run that is left keeps its open orders open', async () => {
  await withRig({}, async (rig) => {
    const leave = new AbortController();
    const parts = { orders: [{ sku: 'sandbox-drop' }] };
    const { result } = await rig.run(closed(rig, { connections: 4, orders: 1_000_000 }, parts), {
      leave: leave.signal,
      beforeLoad({ tracker }) {
        tracker.listen({ answered: () => tracker.counters.accepted === 50 && leave.abort('SIGINT') });
      },
    });
    const { ledger, verdict } = result;
    expect(ledger.open).toBeGreaterThanOrEqual(50);
    expect(ledger).toMatchObject({
      accepted: ledger.open,
      sent: ledger.accepted + ledger.errored,
      balanced: true,
    });
    expect(verdict.result).toBe('invalid');
  });
});

test.concurrent('a file STOP in the folder, and a rule that the API broke, end a closed load', async () => {
  await withRig({ speed: 200 }, async (rig) => {
    const { result } = await rig.run(closed(rig, { connections: 2, orders: 1_000_000 }), {
      beforeLoad: ({ folder }) => writeFileSync(join(folder, 'STOP'), ''),
    });
    expect(result.run.endedEarly).toBe("the file STOP in the run's folder ended the load");
    expect(result.ledger).toMatchObject({ open: 0, balanced: true });

    const parts = { orders: [{ sku: 'sandbox-stock-revoked' }], abort: { failureRate: '10%', after: 20 } };
    const failing = await rig.run(closed(rig, { connections: 2, orders: 1_000_000 }, parts));
    expect(failing.result.run.endedEarly).toMatch(/^abort\.failureRate: /);
    // A machine that is too busy to measure says so instead.
    expect(['fail', 'invalid']).toContain(failing.result.verdict.result);
  });
});

test.concurrent('a load that nobody answers any more is stopped, and the run is invalid', async () => {
  await withRig({ dialect: 'body-key' }, async (rig) => {
    // The refused orders leave nothing to wait for when the API is gone.
    const parts = { orders: [{ sku: 'sandbox-out-of-stock' }] };
    let gone: Promise<void> | null = null;
    const { result } = await rig.run(closed(rig, { connections: 4, orders: 1_000_000 }, parts), {
      beforeLoad({ tracker }) {
        tracker.listen({
          answered({ seq }) {
            if (seq === 50) gone = rig.sandbox.close();
          },
        });
      },
    });
    await gone;
    expect(result.run.endedEarly).toBe('the last 10 create calls got no answer, so the load was stopped');
    expect(result.ledger).toMatchObject({ dropped: 0, open: 0, balanced: true });
    expect(result.ledger.errored).toBeGreaterThanOrEqual(10);
    expect(result.ledger.errored).toBeLessThan(14);
    expect(result.verdict.result).toBe('invalid');
  });
});
