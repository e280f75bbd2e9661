import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dialectNames } from '../../src/contract/dialect.js';
import { type OrderInduction, orderInductions } from '../../src/contract/induction.js';
import { isBalanced } from '../../src/sandbox/ledger.js';
import { orderHistory } from '../../src/sandbox/order-history.js';
import type { SandboxOrder } from '../../src/sandbox/sandbox-order.js';
import type { Simulation } from '../../src/sandbox/simulation.js';
import { place, placed, runUntil, simulationWith } from './sandbox-under-test.js';

const hourMs = 3_600_000;

function statesOf(simulation: Simulation, order: SandboxOrder): string[] {
  return orderHistory(order, simulation.fateOf(order), 1, simulation.clock.nowMs())
    .map(({ what }) => what)
    .filter((what) => !what.startsWith('supplier'));
}

/** The ways that induced orders go. `null`: the body-key dialect refuses the create call. */
const ways: Readonly<
  Record<
    OrderInduction,
    {
      path: string;
      reason: string | null;
      debits: number;
      refunds: number;
      lastsMs?: number;
      bodyKey?: string | null;
    }
  >
> = {
  insufficient_funds: {
    path: 'pending failed',
    reason: 'insufficient_funds',
    debits: 0,
    refunds: 0,
    bodyKey: null,
  },
  out_of_stock: { path: 'pending failed', reason: 'out_of_stock', debits: 0, refunds: 0, bodyKey: null },
  stock_revoked: { path: 'pending reserved failed', reason: 'stock_revoked', debits: 0, refunds: 0 },
  supplier_timeout: {
    path: 'pending reserved processing failed',
    reason: 'supplier_timeout',
    debits: 1,
    refunds: 1,
  },
  payment_3ds_failed: {
    path: 'pending reserved failed',
    reason: 'payment_3ds_failed',
    debits: 0,
    refunds: 0,
  },
  invalid_region: {
    path: 'pending reserved processing failed',
    reason: 'invalid_region',
    debits: 1,
    refunds: 1,
  },
  order_timeout: {
    path: 'pending reserved failed',
    reason: 'order_timeout',
    debits: 0,
    refunds: 0,
    lastsMs: 300_000,
  },
  unlisted_reason: {
    path: 'pending reserved processing failed',
    reason: 'supplier_maintenance',
    debits: 1,
    refunds: 1,
  },
  payment_unconfirmed: {
    path: 'pending reserved failed',
    reason: 'payment_3ds_failed',
    debits: 0,
    refunds: 0,
  },
  stuck_pending: {
    path: 'pending failed',
    reason: 'order_timeout',
    debits: 0,
    refunds: 0,
    lastsMs: 300_000,
    bodyKey: 'pending reserved failed',
  },
  stuck_reserved: {
    path: 'pending reserved failed',
    reason: 'order_timeout',
    debits: 0,
    refunds: 0,
    lastsMs: 300_000,
  },
  stuck_processing: {
    path: 'pending reserved processing failed',
    reason: 'order_timeout',
    debits: 1,
    refunds: 1,
    lastsMs: 300_000,
  },
  refunded: {
    path: 'pending reserved processing delivered refunded',
    reason: null,
    debits: 1,
    refunds: 1,
    bodyKey: 'pending reserved processing delivered',
  },
};

describe.each(dialectNames)('a %s order', (dialect) => {
  it.each(orderInductions)('that is to meet %s goes its way', (name) => {
    const { simulation, clock } = simulationWith({ dialect });
    const { path, reason, debits, refunds, lastsMs, bodyKey } = ways[name];
    const wanted = dialect === 'body-key' && bodyKey !== undefined ? bodyKey : path;
    const order = place(simulation, [name]);
    if (wanted === null) {
      expect(order).toMatchObject({ error: reason });
      expect(simulation.book.size).toBe(0);
      return;
    }
    if (!('state' in order)) throw new Error(order.message);
    runUntil(simulation, clock, 2 * hourMs);
    expect(statesOf(simulation, order)).toEqual(wanted.split(' '));
    expect(simulation.fateOf(order).reason).toBe(reason);
    expect(order).toMatchObject({ debits, refunds, heldCents: 0 });
    const history = orderHistory(order, simulation.fateOf(order), 1, clock.nowMs());
    if (lastsMs !== undefined) expect(history.at(-1)?.atMs).toBeCloseTo(lastsMs, 6);
    expect(isBalanced(simulation.ledger.totals(), simulation.book.all())).toBe(true);
    expect(simulation.ledger.totals().closingCents).toBe(1_000_000 - (debits - refunds) * 2_000);
  });

  it('waits for the supplier sixty seconds', () => {
    const { simulation, clock } = simulationWith({ dialect });
    const order = placed(simulation, ['supplier_timeout']);
    const { pendingMs, reservedMs } = simulation.fateOf(order);
    runUntil(simulation, clock, pendingMs + reservedMs + 59_999);
    expect(order.state).toBe('processing');
    runUntil(simulation, clock, pendingMs + reservedMs + 60_000);
    expect(order.state).toBe('failed');
  });

  it('loses its reservation after three minutes when the payment is not confirmed', () => {
    const { simulation, clock } = simulationWith({ dialect });
    const order = placed(simulation, ['payment_unconfirmed']);
    const { pendingMs } = simulation.fateOf(order);
    runUntil(simulation, clock, pendingMs + 179_999);
    expect(order).toMatchObject({ state: 'reserved', heldCents: 2_000 });
    runUntil(simulation, clock, pendingMs + 180_000);
    expect(order).toMatchObject({ state: 'failed', heldCents: 0 });
  });

  it('holds its price when it is reserved, and is debited when the fulfilment begins', () => {
    const { simulation, clock } = simulationWith({ dialect });
    const order = placed(simulation, [], 'steam-us-20', 3);
    const { pendingMs, reservedMs } = simulation.fateOf(order);
    runUntil(simulation, clock, pendingMs);
    expect(simulation.ledger.totals()).toMatchObject({ heldCents: 6_000, debitsCents: 0 });
    runUntil(simulation, clock, pendingMs + reservedMs);
    expect(simulation.ledger.totals()).toMatchObject({ heldCents: 0, debitsCents: 6_000 });
  });

  it('takes its steps when they were due, however late the timer is', () => {
    const onTime = simulationWith({ dialect });
    const late = simulationWith({ dialect });
    const a = placed(onTime.simulation);
    const b = placed(late.simulation);
    runUntil(onTime.simulation, onTime.clock, hourMs);
    late.clock.atMs = hourMs;
    late.simulation.advance(hourMs);
    expect(a.state).toBe('delivered');
    expect(late.simulation.told(b)).toEqual(onTime.simulation.told(a));
  });

  it('is delivered as many codes as were ordered, the same at every call', () => {
    const { simulation, clock } = simulationWith({ dialect });
    const order = placed(simulation, [], 'psn-tr-100', 3);
    expect(simulation.told(order).codes).toEqual([]);
    runUntil(simulation, clock, hourMs);
    const { codes } = simulation.told(order);
    expect(codes).toHaveLength(3);
    expect(new Set(codes).size).toBe(3);
    expect(codes[0]).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}$/);
    expect(simulation.told(order).codes).toEqual(codes);
  });

  it('shows its supplier in its history', () => {
    const { simulation, clock } = simulationWith({ dialect });
    const sync = placed(simulation, [], 'steam-us-20');
    const async = placed(simulation, [], 'esim-eu-5gb');
    runUntil(simulation, clock, hourMs);
    const whats = (order: SandboxOrder) =>
      orderHistory(order, simulation.fateOf(order), 1, hourMs).map(({ what }) => what);
    expect(whats(sync)).toEqual(['pending', 'reserved', 'processing', 'supplier_answered', 'delivered']);
    expect(whats(async)).toEqual([
      'pending',
      'reserved',
      'processing',
      'supplier_acknowledged',
      'supplier_called_back',
      'delivered',
    ]);
    expect(simulation.told(async).codes[0]).toMatch(/^LPA:1\$/);
  });

  it('is refunded by hand once', () => {
    const { simulation, clock } = simulationWith({ dialect });
    const order = placed(simulation);
    expect(simulation.lifeCycle.refund(order, 0)).toBe(false);
    runUntil(simulation, clock, hourMs);
    expect(simulation.lifeCycle.refund(order, hourMs)).toBe(true);
    expect(simulation.lifeCycle.refund(order, hourMs)).toBe(false);
    expect(order.state).toBe(dialect === 'header-key' ? 'refunded' : 'delivered');
    expect(simulation.ledger.totals().closingCents).toBe(1_000_000);
  });

  it('keeps the ledger in balance under any mix', () => {
    const step = fc.record({
      names: fc.subarray([...orderInductions], { maxLength: 2 }),
      quantity: fc.integer({ min: 1, max: 30 }),
      sku: fc.constantFrom('steam-us-20', 'nintendo-jp-limited', 'psn-tr-100'),
      waitMs: fc.integer({ min: 0, max: 60_000 }),
      refund: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.integer(), (steps, seed) => {
        const { simulation, clock } = simulationWith({ dialect, seed, balanceCents: 300_000 });
        for (const { names, quantity, sku, waitMs, refund } of steps) {
          const order = place(simulation, names, sku, quantity);
          runUntil(simulation, clock, clock.atMs + waitMs);
          if (refund && 'state' in order) simulation.lifeCycle.refund(order, clock.atMs);
          expect(isBalanced(simulation.ledger.totals(), simulation.book.all())).toBe(true);
        }
        runUntil(simulation, clock, clock.atMs + 3 * hourMs);
        const totals = simulation.ledger.totals();
        expect(isBalanced(totals, simulation.book.all())).toBe(true);
        expect(totals.heldCents).toBe(0);
        expect(simulation.shelf.get('nintendo-jp-limited')?.stock).toBeGreaterThanOrEqual(0);
      }),
      { seed: 11, numRuns: 60 },
    );
  });
});

describe('real shortage', () => {
  it('of money fails a header-key order by webhook, with a history that fits', () => {
    const { simulation, clock } = simulationWith({ balanceCents: 3_000 });
    const first = placed(simulation);
    const second = placed(simulation);
    runUntil(simulation, clock, hourMs);
    expect([first.state, second.state]).toContain('failed');
    const failed = first.state === 'failed' ? first : second;
    expect(simulation.told(failed).failureReason).toBe('insufficient_funds');
    expect(statesOf(simulation, failed)).toEqual(['pending', 'failed']);
    expect(failed.debits).toBe(0);
  });

  it('of money refuses a body-key order', () => {
    const { simulation } = simulationWith({ dialect: 'body-key', balanceCents: 3_000 });
    placed(simulation);
    expect(place(simulation)).toMatchObject({ error: 'insufficient_funds' });
  });

  it('of stock ends with the last piece, and what failed returns to the shelf', () => {
    const { simulation, clock } = simulationWith({ dialect: 'body-key' });
    placed(simulation, ['payment_3ds_failed'], 'nintendo-jp-limited', 8);
    expect(place(simulation, [], 'nintendo-jp-limited', 3)).toMatchObject({ error: 'out_of_stock' });
    runUntil(simulation, clock, hourMs);
    expect(simulation.shelf.get('nintendo-jp-limited')?.stock).toBe(10);
    placed(simulation, ['stock_revoked'], 'nintendo-jp-limited', 4);
    runUntil(simulation, clock, 2 * hourMs);
    expect(simulation.shelf.get('nintendo-jp-limited')?.stock).toBe(6);
  });
});

it('one seed gives one timeline, another seed another', () => {
  const timeline = (seed: number) => {
    const { simulation, clock } = simulationWith({
      seed,
      failures: { supplier_timeout: 0.1 },
      webhooks: { duplicate: 0.2 },
    });
    const orders = Array.from({ length: 200 }, (_, n) => {
      clock.atMs = n * 10;
      return placed(simulation);
    });
    const sent: string[] = [];
    while (simulation.nextDueMs() < hourMs) {
      clock.atMs = simulation.nextDueMs();
      simulation.advance(clock.atMs);
      for (let webhook = simulation.outbox.take(); webhook; webhook = simulation.outbox.take()) {
        sent.push(`${clock.atMs} ${webhook.webhookId} ${webhook.state}`);
        simulation.outbox.settle(webhook, true, clock.atMs);
      }
    }
    return { sent, told: orders.map((order) => simulation.told(order)) };
  };
  expect(timeline(7)).toEqual(timeline(7));
  expect(timeline(7).sent.length).toBeGreaterThan(220);
  expect(timeline(7).sent).not.toEqual(timeline(8).sent);
});
