import type { JournalHeader } from '../journal/journal-header.js';
import { readJournal } from '../journal/read-journal.js';
import type { OrderEvent } from '../order-event.js';
import type { MonitorFold } from './monitor-fold.js';
import type { MonitorState } from './monitor-state.js';

/** What the journal of a killed process tells beside what the fold holds. */
export interface ReplayedSegment {
  /** All orders before this number may have been sent. */
  readonly intendedEnd: number;
  readonly lastPlannedMs: number | null;
  /** The orders that were planned have numbers below this. */
  readonly plannedEnd: number;
  /** Where a writer goes on. */
  readonly intactBytes: number;
}

/** The first line of a segment, and the newest instant that it tells. Throws a JournalError when it can't be read. */
export function segmentFacts(file: string): { readonly header: JournalHeader; readonly lastMs: number } {
  let lastMs = 0;
  const { header } = readJournal(file, {
    event({ atMs }) {
      if (atMs > lastMs) lastMs = atMs;
    },
  });
  return { header, lastMs };
}

/**
 * Folds a segment behind the state that it began with. The fold must not write what it takes.
 *
 * @throws {JournalError} when the segment is damaged before its last line
 */
export function replaySegment(file: string, state: MonitorState, fold: MonitorFold): ReplayedSegment {
  const replay = new SegmentReplay(state, fold);
  const { intactBytes } = readJournal(file, { event: (event) => replay.take(event) });
  const { intendedEnd, lastPlannedMs, plannedEnd } = replay;
  return { intendedEnd, lastPlannedMs, plannedEnd, intactBytes };
}

class SegmentReplay {
  intendedEnd: number;
  plannedEnd: number;
  lastPlannedMs: number | null;
  #carriedLeft: number;

  constructor(
    private readonly state: MonitorState,
    private readonly fold: MonitorFold,
  ) {
    this.intendedEnd = state.nextSeq;
    this.plannedEnd = state.nextSeq;
    this.lastPlannedMs = state.lastPlannedMs;
    this.#carriedLeft = state.carriedEvents;
    if (this.#carriedLeft === 0) fold.limit.goOnWith(state.day);
  }

  take(event: OrderEvent): void {
    const isCarried = this.#carriedLeft > 0;
    if (!isCarried) this.#spend(event);
    this.fold.take(event);
    if (!isCarried) {
      if (event.kind === 'planned') this.#planned(event.seq, event.atMs);
      return;
    }
    this.#carriedLeft -= 1;
    // Whatever was given back for an order that is told anew was given back before: the state knows it.
    if (this.#carriedLeft === 0) this.fold.limit.goOnWith(this.state.day);
  }

  #planned(seq: number, atMs: number): void {
    this.plannedEnd = Math.max(this.plannedEnd, seq + 1);
    this.lastPlannedMs = atMs;
  }

  /** What was set aside right before an intent, and given back when its order did not leave. */
  #spend(event: OrderEvent): void {
    const { limit } = this.fold;
    if (event.kind === 'intent') {
      for (let seq = event.from; seq <= event.to; seq += 1) limit.commit(this.fold.worstCents(seq));
      this.intendedEnd = Math.max(this.intendedEnd, event.to + 1);
    } else if (event.kind === 'drain') {
      for (let seq = event.from; seq < this.intendedEnd; seq += 1) limit.commit(-this.fold.worstCents(seq));
      this.intendedEnd = Math.min(this.intendedEnd, event.from);
    } else if (event.kind === 'dropped' && event.reason !== 'spend') {
      limit.commit(-this.fold.worstCents(event.seq));
    }
  }
}
