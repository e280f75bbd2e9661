import type { TimerClock } from '../clock.js';
import { timeLimits } from '../gate/time-limits.js';
import type { JournalWriter } from '../journal/journal-writer.js';
import { RunLatency } from '../latency/run-latency.js';
import { ObjectiveCounts, type SavedObjective } from '../objectives/objective-counts.js';
import type { OrderEvent } from '../order-event.js';
import type { Profile } from '../profile/profile.js';
import { RunCourse } from '../series/run-course.js';
import { Tracker } from '../tracker/tracker.js';
import type { TrackerCounters } from '../tracker/tracker-counters.js';
import type { TrackerSettings } from '../tracker/tracker-settings.js';
import { ApiSilence } from './api-silence.js';
import { GeneratorHealth } from './generator-health.js';
import type { JudgedProfile } from './judged-profile.js';
import { latencyListener } from './latency-listener.js';
import { LoadPace } from './load-pace.js';
import { SelectedOrders } from './selected-orders.js';
import { WebhookTimes } from './webhook-times.js';

/**
 * What an earlier process counted, of orders that are over; how long others are to be remembered, and how long the generator's faults
 * are.
 */
export interface EarlierCounts {
  readonly settings?: Partial<TrackerSettings>;
  readonly counters?: TrackerCounters;
  readonly objectives?: Readonly<Record<string, SavedObjective>>;
  readonly healthSpanMs?: number;
}

/** Where every event of a run goes: into the journal, then into the fold and what listens to it. */
export class Measurement {
  readonly latency: RunLatency;
  readonly selected: SelectedOrders;
  readonly tracker: Tracker;
  readonly objectives: ObjectiveCounts;
  readonly health: GeneratorHealth;
  readonly silence = new ApiSilence();
  readonly pace = new LoadPace();
  readonly course = new RunCourse();
  readonly webhookTimes = new WebhookTimes();
  /** Arrival of the newest authentic webhook; null before the first. */
  lastWebhookMs: number | null = null;
  /** Since when at least one accepted order is open; null while none is. */
  #openSinceMs: number | null = null;
  #over = false;

  constructor(
    readonly clock: TimerClock,
    profile: JudgedProfile & Pick<Profile, 'objectives'>,
    private readonly journal: Pick<JournalWriter, 'append' | 'durable'>,
    { settings, counters, objectives: earlier, healthSpanMs }: EarlierCounts = {},
  ) {
    const { deadlineMs, budgets, objectives } = profile;
    this.latency = new RunLatency(deadlineMs, ['1m', '5m'], timeLimits(budgets, null));
    this.selected = new SelectedOrders(profile);
    const listeners = [latencyListener(this.latency), this.selected, this.silence, this.pace, this.course];
    this.tracker = new Tracker(deadlineMs, listeners, settings, counters);
    this.objectives = new ObjectiveCounts(this.tracker, objectives, earlier);
    this.health = new GeneratorHealth(clock, healthSpanMs);
  }

  /**
   * Settles when everything taken so far is as safe as the journal promises; false when the journal has failed. After
   * `ended` nothing is taken any more, so nothing that comes then is safe: a webhook has to be sent again later.
   */
  readonly durable = (): Promise<boolean> => (this.#over ? Promise.resolve(false) : this.journal.durable());

  /**
   * Takes one event. Bound, so that it can be handed to any stage. `ended` is the last one: sockets may still speak
   * while they are closed, but the result is drawn by then.
   */
  readonly take = (event: OrderEvent): void => {
    if (this.#over) return;
    this.#over = event.kind === 'ended';
    // Only authentic ones: strangers must not make a silent sender look alive.
    if (event.kind === 'webhook') this.lastWebhookMs = event.atMs;
    this.journal.append(event);
    this.course.take(event, this.tracker.counters);
    this.tracker.apply(event);
    const { pending, reserved, processing } = this.tracker.counters.open;
    if (pending + reserved + processing === 0) this.#openSinceMs = null;
    else this.#openSinceMs ??= event.atMs;
  };

  /** The receiver had one authentic webhook in its hands. Bound, as `take` is. */
  readonly handled = (durationMs: number, transitMs: number | null): void => {
    this.health.handledWebhook(durationMs);
    this.webhookTimes.handled(durationMs, transitMs);
  };

  /** How late the receiver's own event loop was, at each look. Bound, as `take` is. */
  readonly receiverLate = (lateMs: readonly number[]): void => this.health.receiverLate(lateMs);

  /** How long no webhook has come although one is due: an order is open all this time. Null while none is. */
  webhookSilenceMs(): number | null {
    if (this.#openSinceMs === null) return null;
    return this.clock.nowMs() - Math.max(this.#openSinceMs, this.lastWebhookMs ?? this.#openSinceMs);
  }
}
