import type { TimerClock } from '../clock.js';
import type { Cents } from '../contract/money.js';
import type { OrderEvent } from '../order-event.js';
import type { EventTaker } from '../run/event-taker.js';
import { runJournalHeader } from '../run/run-journal.js';
import type { Tracker } from '../tracker/tracker.js';
import { MonitorFold } from './monitor-fold.js';
import type { MonitorState } from './monitor-state.js';
import type { MonitoredProfile } from './monitored-profile.js';
import { movedEvents, type PricedProfile, withRetired } from './retired-entry.js';
import type { SegmentBegin, SegmentedJournal } from './segmented-journal.js';

/** A segment is ended after this long, … */
const segmentMs = 3_600_000;
/** … or after so many events, some ten megabytes, whichever comes first. */
const maxSegmentEvents = 100_000;

/** What a monitor is called and where it watches, as its journal tells it. */
export interface MonitorFacts {
  readonly id: string;
  readonly startedAt: Date;
  readonly apiKey: string;
  /** Known once they are open. */
  target: string;
  webhookUrl: string;
}

/** What the next order is numbered, and when the newest one was due on the monitor's clock; null before the first. */
export interface Progress {
  readonly nextSeq: number;
  readonly lastPlannedMs: number | null;
}

/**
 * Where every event of a monitor goes: into the journal, then into the fold. The fold can be made anew from what is safe, which is
 * how a profile changes while orders are in flight.
 */
export class Monitor implements EventTaker {
  #fold: MonitorFold;
  #progress: Progress;
  #segmentSinceMs: number;
  #isOver = false;

  constructor(
    readonly clock: TimerClock,
    private readonly journal: SegmentedJournal,
    fold: MonitorFold,
    progress: Progress,
    readonly facts: MonitorFacts,
  ) {
    this.#fold = fold;
    this.#progress = progress;
    this.#segmentSinceMs = clock.nowMs();
  }

  /** What follows from the events so far. Another one after a change of the profile. */
  get fold(): MonitorFold {
    return this.#fold;
  }

  get tracker(): Tracker {
    return this.#fold.measurement.tracker;
  }

  get profile(): MonitoredProfile {
    return this.#fold.priced.profile;
  }

  get progress(): Progress {
    return this.#progress;
  }

  readonly take = (event: OrderEvent): void => {
    if (this.#isOver) return;
    if (event.kind === 'planned')
      this.#progress = {
        nextSeq: Math.max(this.#progress.nextSeq, event.seq + 1),
        lastPlannedMs: event.atMs,
      };
    this.#fold.take(event);
  };

  readonly durable = (): Promise<boolean> => (this.#isOver ? Promise.resolve(false) : this.journal.durable());

  /** Nothing is taken any more: what is in flight stays so for a later process, and a webhook has to be sent again. */
  end(): void {
    this.#isOver = true;
    this.#fold.measurement.health.stop();
  }

  /** A new day, or a segment that has become long, begins the next one. To be called where no order is about to leave. */
  async lookAfterSegment(): Promise<void> {
    const nowMs = this.clock.nowMs();
    const isNewDay = this.#fold.limit.lookAt(this.clock.wallMs(nowMs), this.#progress.nextSeq);
    const isLong = nowMs - this.#segmentSinceMs >= segmentMs || this.journal.events >= maxSegmentEvents;
    if (isNewDay || isLong) await this.beginSegment();
  }

  /** Writes the next segment of the journal, which begins with the orders in flight, and deletes the one before. */
  async beginSegment(): Promise<void> {
    await this.journal.begin(this.journal.segment + 1, () => {
      const events = this.#fold.open.events();
      return this.#segmentOf(this.#fold.priced, events, this.#stateOf(events, this.#fold.priced));
    });
    this.#segmentSinceMs = this.clock.nowMs();
  }

  /**
   * Goes by another profile from now on: the orders in flight are told anew to a new fold. To be called where no order is about to
   * leave.
   *
   * @param pricesCents of one order of each entry of its mix
   */
  async change(to: MonitoredProfile, pricesCents: readonly Cents[]): Promise<void> {
    const before = this.#fold;
    await this.journal.begin(this.journal.segment + 1, () => {
      const { events, retired } = movedEvents(before.open.events(), before.priced, to);
      const priced = withRetired(to, pricesCents, retired);
      const state = this.#stateOf(events, priced);
      this.#fold = this.#foldOf(priced, state, events);
      before.measurement.health.stop();
      return this.#segmentOf(priced, events, state);
    });
    this.#segmentSinceMs = this.clock.nowMs();
  }

  #foldOf(priced: PricedProfile, state: MonitorState, events: readonly OrderEvent[]): MonitorFold {
    let isTold = false;
    const { journal } = this;
    // The segment begins with these events: they are written once, and not again as they are taken.
    const append: SegmentedJournal['append'] = (event) => isTold && journal.append(event);
    const fold = new MonitorFold(priced, this.clock, state, { append, durable: journal.durable });
    for (const event of events) fold.take(event);
    fold.limit.goOnWith(state.day);
    isTold = true;
    return fold;
  }

  #stateOf(events: readonly OrderEvent[], { retired }: PricedProfile): MonitorState {
    const fold = this.#fold;
    return {
      monitor: this.facts.id,
      segment: this.journal.segment + 1,
      carriedEvents: events.length,
      ...this.#progress,
      ...fold.settled(),
      day: fold.limit.today,
      retired,
    };
  }

  #segmentOf(priced: PricedProfile, events: readonly OrderEvent[], state: MonitorState): SegmentBegin {
    const { id, startedAt, apiKey, target, webhookUrl } = this.facts;
    const { profile, pricesCents } = priced;
    const header = runJournalHeader(
      id,
      startedAt,
      profile,
      apiKey,
      target,
      webhookUrl,
      pricesCents,
      this.clock,
    );
    return { state, header, events, profileText: profile.source };
  }
}
