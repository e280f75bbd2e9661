import type { TimerClock } from '../clock.js';
import type { CreateCommand } from '../contract/dialect.js';
import type { RefusalReason } from '../contract/refusal-reason.js';
import type { CreateCaller } from '../load/order-call.js';
import { OrderClient } from '../load/order-client.js';
import { retryPolicy } from '../load/retry-policy.js';
import type { OrderEvent } from '../order-event.js';

/** At most this many orders are asked for at once: there is no schedule to keep. */
const maxAtOnce = 20;

export interface ReplayParts {
  readonly connection: CreateCaller;
  readonly clock: TimerClock;
  /** What an order asks the API for, under the key that is its alone. */
  readonly commandOf: (seq: number) => CreateCommand;
  /** Of the waits before retries. */
  readonly seed: number;
  readonly take: (event: OrderEvent) => void;
  /** False: no further key is sent. */
  readonly mayGoOn: () => boolean;
}

/**
 * Sends the keys of orders in doubt again. The API answers with the order that each key has made, or makes it now, which
 * costs its price. Settles when every call is over.
 */
export async function settleByReplay(
  inDoubt: readonly { readonly seq: number; readonly reason: RefusalReason }[],
  { connection, clock, commandOf, seed, take, mayGoOn }: ReplayParts,
): Promise<void> {
  // They count as sent already.
  const emit = (event: OrderEvent): void => {
    if (event.kind !== 'sent') take(event);
  };
  const client = new OrderClient({ connection, clock, emit, retryPolicy: retryPolicy(seed) });
  for (const { seq, reason } of inDoubt) {
    while (client.unfinished >= maxAtOnce) await pause(clock);
    if (!mayGoOn()) break;
    take({ kind: 'reopened', atMs: clock.nowMs(), seq, reason });
    // What is refused before anybody looks for the key proves nothing about the attempt of the process that was killed.
    client.create(seq, commandOf(seq), false, 'answered');
  }
  while (client.unfinished > 0) await pause(clock);
}

function pause(clock: TimerClock): Promise<void> {
  return new Promise((resolve) => clock.after(10, resolve));
}
