import { describe, expect, it } from 'vitest';
import { decisionMs } from '../../src/sandbox/order-fate.js';
import { orderHistory } from '../../src/sandbox/order-history.js';
import { orderStatus } from '../../src/sandbox/order-status.js';
import { sandboxLimits } from '../../src/sandbox/sandbox-limits.js';
import type { SandboxOrder } from '../../src/sandbox/sandbox-order.js';
import type { Simulation } from '../../src/sandbox/simulation.js';
import { ordersPerSecond, SupplierPool } from '../../src/sandbox/supplier-pool.js';
import { healthTruth } from '../../src/sandbox/truth.js';
import { type ManualClock, place, placed, runUntil, simulationWith } from './sandbox-under-test.js';

const capacity = { suppliers: 20, serviceTimeMs: 200 };
const knobs = { capacity, speed: 1_000, webhookUrl: null, balanceCents: 1_000_000_000 };

/** Places `count` orders, one every `gapMs`, and lets the clock run to the last decision. */
function offered(simulation: Simulation, clock: ManualClock, count: number, gapMs: number): SandboxOrder[] {
  const orders: SandboxOrder[] = [];
  for (let n = 0; n < count; n += 1) {
    runUntil(simulation, clock, n * gapMs);
    orders.push(placed(simulation));
  }
  runUntil(simulation, clock, count * gapMs + 3_600_000);
  return orders;
}

describe('the pool', () => {
  it('lets an order begin when the one as many places before it has ended', () => {
    const pool = new SupplierPool({ suppliers: 2, serviceTimeMs: 100 });
    expect([0, 10, 20, 30, 250].map((atMs) => pool.join(atMs))).toEqual([0, 10, 100, 110, 250]);
    expect(pool.waiting).toBe(5);
    pool.begin();
    expect(pool.waiting).toBe(4);
  });

  it('fulfils suppliers over service time', () => {
    expect(ordersPerSecond(capacity)).toBe(100);
    expect(ordersPerSecond({ suppliers: 3, serviceTimeMs: 1_500 })).toBe(2);
  });
});

describe('a simulator with 20 suppliers of 200 ms', () => {
  it('delivers 100 orders a second when it is offered 300, within 1 %', () => {
    const { simulation, clock } = simulationWith(knobs);
    const ends = offered(simulation, clock, 6_000, 1000 / 300)
      .map((order) => order.createdMs + decisionMs(simulation.fateOf(order)))
      .sort((a, b) => a - b);
    const [first = 0, last = 0] = [ends[500], ends[5_500]];
    const perSecond = 5_000 / ((last - first) / 1000);
    expect(perSecond).toBeGreaterThan(99);
    expect(perSecond).toBeLessThan(101);
  });

  it('keeps nobody waiting long below its capacity, and leaves no order faster than its service', () => {
    const { simulation, clock } = simulationWith(knobs);
    const orders = offered(simulation, clock, 500, 10.5);
    expect(Math.max(...orders.map(({ supplierWaitMs }) => supplierWaitMs))).toBeLessThan(30);
    expect(Math.min(...orders.map((order) => simulation.fateOf(order).processingMs))).toBe(200);
    expect(orders.every(({ state }) => state === 'delivered')).toBe(true);
  });

  it('makes the same orders wait equally long in each run of a seed', () => {
    const waits = () => {
      const { simulation, clock } = simulationWith(knobs);
      return offered(simulation, clock, 300, 5).map(({ supplierWaitMs }) => supplierWaitMs);
    };
    expect(waits()).toEqual(waits());
    expect(Math.max(...waits())).toBeGreaterThan(1_000);
  });

  it('shows an order that waits as reserved, and its wait in history and truth afterwards', () => {
    const { simulation, clock } = simulationWith({
      ...knobs,
      capacity: { suppliers: 1, serviceTimeMs: 500 },
    });
    const [, second] = [placed(simulation), placed(simulation)];
    runUntil(simulation, clock, 400);
    expect(second.state).toBe('reserved');
    const id = simulation.ids.idOf(second.number);
    expect(JSON.parse(String(orderStatus(simulation, id, clock.atMs).body))).toMatchObject({
      status: 'reserved',
    });
    expect(JSON.parse(String(healthTruth(simulation).body)).orders).toMatchObject({
      waiting_for_supplier: 1,
    });
    runUntil(simulation, clock, 10_000);
    const history = orderHistory(second, simulation.fateOf(second), knobs.speed, clock.atMs);
    const at = (what: string) => history.find((entry) => entry.what === what)?.atMs ?? Number.NaN;
    expect(at('processing') - at('reserved')).toBeGreaterThan(490);
    expect(at('delivered')).toBeCloseTo(decisionMs(simulation.fateOf(second)), 6);
    expect(at('delivered') - at('processing')).toBeGreaterThanOrEqual(500);
    expect(JSON.parse(String(healthTruth(simulation).body)).orders).toMatchObject({
      waiting_for_supplier: 0,
    });
  });

  it('takes no supplier for an order that fails before it is dispatched, and one for a later failure', () => {
    const { simulation, clock } = simulationWith({
      ...knobs,
      capacity: { suppliers: 1, serviceTimeMs: 500 },
    });
    const revoked = placed(simulation, ['stock_revoked']);
    const region = placed(simulation, ['invalid_region']);
    const last = placed(simulation);
    runUntil(simulation, clock, 10_000);
    expect(revoked.supplierWaitMs).toBeNaN();
    expect([revoked.state, region.state, last.state]).toEqual(['failed', 'failed', 'delivered']);
    const waits = [region, last].map(({ supplierWaitMs }) => supplierWaitMs).sort((a, b) => a - b);
    expect(waits[0]).toBe(0);
    expect(waits[1]).toBeGreaterThan(490);
  });

  it('answers create calls 503 while its queue is full, and counts them', () => {
    const { simulation } = simulationWith(knobs);
    for (let n = 0; n < sandboxLimits.waitingForSupplier; n += 1) simulation.suppliers?.join(0);
    expect(place(simulation)).toMatchObject({ error: 'unavailable' });
    simulation.suppliers?.begin();
    expect(placed(simulation).state).toBe('pending');
    expect(simulation.lifeCycle.turnedAway).toBe(1);
  });
});
