import { dialects } from '../../src/contract/dialects.js';
import { signatureSchemes } from '../../src/contract/signature-schemes.js';
import { readWebhook, screenWebhook, type WebhookReader } from '../../src/receiver/read-webhook.js';
import type { Measurement } from '../../src/run/measurement.js';
import type { SandboxOptions } from '../../src/sandbox/sandbox-options.js';
import type { WebhookArrival } from './webhook-courier.js';

/** A webhook that was taken while the run was on, and its stamp. */
export interface TakenWebhook extends WebhookArrival {
  readonly atMs: number;
  /** The number of events up to and with its own; null where it was refused. */
  events: number | null;
  /** How much of the journal was safe when it was acknowledged, in characters; null where it was not. */
  acknowledgedAtLength: number | null;
}

/** How far the journal has come. */
export interface JournalProgress {
  readonly events: number;
  readonly safeLength: number;
}

/** The webhook endpoint without its sockets: what it does between a request and its answer. */
export class SimulatedReceiver {
  readonly taken: TakenWebhook[] = [];
  readonly #reader: WebhookReader;

  constructor(
    private readonly measurement: Measurement,
    options: SandboxOptions,
    /** There when only what is safe in the journal is acknowledged. */
    private readonly progress: (() => JournalProgress) | null,
    private readonly isOver: () => boolean,
  ) {
    this.#reader = {
      dialect: dialects[options.dialect],
      scheme: signatureSchemes[options.signature],
      secret: options.webhookSecret,
      clock: measurement.clock,
    };
  }

  receive(arrival: WebhookArrival, answer: (status: number) => void): void {
    const atMs = this.measurement.clock.nowMs();
    if (this.isOver()) {
      answer(204);
      return;
    }
    const webhook: TakenWebhook = { ...arrival, atMs, events: null, acknowledgedAtLength: null };
    this.taken.push(webhook);
    const claim = screenWebhook(this.#reader, arrival.headers, atMs);
    const reading = 'event' in claim ? claim : readWebhook(this.#reader, claim, arrival.body, atMs);
    if ('event' in reading) {
      answer(reading.status);
      this.measurement.take(reading.event);
      return;
    }
    for (const event of reading.events) this.measurement.take(event);
    const { progress } = this;
    if (progress === null) {
      answer(204);
      return;
    }
    webhook.events = progress().events;
    void this.measurement.durable().then((safe) => {
      if (safe) webhook.acknowledgedAtLength = progress().safeLength;
      answer(safe ? 204 : 503);
    });
  }
}
