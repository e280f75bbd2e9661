import { describe, expect, it } from 'vitest';
import { monotonicClock, type TimerClock, wholeMicroseconds } from '../../src/clock.js';
import { type Arrival, arrivalSchedule } from '../../src/load/arrival-schedule.js';
import { OpenDriver } from '../../src/load/open-driver.js';
import { ManualClock } from '../journal/manual-clock.js';

interface Due {
  readonly seq: number;
  readonly plannedMs: number;
  readonly stage: number;
}

function driver(
  arrivals: Iterable<Arrival>,
  startMs: number,
  options: { endSeq?: number; clock?: TimerClock } = {},
) {
  const due: Due[] = [];
  const made = new OpenDriver({
    arrivals: arrivals[Symbol.iterator]() as Iterator<Arrival, void>,
    clock: options.clock ?? monotonicClock,
    startMs,
    firstSeq: 0,
    endSeq: options.endSeq ?? 1_000_000,
    due: (seq, plannedMs, stage) => due.push({ seq, plannedMs, stage }),
  });
  return { made, due };
}

const schedule = () =>
  arrivalSchedule({
    model: 'open',
    arrivals: 'poisson',
    maxInFlight: 1000,
    seed: 3,
    stages: [
      { kind: 'constant', ratePerSecond: 2000, durationMs: 50 },
      { kind: 'ramp', ratePerSecond: 4000, durationMs: 50 },
    ],
  });

describe('the open driver', () => {
  it('lets every order of the schedule go in order, each with its planned instant and stage', async () => {
    const startMs = monotonicClock.nowMs() + 1;
    const { made, due } = driver(schedule(), startMs);
    made.start();
    await made.finished;
    expect(due).toEqual(
      [...schedule()].map(({ atMs, stage }, seq) => ({
        seq,
        plannedMs: wholeMicroseconds(startMs + atMs),
        stage,
      })),
    );
    expect(monotonicClock.nowMs()).toBeGreaterThanOrEqual(due.at(-1)?.plannedMs ?? Number.NaN);
  });

  it('lets no order go before its instant', async () => {
    const earlyMs: number[] = [];
    const made = new OpenDriver({
      arrivals: schedule(),
      clock: monotonicClock,
      startMs: monotonicClock.nowMs(),
      firstSeq: 0,
      endSeq: 100,
      due: (_seq, plannedMs) => {
        if (monotonicClock.nowMs() < plannedMs) earlyMs.push(plannedMs);
      },
    });
    made.start();
    await made.finished;
    expect(earlyMs).toEqual([]);
  });

  it('ends after the largest number of orders', async () => {
    const { made, due } = driver(schedule(), monotonicClock.nowMs(), { endSeq: 17 });
    made.start();
    await made.finished;
    expect(due.map(({ seq }) => seq)).toEqual(Array.from({ length: 17 }, (_, seq) => seq));
  });

  it('lets nothing more go once it is stopped, by an order or from outside', async () => {
    const seqs: number[] = [];
    const made: OpenDriver = new OpenDriver({
      arrivals: schedule(),
      clock: monotonicClock,
      startMs: monotonicClock.nowMs() - 1000,
      firstSeq: 0,
      endSeq: 1000,
      due: (seq) => {
        seqs.push(seq);
        if (seq === 4) made.stop();
      },
    });
    made.start();
    await made.finished;
    expect(seqs).toEqual([0, 1, 2, 3, 4]);
    const { made: waiting, due } = driver([{ atMs: 3_600_000, stage: 0 }], monotonicClock.nowMs());
    waiting.start();
    waiting.stop();
    await waiting.finished;
    expect(due).toEqual([]);
  });

  it('hears the rest of the program between batches when it is behind, and keeps the planned instants', async () => {
    const arrivals = Array.from({ length: 2000 }, (_, n) => ({ atMs: n / 10, stage: 0 }));
    // The clock stands still, long after the schedule: every order is overdue at once.
    const clock = { ...monotonicClock, nowMs: () => 10_000 };
    const { made, due } = driver(arrivals, 0, { clock });
    const heardAt: number[] = [];
    const hear = () => {
      heardAt.push(due.length);
      if (due.length < 2000) setImmediate(hear);
    };
    setImmediate(hear);
    made.start();
    await made.finished;
    expect(due.map(({ plannedMs }) => plannedMs)).toEqual(arrivals.map(({ atMs }) => atMs));
    expect(new Set(heardAt).size).toBeGreaterThanOrEqual(7);
  });

  it('sends what is due to whoever looks, before its timer wakes, and nothing early', () => {
    const clock = new ManualClock();
    const arrivals = [0, 5, 6, 20].map((atMs) => ({ atMs, stage: 0 }));
    // Its timers are those of another clock, which nobody turns.
    const sleeping = new ManualClock();
    const lateTimers = { ...timersOf(sleeping), nowMs: () => clock.nowMs() };
    const { made, due } = driver(arrivals, 0, { clock: lateTimers });
    made.start();
    const seqs = () => due.map(({ seq }) => seq);
    expect(seqs()).toEqual([0]);
    clock.turnTo(4.999);
    made.look();
    expect(seqs()).toEqual([0]);
    clock.turnTo(6);
    made.look();
    made.look();
    expect(seqs()).toEqual([0, 1, 2]);
    expect(sleeping.waiting).toBe(1);
    made.stop();
    clock.turnTo(30);
    made.look();
    expect(seqs()).toEqual([0, 1, 2]);
    expect(sleeping.waiting).toBe(0);
  });
});

function timersOf(clock: ManualClock): TimerClock {
  return {
    nowMs: () => clock.nowMs(),
    wallMs: (atMs) => clock.wallMs(atMs),
    after: (ms, act) => clock.after(ms, act),
  };
}
