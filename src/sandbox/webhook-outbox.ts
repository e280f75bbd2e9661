import { isDecided } from '../contract/order-state.js';
import { Fifo } from '../fifo.js';
import { DueQueue } from './due-queue.js';
import { induces } from './induction-set.js';
import { retryDelayMs } from './retry-schedule.js';
import type { SandboxOrder } from './sandbox-order.js';
import { webhooksFor } from './webhook-faults.js';
import type { WebhookMessage } from './webhook-message.js';

export interface OutboxParts {
  /** Whether there is an address to send to. */
  readonly hasTarget: boolean;
  readonly speed: number;
  readonly webhookDelayMs: number;
  readonly intermediateWebhooks: boolean;
  /** Webhooks held at once, at most. */
  readonly limit: number;
  idOf(number: number): string;
  /** The final webhook of an order that asked for `early` was tried, or will never be. */
  finalTried(order: SandboxOrder): void;
}

/** What became of webhooks. Every one that was due ends in `acknowledged`, `gaveUp` or `overflowed`, or still waits. */
export interface OutboxCounters {
  attempts: number;
  acknowledged: number;
  failedAttempts: number;
  gaveUp: number;
  /** Not even tried: the outbox was full. */
  overflowed: number;
}

/** The webhooks that have to leave: which, when, and again when. Knows neither socket nor timer. */
export class WebhookOutbox {
  readonly #parts: OutboxParts;
  readonly #waiting = new DueQueue<WebhookMessage>();
  readonly #ready = new Fifo<WebhookMessage>();
  #onTheWire = 0;
  readonly counters: OutboxCounters = {
    attempts: 0,
    acknowledged: 0,
    failedAttempts: 0,
    gaveUp: 0,
    overflowed: 0,
  };

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  /** Webhooks waiting, ready or on the wire. */
  get size(): number {
    return this.#waiting.size + this.#ready.size + this.#onTheWire;
  }

  nextDueMs(): number {
    return this.#waiting.nextDueMs();
  }

  advance(nowMs: number): void {
    for (let due = this.#waiting.popDue(nowMs); due !== undefined; due = this.#waiting.popDue(nowMs)) {
      this.#ready.push(due);
    }
  }

  /** `order` has moved to its present state at `atMs`. */
  announce(order: SandboxOrder, atMs: number): void {
    const final = isDecided(order.state) && order.state !== 'refunded';
    if (!final && !this.#parts.intermediateWebhooks) return;
    const first = this.#parts.hasTarget ? webhooksFor(order, this.#parts.idOf(order.number), atMs) : null;
    if (first === null) {
      if (final) this.#finalDone(order);
      return;
    }
    const delayed = final && induces(order.inductions, 'delay');
    this.#enqueue(first, delayed ? atMs + this.#parts.webhookDelayMs / this.#parts.speed : null);
  }

  /** The next webhook to send. Whoever takes one calls `settle` when the attempt is over. */
  take(): WebhookMessage | undefined {
    const message = this.#ready.shift();
    if (message === undefined) return undefined;
    this.#onTheWire += 1;
    this.counters.attempts += 1;
    message.attempts += 1;
    return message;
  }

  /** An attempt is over: acknowledged by a 2xx, or not. */
  settle(message: WebhookMessage, acknowledged: boolean, nowMs: number): void {
    this.#onTheWire -= 1;
    if (message.isFinal && message.attempts === 1) this.#finalDone(message.order);
    if (acknowledged) this.counters.acknowledged += 1;
    else this.counters.failedAttempts += 1;
    const delayMs = message.isRetried ? retryDelayMs(message.attempts, this.#parts.speed) : null;
    if (!acknowledged && delayMs !== null) {
      this.#waiting.push(nowMs + delayMs, message);
      return;
    }
    if (!acknowledged) this.counters.gaveUp += 1;
    this.#follow(message);
  }

  #follow(message: WebhookMessage): void {
    const { next } = message;
    if (next === null) return;
    // A duplicate repeats the bytes of its original.
    if (next.webhookId === message.webhookId && next.variant === message.variant) next.body = message.body;
    this.#enqueue(next, null);
  }

  #enqueue(message: WebhookMessage, dueMs: number | null): void {
    if (this.size >= this.#parts.limit) this.#overflow(message);
    else if (dueMs === null) this.#ready.push(message);
    else this.#waiting.push(dueMs, message);
  }

  #overflow(first: WebhookMessage): void {
    for (let message: WebhookMessage | null = first; message !== null; message = message.next) {
      this.counters.overflowed += 1;
    }
    this.#finalDone(first.order);
  }

  #finalDone(order: SandboxOrder): void {
    if (induces(order.inductions, 'early')) this.#parts.finalTried(order);
  }
}
