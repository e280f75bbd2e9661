import type { IncomingMessage, ServerResponse } from 'node:http';
import { maxBodyBytes } from '../contract/endpoints.js';
import type { SignatureClaim } from '../contract/signature-claim.js';
import type { OrderEvent } from '../order-event.js';
import {
  readWebhook,
  screenWebhook,
  tooLarge,
  type WebhookReader,
  type WebhookReading,
  type WebhookRefusal,
} from './read-webhook.js';
import { receiverLimits } from './receiver-limits.js';
import { refuse } from './refuse.js';
import { RejectionSummary, summaryWindowMs } from './rejection-summary.js';

export interface WebhookTakerOptions extends WebhookReader {
  /** Where the events go. Called synchronously. */
  readonly emit: (event: OrderEvent) => void;
  /**
   * Settles true when every event emitted so far is safe, false when that is not possible. When it is given, a webhook
   * is acknowledged only after that; with false it is answered 503, and its sender tries again later.
   */
  readonly durable?: () => Promise<boolean>;
  /**
   * Told how long each authentic webhook was in our hands, from its last byte to its events, and how long after the time that it
   * tells it came, by two clocks; null where it tells none. In milliseconds. What strangers send, and how slowly a network brings
   * a body, says nothing about us.
   */
  readonly handled?: (durationMs: number, transitMs: number | null) => void;
}

const nothing: Buffer = Buffer.alloc(0);

/** The requests to the webhook address, from their headers to their answers. */
export class WebhookTaker {
  readonly #options: WebhookTakerOptions;
  readonly #rejections = new RejectionSummary();
  #summary: NodeJS.Timeout | null = null;
  #unanswered = 0;
  /** Authentic ones answered 503 because too many waited for the journal. */
  overflowed = 0;

  constructor(options: WebhookTakerOptions) {
    this.#options = options;
  }

  take(atMs: number, request: IncomingMessage, response: ServerResponse): void {
    const screened = screenWebhook(this.#options, request.headers, atMs);
    if ('event' in screened) {
      this.#refuse(screened, request, response);
      return;
    }
    // Nearly all bodies come in one piece, and are not copied.
    let body = nothing;
    let more: Buffer[] | null = null;
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      if (bytes > maxBodyBytes) return;
      bytes += chunk.length;
      if (bytes > maxBodyBytes) this.#refuse(tooLarge(bytes, atMs), request, response);
      else if (body === nothing) body = chunk;
      else if (more === null) more = [body, chunk];
      else more.push(chunk);
    });
    request.on('end', () => {
      if (bytes > maxBodyBytes) return;
      this.#read(screened, more === null ? body : Buffer.concat(more), atMs, request, response);
    });
  }

  /** Tells what has not been told yet. */
  close(): void {
    if (this.#summary !== null) clearTimeout(this.#summary);
    this.#tellSummary();
  }

  #read(
    claim: SignatureClaim,
    body: Buffer,
    atMs: number,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const wholeMs = this.#options.clock.nowMs();
    const reading = readWebhook(this.#options, claim, body, atMs);
    if ('event' in reading) this.#refuse(reading, request, response);
    else if (this.#options.durable === undefined) {
      answer(response, 204);
      this.#handled(reading, atMs, wholeMs);
      for (const event of reading.events) this.#options.emit(event);
    } else this.#acknowledgeDurably(this.#options.durable, reading, atMs, wholeMs, response);
  }

  #acknowledgeDurably(
    durable: () => Promise<boolean>,
    reading: WebhookReading,
    atMs: number,
    wholeMs: number,
    response: ServerResponse,
  ): void {
    if (this.#unanswered >= receiverLimits.unanswered) {
      this.overflowed += 1;
      answer(response, 503);
      return;
    }
    for (const event of reading.events) this.#options.emit(event);
    this.#handled(reading, atMs, wholeMs);
    this.#unanswered += 1;
    const settled = (isSafe: boolean): void => {
      this.#unanswered -= 1;
      answer(response, isSafe ? 204 : 503);
    };
    durable().then(settled, () => settled(false));
  }

  #refuse({ status, event }: WebhookRefusal, request: IncomingMessage, response: ServerResponse): void {
    refuse(request, response, status);
    const told = this.#rejections.take(event);
    if (told !== null) this.#options.emit(told);
    else this.#summary ??= setTimeout(() => this.#tellSummary(), summaryWindowMs).unref();
  }

  #tellSummary(): void {
    this.#summary = null;
    for (const event of this.#rejections.flush()) this.#options.emit(event);
  }

  #handled({ toldAtMs }: WebhookReading, atMs: number, wholeMs: number): void {
    const { handled, clock } = this.#options;
    handled?.(clock.nowMs() - wholeMs, toldAtMs === null ? null : clock.wallMs(atMs) - toldAtMs);
  }
}

function answer(response: ServerResponse, status: 204 | 503): void {
  response.statusCode = status;
  response.end();
}
