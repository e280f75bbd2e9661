import type { Doubt } from '../load/doubt.js';
import type { CreateReading } from '../load/read-create.js';
import type { OrderEvent } from '../order-event.js';

/** An order while its create calls go on, or wait for the next try. */
export class WatchedOrder {
  isSent = false;
  /** Create calls under its key so far, and those that are not over. */
  attempts = 0;
  running = 0;
  acceptedId: string | null = null;
  doubt: Doubt = 'none';
  /** What the last call came to that gave no order, and when; null while there is none. */
  last: CreateReading | null = null;
  lastAtMs = 0;

  constructor(
    readonly seq: number,
    readonly key: string | null,
  ) {}

  /** Tells why the last call gave no usable answer, where it was that. `retryInMs`: null when nobody tried again. */
  tellFailure(emit: (event: OrderEvent) => void, retryInMs: number | null): void {
    if (this.last?.kind !== 'unreadable') return;
    const { seq, lastAtMs: atMs, attempts: attempt } = this;
    const { cause, status, explanation } = this.last;
    emit({ kind: 'attempt_failed', atMs, seq, attempt, cause, status, retryInMs, explanation });
  }
}
