import type { RefusalReason } from '../contract/refusal-reason.js';
import type { OrderEvent } from '../order-event.js';
import { IntendedOrders } from './intended-orders.js';

/** What a journal tells beside what the tracker folds, as far as going on with its run needs it. */
export class RunTraces {
  readonly intended = new IntendedOrders();
  /** No order from this number on can have left, because a drain had begun; null where none had. */
  drainedFrom: number | null = null;
  /** The reason of each order that ended as errored; one that was doubted instead has none. */
  readonly erroredFor = new Map<number, RefusalReason>();
  /** The newest order of the schedule that was planned, with its instant; null when none was. */
  lastPlanned: { readonly seq: number; readonly atMs: number } | null = null;
  /** When a status was last asked for; null when none was. */
  lastPolledMs: number | null = null;
  /** The newest instant that the process which sent the orders wrote down. */
  lastSenderMs = 0;
  /** Whether nothing follows the last footer: the run, or its latest resume, came to its end. */
  isClosed = false;
  /**
   * Whether the process that sent the orders came to its end by itself: then nothing of the journal is lost, and an order
   * that was intended and not planned was never sent.
   */
  senderEnded = false;
  /** When orders were accepted that a resume had asked for again. */
  readonly acceptedLateMs = new Map<number, number>();
  #expired = false;
  #resumed = false;

  take(event: OrderEvent): void {
    this.isClosed = false;
    this.#resumed ||= event.kind === 'resumed';
    if (!this.#resumed) this.lastSenderMs = Math.max(this.lastSenderMs, event.atMs);
    switch (event.kind) {
      case 'intent':
        this.intended.note(event.from, event.to);
        break;
      case 'drain':
        this.drainedFrom ??= event.from;
        break;
      case 'planned':
        this.lastPlanned = event;
        break;
      case 'errored':
        this.erroredFor.set(event.seq, event.reason);
        break;
      case 'in_doubt':
      case 'reopened':
        this.erroredFor.delete(event.seq);
        break;
      case 'accepted':
        if (this.#resumed) this.acceptedLateMs.set(event.seq, event.atMs);
        break;
      case 'expired':
        this.#expired = true;
        break;
      case 'polled':
        this.lastPolledMs = event.atMs;
        break;
    }
  }

  takeFooter(): void {
    this.isClosed = true;
    if (!this.#resumed) this.senderEnded = true;
  }

  /** Whether a process may have asked for a status right before it was killed, and taken the trace of that along. */
  get mayHaveAsked(): boolean {
    return !this.isClosed && (this.#expired || this.#resumed);
  }
}
