import type { TimerClock } from '../clock.js';
import type { RefusalReason } from '../contract/refusal-reason.js';
import type { CreateCaller } from '../load/order-call.js';
import { OrderClient } from '../load/order-client.js';
import { orderMix } from '../load/order-mix.js';
import { retryPolicy } from '../load/retry-policy.js';
import type { OrderEvent } from '../order-event.js';
import type { Profile } from '../profile/profile.js';
import { createCommand } from './create-command.js';

/** At most this many orders are asked for at once: there is no schedule to keep. */
const maxAtOnce = 20;

export interface ReplayParts {
  readonly profile: Profile;
  readonly connection: CreateCaller;
  readonly clock: TimerClock;
  readonly runSecret: Buffer;
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
  { profile, connection, clock, runSecret, take, mayGoOn }: ReplayParts,
): Promise<void> {
  const mix = orderMix(profile.orders, profile.replays, profile.load.seed);
  // They count as sent already.
  const emit = (event: OrderEvent): void => {
    if (event.kind !== 'sent') take(event);
  };
  const client = new OrderClient({ connection, clock, emit, retryPolicy: retryPolicy(profile.load.seed) });
  for (const { seq, reason } of inDoubt) {
    while (client.unfinished >= maxAtOnce) await pause(clock);
    if (!mayGoOn()) break;
    take({ kind: 'reopened', atMs: clock.nowMs(), seq, reason });
    const command = createCommand(profile, mix, runSecret, seq);
    // What is refused before anybody looks for the key proves nothing about the attempt of the process that was killed.
    client.create(seq, command, false, 'answered');
  }
  while (client.unfinished > 0) await pause(clock);
}

function pause(clock: TimerClock): Promise<void> {
  return new Promise((resolve) => clock.after(10, resolve));
}
