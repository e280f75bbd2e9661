import type { IncomingHttpHeaders } from 'node:http';
import { maxBodyBytes } from '../contract/endpoints.js';
import type { SignatureClaim } from '../contract/signature-claim.js';
import type { OrderEvent } from '../order-event.js';
import {
  type RejectedWebhook,
  readWebhook,
  screenWebhook,
  tooLarge,
  type WebhookReader,
} from '../receiver/read-webhook.js';
import { RejectionSummary } from '../receiver/rejection-summary.js';

export interface WebhookWatchParts extends WebhookReader {
  readonly emit: (event: OrderEvent) => void;
  /** Told of each authentic webhook how long it was in foxload's hands and, by two clocks, on its way; in milliseconds. */
  readonly handled: (durationMs: number, transitMs: number | null) => void;
}

/** Makes events of the webhooks that come to a service: judged as foxload's own receiver judges them, and never answered. */
export class WebhookWatch {
  readonly #rejections = new RejectionSummary();

  constructor(private readonly parts: WebhookWatchParts) {}

  /** What the headers alone say: a signature to be proven, or null where the webhook is refused, which is counted. */
  screen(headers: IncomingHttpHeaders, atMs: number): SignatureClaim | null {
    const screened = screenWebhook(this.parts, headers, atMs);
    if (!('event' in screened)) return screened;
    this.#reject(screened.event);
    return null;
  }

  /** The raw body of a webhook whose headers passed; null for one larger than is read. `atMs`: when it arrived. */
  take(claim: SignatureClaim, body: Buffer | null, atMs: number): void {
    if (body === null || body.length > maxBodyBytes) {
      this.#reject(tooLarge(body?.length ?? maxBodyBytes + 1, atMs).event);
      return;
    }
    const { clock, emit, handled } = this.parts;
    const wholeMs = clock.nowMs();
    const reading = readWebhook(this.parts, claim, body, atMs);
    if ('event' in reading) {
      this.#reject(reading.event);
      return;
    }
    for (const event of reading.events) emit(event);
    const { toldAtMs } = reading;
    handled(clock.nowMs() - wholeMs, toldAtMs === null ? null : clock.wallMs(atMs) - toldAtMs);
  }

  /** Tells the refusals that wait to be told together. */
  tick(): void {
    for (const event of this.#rejections.flush()) this.parts.emit(event);
  }

  #reject(event: RejectedWebhook): void {
    const told = this.#rejections.take(event);
    if (told !== null) this.parts.emit(told);
  }
}
