import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MonitorFold } from '../../src/monitor/monitor-fold.js';
import type { MonitorState } from '../../src/monitor/monitor-state.js';
import { withRetired } from '../../src/monitor/retired-entry.js';
import type { OrderEvent } from '../../src/order-event.js';
import { ManualClock } from '../journal/manual-clock.js';
import { accepted, planned, sent, webhook } from '../tracker/order-events.js';
import { wholeRun } from '../tracker/whole-runs.js';
import { monitorProfile } from './monitor-text.js';

const journal = { append: () => {}, durable: () => Promise.resolve(true) };
const priced = withRetired(monitorProfile({ monitor: { every: '1s' } }), [420, 1_500], []);

function foldOf(clock: ManualClock, state: MonitorState | null = null): MonitorFold {
  const fold = new MonitorFold(priced, clock, state, journal);
  fold.measurement.health.stop();
  return fold;
}

/** The fold as a later process makes it: from what was settled, and the events of what is in flight. */
function toldAnew(fold: MonitorFold, clock: ManualClock): MonitorFold {
  const events = fold.open.events();
  const state = {
    ...fold.settled(),
    monitor: 'm',
    segment: 1,
    carriedEvents: events.length,
    nextSeq: 0,
    lastPlannedMs: null,
    day: fold.limit.today,
    retired: [],
  };
  const later = foldOf(clock, structuredClone(state));
  for (const event of events) later.take(event);
  later.passTime();
  return later;
}

/** What has to be the same, whoever counted it: everything but the classes of webhooks for orders that are over. */
function counted({ measurement, spend }: MonitorFold) {
  const { counters, inFlight } = measurement.tracker;
  const { planned, sent, accepted, open, dropped, refused, errored, completed, failures, held } = counters;
  const { webhooksReceived, codes, attemptFailures, polls, webhooksMissing, violations } = counters;
  return {
    counts: { planned, sent, accepted, open, dropped, refused, errored, completed, failures, held },
    more: { webhooksReceived, codes, attemptFailures, polls, webhooksMissing, violations, inFlight },
    objectives: measurement.objectives
      .readings()
      .map(({ good, bad, undecided }) => ({ good, bad, undecided })),
    spend: [spend.debitedCents, spend.refundedCents, spend.refunds],
  };
}

describe('a fold that is told the orders in flight anew', () => {
  it('has counted what the one before had, wherever it was cut, and goes on in the same way', () => {
    fc.assert(
      fc.property(wholeRun(30, false), fc.double({ min: 0, max: 1, noNaN: true }), (run, where) => {
        const events = run.filter(({ kind }) => kind !== 'ended' && kind !== 'intent');
        const cut = Math.floor(where * events.length);
        const clock = new ManualClock();
        const first = foldOf(clock);
        for (const event of events.slice(0, cut)) first.take(event);
        // Between the thresholds, so that some orders have passed one while they are open.
        clock.turnTo(60_000);
        first.passTime();
        const second = toldAnew(first, clock);
        expect(counted(second)).toEqual(counted(first));
        for (const event of events.slice(cut)) {
          first.take(event);
          second.take(event);
        }
        clock.turnTo(1_000_000);
        first.passTime();
        second.passTime();
        const [one, other] = [counted(first), counted(second)];
        // A webhook for an order that is over waits for one in vain, where the order is not known any more.
        expect({ ...other, counts: { ...other.counts, held: 0 } }).toEqual({
          ...one,
          counts: { ...one.counts, held: 0 },
        });
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  it('keeps a webhook that waits for the answer to its create call', () => {
    const clock = new ManualClock();
    const first = foldOf(clock);
    for (const event of [planned(0), sent(0), webhook(0, 'delivered', 900)]) first.take(event);
    const second = toldAnew(first, clock);
    second.take(accepted(0, 1_000));
    expect(second.measurement.tracker.counters.completed.webhook.delivered).toBe(1);
    expect(second.measurement.tracker.counters.webhooks).toMatchObject({ accepted: 1, orphan: 0 });
  });

  it('remembers only what is in flight, however much came before', () => {
    const clock = new ManualClock();
    const fold = foldOf(clock);
    for (let seq = 0; seq < 20_000; seq += 1) {
      const order: OrderEvent[] = [
        planned(seq, seq),
        sent(seq, seq),
        accepted(seq, seq + 1),
        webhook(seq, 'delivered', seq + 2),
      ];
      for (const event of order) fold.take(event);
    }
    for (const event of [planned(20_000, 20_000), sent(20_000, 20_001)]) fold.take(event);
    expect(fold.open.events().map(({ kind }) => kind)).toEqual(['planned', 'sent']);
    expect(toldAnew(fold, clock).measurement.tracker.counters).toMatchObject({
      planned: 20_001,
      accepted: 20_000,
    });
  });
});
