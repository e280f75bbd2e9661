import { EdgeCounts, type EdgeReading } from '../latency/edge-counts.js';
import type { AnsweredOrder, DecidedOrder, TrackerListener } from '../tracker/tracker-listener.js';
import { type AnswerCode, answerCodeOf, answerCodes } from './answer-code.js';
import { deliveryEdgesS } from './delivery-edges.js';

/** Edges for create calls, in seconds: the API should answer at once, and gives up after half a minute. */
const answerEdgesS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10, 30] as const;
/** Edges for the lag of sends, in seconds: beyond a tenth of a second the measurement is invalid. */
const sendLagEdgesS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 10] as const;

/** The histograms of a run at one instant. */
export interface HistogramReadings {
  /** Delivered orders, from the planned instant and from the actual send to the webhook. */
  readonly delivery: EdgeReading;
  readonly service: EdgeReading;
  /** Create calls, retries included, by what they were answered with. */
  readonly answer: Readonly<Record<AnswerCode, EdgeReading>>;
  readonly sendLag: EdgeReading;
}

/** Counts the times of a run by the edges of the metrics page. */
export class RunHistograms implements TrackerListener {
  readonly #delivery: EdgeCounts;
  readonly #service: EdgeCounts;
  readonly #answer = new Map(answerCodes.map((code) => [code, new EdgeCounts(answerEdgesS)]));
  readonly #sendLag = new EdgeCounts(sendLagEdgesS);

  /** `ownEdgesS` are added to the standard edges of delivery and service, in seconds. */
  constructor(ownEdgesS: readonly number[]) {
    const edgesS = deliveryEdgesS(ownEdgesS);
    this.#delivery = new EdgeCounts(edgesS);
    this.#service = new EdgeCounts(edgesS);
  }

  sent(lagMs: number): void {
    this.#sendLag.recordMs(lagMs);
  }

  answered({ status, sentMs, answeredMs }: AnsweredOrder): void {
    this.#answer.get(answerCodeOf(status))?.recordMs(answeredMs - sentMs);
  }

  decided({ outcome, plannedMs, sentMs, decidedMs }: DecidedOrder): void {
    if (outcome !== 'delivered') return;
    this.#delivery.recordMs(decidedMs - plannedMs);
    this.#service.recordMs(decidedMs - sentMs);
  }

  /** The counts so far. */
  readings(): HistogramReadings {
    const answer = [...this.#answer].map(([code, counts]) => [code, counts.reading()] as const);
    return {
      delivery: this.#delivery.reading(),
      service: this.#service.reading(),
      answer: Object.fromEntries(answer) as Record<AnswerCode, EdgeReading>,
      sendLag: this.#sendLag.reading(),
    };
  }
}
