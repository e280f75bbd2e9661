import type { Cents } from '../contract/money.js';
import { otherQuantity } from '../load/other-quantity.js';
import { maxRetries } from '../load/retry-policy.js';
import type { LimitsProfile } from '../profile/profile.js';
import { formatCents } from '../profile/usd.js';
import { StartError } from '../run/start-error.js';
import type { IdempotencyCase } from './idempotency-case.js';

/** What the suite would come to at an API that knows no idempotency at all: an order for every call. */
export interface WorstCase {
  readonly orders: number;
  /** Null where the API shows no prices. */
  readonly spendCents: Cents | null;
}

/** `unitCents`: the price of one piece, or null; each order buys `quantity`. */
export function worstCase(
  cases: readonly IdempotencyCase[],
  quantity: number,
  unitCents: Cents | null,
): WorstCase {
  let orders = 0;
  let pieces = 0;
  for (const { steps } of cases) {
    // A case that is left without an answer asks again: the call, and its retries.
    orders += 1 + maxRetries;
    pieces += (1 + maxRetries) * quantity;
    for (const step of steps) {
      if (step.step === 'webhooks') continue;
      const calls = step.step === 'send' ? step.copies : 1;
      const otherBody = step.step === 'send' && step.otherBody === true;
      orders += calls;
      pieces += calls * (otherBody ? otherQuantity(quantity) : quantity);
    }
  }
  return { orders, spendCents: unitCents === null ? null : pieces * unitCents };
}

/** Throws a StartError when the worst case would pass a limit of the profile, or when that can't be known. */
export function refuseBeyondLimits({ orders, spendCents }: WorstCase, limits: LimitsProfile): void {
  const because = `an API that ignores its keys would make an order of each of the suite's ${orders} calls`;
  if (limits.orders !== null && orders > limits.orders) {
    throw new StartError(
      `limits.orders is ${limits.orders}, but ${because}; raise it to ${orders}, or do not run this here`,
    );
  }
  if (limits.spendCents === null) return;
  if (spendCents === null) {
    throw new StartError(
      "the API shows no catalogue of prices, so limits.spend can't be kept; remove that limit",
    );
  }
  if (spendCents > limits.spendCents) {
    throw new StartError(
      `limits.spend is ${formatCents(limits.spendCents)}, but ${because}, for ${formatCents(spendCents)}; raise it, order something cheaper, or do not run this here`,
    );
  }
}
