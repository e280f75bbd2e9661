import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrivalSlackMs, ObjectiveCounts } from '../../src/objectives/objective-counts.js';
import type { OrderEvent } from '../../src/order-event.js';
import { parseObjective } from '../../src/profile/objective.js';
import { Tracker } from '../../src/tracker/tracker.js';
import type { DecidedOrder } from '../../src/tracker/tracker-listener.js';
import {
  accepted,
  deadlineMs,
  expired,
  open,
  planned,
  polled,
  sent,
  webhook,
} from '../tracker/order-events.js';
import { wholeRun } from '../tracker/whole-runs.js';

const within45s = parseObjective('delivery within 45s for 95% over 7d');
const success = parseObjective('success for 90% over 30d');
/** The first instant at which an order that was planned at 0 is found to be late. */
const foundLateMs = 45_000 + arrivalSlackMs + 1;

function counted(objectives = [within45s]) {
  const tracker = new Tracker(deadlineMs);
  const counts = new ObjectiveCounts(tracker, objectives);
  const take = (...events: OrderEvent[]) => {
    for (const event of events) tracker.apply(event);
  };
  const told = () => counts.readings().map(({ good, bad, undecided }) => ({ good, bad, undecided }));
  const pass = (nowMs: number) => counts.pass(nowMs, nowMs);
  return { take, told, pass, counts };
}

describe('an accepted order', () => {
  it('is undecided until its webhook comes or its threshold passes', () => {
    const { take, told, pass } = counted();
    take(...open(0));
    pass(45_000);
    expect(told()).toEqual([{ good: 0, bad: 0, undecided: 1 }]);
  });

  it('is good when its delivered webhook arrives exactly at the threshold', () => {
    const { take, told } = counted();
    take(...open(0), webhook(0, 'delivered', 45_000));
    expect(told()).toEqual([{ good: 1, bad: 0, undecided: 0 }]);
  });

  it('is bad as soon as its threshold has passed, and its late webhook changes nothing', () => {
    const { take, told, pass } = counted();
    take(...open(0));
    pass(foundLateMs);
    expect(told()).toEqual([{ good: 0, bad: 1, undecided: 0 }]);
    take(webhook(0, 'delivered', 60_000));
    pass(70_000);
    expect(told()).toEqual([{ good: 0, bad: 1, undecided: 0 }]);
  });

  it('is good when its webhook arrived in time and was handed on within a second', () => {
    const { take, told, pass } = counted();
    take(...open(0));
    pass(foundLateMs - 1);
    take(webhook(0, 'delivered', 44_999));
    expect(told()).toEqual([{ good: 1, bad: 0, undecided: 0 }]);
  });

  it('is bad at once when it fails, and when its webhook comes after the threshold before anybody looked', () => {
    const { take, told } = counted();
    take(...open(0), webhook(0, 'failed', 3_000), ...open(1), webhook(1, 'delivered', 45_001));
    expect(told()).toEqual([{ good: 0, bad: 2, undecided: 0 }]);
  });

  it('that was accepted only after its threshold is bad once, though its webhook had come before', () => {
    const { take, told, pass } = counted();
    take(planned(0), sent(0), planned(1), sent(1), webhook(1, 'delivered', 9_000));
    pass(foundLateMs);
    expect(told()).toEqual([{ good: 0, bad: 0, undecided: 0 }]);
    take(accepted(0, 50_000), accepted(1, 50_001));
    expect(told()).toEqual([{ good: 1, bad: 0, undecided: 1 }]);
    pass(50_002);
    take(webhook(0, 'delivered', 51_000));
    pass(60_000);
    expect(told()).toEqual([{ good: 1, bad: 1, undecided: 0 }]);
  });

  it('of an objective without a threshold is good however late it is delivered, and bad without its webhook', () => {
    const { take, told, pass } = counted([success]);
    take(...open(0), ...open(1), ...open(2), webhook(0, 'delivered', deadlineMs));
    pass(deadlineMs + arrivalSlackMs);
    expect(told()).toEqual([{ good: 1, bad: 0, undecided: 2 }]);
    take(expired(1), polled(1, 'delivered', true), webhook(2, 'delivered', deadlineMs + 1));
    expect(told()).toEqual([{ good: 1, bad: 2, undecided: 0 }]);
  });
});

it('orders that were not accepted count for no objective', () => {
  const { take, told, pass } = counted([within45s, success]);
  take(planned(0), sent(0), planned(1));
  take({ kind: 'refused', atMs: 5, seq: 0, reason: 'out_of_stock', status: 409 });
  take({ kind: 'dropped', atMs: 5, seq: 1, reason: 'in_flight' });
  pass(deadlineMs * 2);
  expect(told()).toEqual([
    { good: 0, bad: 0, undecided: 0 },
    { good: 0, bad: 0, undecided: 0 },
  ]);
});

it('goes on with what an earlier process counted', () => {
  const first = counted();
  first.take(...open(0), ...open(1), webhook(0, 'delivered', 5), webhook(1, 'failed', 5));
  first.pass(10);
  const kept = JSON.parse(JSON.stringify(first.counts.saved()));
  const tracker = new Tracker(deadlineMs);
  const second = new ObjectiveCounts(tracker, [within45s], kept);
  for (const event of [...open(0), webhook(0, 'delivered', 7)]) tracker.apply(event);
  const [reading] = second.readings();
  expect(reading).toMatchObject({ good: 2, bad: 1, undecided: 0 });
});

it('any run in any interleaving, looked at at any time, counts each accepted order once and as its end says', () => {
  const looks = fc.array(fc.boolean(), { minLength: 200, maxLength: 200 });
  fc.assert(
    fc.property(wholeRun(12, false), looks, (events, looked) => {
      const tracker = new Tracker(deadlineMs);
      const counts = new ObjectiveCounts(tracker, [within45s, success]);
      const decided: DecidedOrder[] = [];
      tracker.listen({ decided: (order) => decided.push(order) });
      let latestMs = 0;
      events.forEach((event, place) => {
        latestMs = Math.max(latestMs, event.atMs);
        // Events of these runs come in any order of their instants, so time passes only as far as the earliest yet to come.
        const earliestMs = Math.min(...events.slice(place).map(({ atMs }) => atMs));
        if (looked[place] === true) counts.pass(earliestMs, latestMs);
        tracker.apply(event);
      });
      const inTime = decided.filter(
        ({ outcome, plannedMs, decidedMs }) => outcome === 'delivered' && decidedMs - plannedMs <= 45_000,
      ).length;
      const delivered = decided.filter(({ outcome }) => outcome === 'delivered').length;
      const [fast, successful] = counts.readings();
      expect(fast?.good).toBe(inTime);
      expect(successful).toMatchObject({ good: delivered, bad: decided.length - delivered });
      for (const { good, bad, undecided } of counts.readings()) {
        expect(good + bad + undecided).toBe(tracker.counters.accepted);
        expect(undecided).toBeGreaterThanOrEqual(0);
      }
    }),
    { seed: 20_261_122, numRuns: 2000 },
  );
});
