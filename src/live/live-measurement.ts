import type { Clock } from '../clock.js';
import { objectiveEdgesS } from '../exporter/delivery-edges.js';
import { RunHistograms } from '../exporter/run-histograms.js';
import { RunLatency } from '../latency/run-latency.js';
import { arrivalSlackMs, ObjectiveCounts } from '../objectives/objective-counts.js';
import type { OrderEvent } from '../order-event.js';
import type { Objective } from '../profile/objective.js';
import { GeneratorHealth, lastingSpanMs } from '../run/generator-health.js';
import { latencyListener } from '../run/latency-listener.js';
import { LoopWatch } from '../run/loop-watch.js';
import { WebhookTimes } from '../run/webhook-times.js';
import { Tracker } from '../tracker/tracker.js';
import { liveLimits } from './live-limits.js';

export interface LiveMeasurementParts {
  readonly clock: Clock;
  /** Counted from an order's planned instant. */
  readonly deadlineMs: number;
  readonly objectives: readonly Objective[];
}

/** Where every event of a watched service goes: the same fold as that of a run, which has no end and asks nobody. */
export class LiveMeasurement {
  readonly tracker: Tracker;
  readonly latency: RunLatency;
  readonly histograms: RunHistograms;
  readonly objectives: ObjectiveCounts;
  readonly health: GeneratorHealth;
  readonly webhookTimes = new WebhookTimes();
  readonly #loop = new LoopWatch((event) => this.take(event));
  /** Arrival of the newest authentic webhook; null before the first. */
  lastWebhookMs: number | null = null;
  #isOver = false;

  constructor(private readonly parts: LiveMeasurementParts) {
    const { clock, deadlineMs, objectives } = parts;
    const { rememberedOrders, recentWebhookIds, heldForMs } = liveLimits;
    this.latency = new RunLatency(deadlineMs);
    this.histograms = new RunHistograms(objectiveEdgesS(objectives));
    const settings = { rememberedOrders, recentWebhookIds, heldForMs, pollsExpired: false };
    this.tracker = new Tracker(deadlineMs, [latencyListener(this.latency), this.histograms], settings);
    this.objectives = new ObjectiveCounts(this.tracker, objectives);
    this.health = new GeneratorHealth(clock, lastingSpanMs);
    this.#loop.tick(clock.nowMs(), liveLimits.tickMs);
  }

  /** Whether nothing is taken any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Takes one event; `ended` is the last one. */
  take(event: OrderEvent): void {
    if (this.#isOver) return;
    this.#isOver = event.kind === 'ended';
    if (event.kind === 'webhook') this.lastWebhookMs = event.atMs;
    this.tracker.apply(event);
  }

  /** One authentic webhook was in our hands. Bound, so that it can be handed on. */
  readonly handled = (durationMs: number, transitMs: number | null): void => {
    this.health.handledWebhook(durationMs);
    this.webhookTimes.handled(durationMs, transitMs);
  };

  /** Time passes, and with it thresholds and deadlines. */
  tick(nowMs: number): void {
    this.#loop.tick(nowMs, liveLimits.tickMs);
    this.objectives.pass(nowMs, this.parts.clock.wallMs(nowMs));
    // A webhook that came in time may still be on its way through the service.
    for (const seq of this.tracker.overdue(nowMs - arrivalSlackMs))
      this.take({ kind: 'expired', atMs: nowMs, seq });
  }

  close(nowMs: number): void {
    this.take({ kind: 'ended', atMs: nowMs });
    this.health.stop();
  }
}
