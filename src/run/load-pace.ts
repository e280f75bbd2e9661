import type { AnsweredOrder, TrackerListener } from '../tracker/tracker-listener.js';

/** How much the API took, and how much of it was open at once. */
export interface PaceFigures {
  /**
   * Create calls that were over (accepted, refused or errored) a second, from the first planned instant to the last answer;
   * null where nothing was answered.
   */
  readonly answeredPerSecond: number | null;
  /** The most orders that were sent and not decided at once. */
  readonly mostInFlight: number;
  /** The profile's limit on that. In the closed model connections wait while it is reached. */
  readonly maxInFlight: number;
}

/** Counts what `PaceFigures` tell, order by order. */
export class LoadPace implements TrackerListener {
  #firstMs = Number.NaN;
  #lastMs = Number.NaN;
  #answered = 0;
  #inFlight = 0;
  #mostInFlight = 0;

  sent(lagMs: number, atMs: number): void {
    if (Number.isNaN(this.#firstMs)) this.#firstMs = atMs - lagMs;
    this.#inFlight += 1;
    if (this.#inFlight > this.#mostInFlight) this.#mostInFlight = this.#inFlight;
  }

  answered({ outcome, answeredMs }: AnsweredOrder): void {
    this.#answered += 1;
    this.#lastMs = answeredMs;
    if (outcome !== 'accepted') this.#inFlight -= 1;
  }

  decided(): void {
    this.#inFlight -= 1;
  }

  figures(maxInFlight: number): PaceFigures {
    const spanMs = this.#lastMs - this.#firstMs;
    const answeredPerSecond = spanMs > 0 ? (this.#answered * 1000) / spanMs : null;
    return { answeredPerSecond, mostInFlight: this.#mostInFlight, maxInFlight };
  }
}
