import { expect, test } from 'vitest';
import { Tracker } from '../../src/tracker/tracker.js';
import { eventsOf, type Rig, withRig } from './rig.js';

/** Two hundred orders in two seconds; `sku` decides what becomes of them. */
function steady(rig: Rig, sku = 'psn-tr-100') {
  return rig.profile({
    load: { arrivals: 'uniform', stages: [{ rate: '100/s', for: '2s' }] },
    orders: [{ sku }],
    deadline: '20s',
    budgets: ['success.rate > 95%'],
  });
}

test.concurrent('a drain ends the load, and every order that was sent is settled', async () => {
  await withRig({ speed: 100 }, async (rig) => {
    const drain = new AbortController();
    let drainedMs = Number.NaN;
    const { result, events } = await rig.run(steady(rig), {
      drain: drain.signal,
      beforeLoad({ nowMs }) {
        setTimeout(() => {
          drainedMs = nowMs();
          drain.abort('SIGINT');
        }, 500);
      },
    });
    const planned = eventsOf(events, 'planned');
    expect(planned.length).toBeGreaterThan(0);
    expect(planned.length).toBeLessThan(200);
    expect(eventsOf(events, 'drain').map(({ from }) => from)).toEqual([planned.length]);
    // No order is planned after the drain, and none that was due before it is forgotten.
    const startMs = planned[0]?.atMs ?? Number.NaN;
    expect(planned.at(-1)?.atMs).toBeLessThanOrEqual(drainedMs);
    expect(planned.map(({ seq }) => seq)).toEqual(planned.map((_, at) => at));
    expect(planned.map(({ atMs }) => Math.round(atMs - startMs))).toEqual(planned.map((_, at) => at * 10));
    expect(result.ledger).toMatchObject({
      planned: planned.length,
      dropped: 0,
      delivered: planned.length,
      open: 0,
      balanced: true,
    });
    expect(result.run.interruptedBy).toBe('SIGINT');
  });
});

test.concurrent('a run that is told to drain before its first order sends none', async () => {
  await withRig({ speed: 100 }, async (rig) => {
    const { result } = await rig.run(steady(rig), { drain: AbortSignal.abort('SIGTERM') });
    expect(result.ledger).toMatchObject({ planned: 0, sent: 0, balanced: true });
    expect(result.run.interruptedBy).toBe('SIGTERM');
    expect(result.verdict.result).not.toBe('pass');
  });
});

test.concurrent('a run that is left keeps its open orders open, and is invalid for it', async () => {
  await withRig({}, async (rig) => {
    const leave = new AbortController();
    const { result, events, view } = await rig.run(steady(rig, 'sandbox-drop'), {
      leave: leave.signal,
      beforeLoad: () => void setTimeout(() => leave.abort('SIGINT'), 500),
    });
    const { ledger, latency, verdict } = result;
    expect(ledger.open).toBeGreaterThan(0);
    expect(ledger).toMatchObject({
      planned: ledger.sent,
      sent: ledger.accepted + ledger.errored,
      accepted: ledger.open,
      dropped: 0,
      balanced: true,
    });
    expect(latency.delivery).toMatchObject({
      count: 0,
      undelivered: ledger.open,
      p50Ms: null,
      beyondMs: 20_000,
    });
    expect(verdict.result).toBe('invalid');
    expect(verdict.reasons).toContain(`${ledger.open} accepted orders were still open when the run was left`);
    expect(result.run.interruptedBy).toBe('SIGINT');
    expect(events.at(-1)?.kind).toBe('ended');

    const tracker = new Tracker(view.profile.deadlineMs);
    for (const event of events) tracker.apply(event);
    expect(tracker.counters).toEqual(view.tracker.counters);
  });
});

test.concurrent('a run that is left while it asks for statuses counts no order twice', async () => {
  // The simulator holds the answers to the polls, so that they are under way when the run is left.
  const stall = { atMs: 1_000_000, durationMs: 9_000_000 };
  await withRig({ stall }, async (rig) => {
    const leave = new AbortController();
    const profile = rig.profile({
      load: { arrivals: 'uniform', stages: [{ rate: '100/s', for: '200ms' }] },
      orders: [{ sku: 'sandbox-drop' }],
      deadline: '1200ms',
    });
    const { result, events } = await rig.run(profile, {
      leave: leave.signal,
      beforeLoad: () => void setTimeout(() => leave.abort(), 2_200),
    });
    expect(eventsOf(events, 'expired').length).toBeGreaterThan(0);
    const { accepted } = result.ledger;
    expect(result.ledger).toMatchObject({ planned: 20, open: accepted, balanced: true });
    expect(result.latency.delivery).toMatchObject({ count: 0, undelivered: accepted });
    expect(events.at(-1)?.kind).toBe('ended');
  });
});
