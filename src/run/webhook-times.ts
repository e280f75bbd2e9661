import { EdgeCounts, type EdgeReading } from '../latency/edge-counts.js';

/** Edges for our own handling, in seconds: past 50 ms at p99 the measurement is invalid. */
const handlerEdgesS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5] as const;
/** Edges for the way here, in seconds: from a network's delay to the repeats of a sender that was not answered. */
const transitEdgesS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] as const;

/** The times of webhooks at one instant. */
export interface WebhookTimesReading {
  /** In our hands, from the last byte to the events. */
  readonly handler: EdgeReading;
  /** From the time that the webhook tells to its arrival. */
  readonly transit: EdgeReading;
}

/** Counts how long authentic webhooks were on their way and in our hands. For watching: no verdict depends on it. */
export class WebhookTimes {
  readonly #handler = new EdgeCounts(handlerEdgesS);
  readonly #transit = new EdgeCounts(transitEdgesS);

  /** One webhook was in the receiver's hands. `transitMs` lies between two clocks, and is null where it tells no time. */
  handled(durationMs: number, transitMs: number | null): void {
    this.#handler.recordMs(durationMs);
    // Clocks that differ bring webhooks before they were sent; a sum of times must not fall.
    if (transitMs !== null) this.#transit.recordMs(Math.max(0, transitMs));
  }

  /** The counts so far. */
  readings(): WebhookTimesReading {
    return { handler: this.#handler.reading(), transit: this.#transit.reading() };
  }
}
