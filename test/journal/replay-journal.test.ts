import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replayJournal } from '../../src/journal/replay-journal.js';
import { bucketOfMs, MicrosecondHistogram } from '../../src/latency/microsecond-histogram.js';
import { RunLatency } from '../../src/latency/run-latency.js';
import type { OrderEvent } from '../../src/order-event.js';
import { latencyListener } from '../../src/run/latency-listener.js';
import { ledgerOf } from '../../src/tracker/ledger.js';
import { Tracker } from '../../src/tracker/tracker.js';
import type { TrackerListener } from '../../src/tracker/tracker-listener.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { deadlineMs, open } from '../tracker/order-events.js';
import { wholeRun } from '../tracker/whole-runs.js';
import { anyEvent } from './any-event.js';
import { everyKind, header, writeJournal } from './written-journal.js';

/** Everything that a run measures, and every call that its listeners get. */
class Figures {
  readonly latency = new RunLatency(deadlineMs);
  /** One of which every bucket can be compared. */
  readonly histogram = new MicrosecondHistogram(64);
  readonly calls: unknown[] = [];

  listeners(): TrackerListener[] {
    const note =
      (name: string) =>
      (...told: unknown[]): void => {
        this.calls.push([name, ...told]);
      };
    return [
      latencyListener(this.latency),
      { sent: note('sent'), answered: note('answered'), decided: note('decided'), ended: note('ended') },
      {
        decided: ({ decidedMs, plannedMs }) => {
          this.histogram.record(bucketOfMs(decidedMs - plannedMs));
        },
      },
    ];
  }

  all(tracker: Tracker, nowMs: number): unknown {
    return {
      counters: tracker.counters,
      ledger: ledgerOf(tracker.counters),
      inFlight: tracker.inFlight,
      figures: this.latency.figures(),
      clamped: this.latency.clamped,
      windows: [this.latency.windowFigures('1m', nowMs), this.latency.windowFigures('5m', nowMs)],
      buckets: [...this.histogram.filledBuckets()],
      calls: this.calls,
    };
  }
}

function live(events: readonly OrderEvent[], nowMs: number): unknown {
  const figures = new Figures();
  const tracker = new Tracker(deadlineMs, figures.listeners());
  for (const event of events) tracker.apply(event);
  return figures.all(tracker, nowMs);
}

function replayed(file: string, nowMs: number): unknown {
  const figures = new Figures();
  const { tracker } = replayJournal(file, { listeners: () => figures.listeners() });
  return figures.all(tracker, nowMs);
}

/** Instants as a clock gives them: whole microseconds, each written as a decimal fraction. */
function shifted(events: readonly OrderEvent[], us: number): OrderEvent[] {
  return events.map((event) => ({ ...event, atMs: Math.round(event.atMs * 1000 + us) / 1000 }));
}

function ended(atMs: number): OrderEvent {
  return { kind: 'ended', atMs };
}

describe('replaying a journal', () => {
  it('gives what the live run gave, bit for bit, whatever happened in it', () => {
    const file = join(temporaryFolder(), 'orders.ndjson');
    fc.assert(
      fc.property(
        wholeRun(12, true),
        fc.array(anyHarmless, { maxLength: 8 }),
        fc.nat(1e9),
        (run, others, us) => {
          const events = shifted(
            [...others, ...run.slice(0, -1), { kind: 'intent', atMs: 1, from: 0, to: 11 }, ...run.slice(-1)],
            us,
          );
          const nowMs = Math.max(...events.map(({ atMs }) => atMs));
          writeJournal(file, events);
          expect(replayed(file, nowMs)).toEqual(live(events, nowMs));
        },
      ),
      { seed: 20_260_518, numRuns: 400 },
    );
  });

  it('gives what the live run gave of every kind of event there is', () => {
    const file = join(temporaryFolder(), 'orders.ndjson');
    writeJournal(file, everyKind);
    expect(replayed(file, 12)).toEqual(live(everyKind, 12));
  });

  it('takes an end for one only when nothing follows it, nor is to follow', () => {
    const file = join(temporaryFolder(), 'orders.ndjson');
    const events = [...open(0), ended(5), ...open(1), ended(9)];
    writeJournal(file, events);
    const ends: [number, number][] = [];
    const listeners = () => [{ ended: (orders: number, atMs: number) => ends.push([orders, atMs]) }];
    expect(replayJournal(file, { listeners })).toMatchObject({ events: 8, lastMs: 9 });
    expect(ends).toEqual([[2, 9]]);
    expect(replayJournal(file, { listeners, goOn: true }).tracker.inFlight).toBe(2);
    expect(ends).toEqual([[2, 9]]);
  });

  it('tells the header to whoever makes the listeners, and the latest instant', () => {
    const file = join(temporaryFolder(), 'orders.ndjson');
    writeJournal(file, everyKind);
    const deadlines: number[] = [];
    const {
      tracker,
      lastMs,
      events,
      header: read,
    } = replayJournal(file, {
      listeners: ({ deadlineMs: ms }) => {
        deadlines.push(ms);
        return [];
      },
    });
    expect([deadlines, lastMs, events]).toEqual([[header.deadlineMs], 12, everyKind.length]);
    expect(tracker.deadlineMs).toBe(read.deadlineMs);
    expect(tracker.counters).toMatchObject({ intended: 100, planned: 4, sent: 3, accepted: 1 });
  });

  it('has no latest instant where nothing happened', () => {
    const file = join(temporaryFolder(), 'orders.ndjson');
    writeJournal(file, []);
    expect(replayJournal(file)).toMatchObject({ lastMs: null, events: 0, lines: 1, footer: null });
  });
});

/** Events that stand for themselves, wherever they come in a run. */
const anyHarmless = anyEvent.filter(
  ({ kind, atMs }) =>
    ['attempt_failed', 'violation', 'webhook_rejected', 'intent'].includes(kind) && Math.abs(atMs) < 1e12,
);
