import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orderMix } from '../../src/load/order-mix.js';
import { otherQuantity } from '../../src/load/other-quantity.js';
import { type ReplayResult, replayResults } from '../../src/order-event.js';
import type { Profile } from '../../src/profile/profile.js';
import { SpendAccount } from '../../src/run/spend-account.js';
import type { AnsweredOrder, DecidedOrder } from '../../src/tracker/tracker-listener.js';
import { profileOf } from './rig.js';

const load = { stages: [{ rate: '10/s', for: '1s' }] };

/** Two kinds of order: one piece at up to 5 USD, three at up to 2 USD each. */
function account(replays: string, limits: Readonly<Record<string, unknown>>): SpendAccount {
  const orders = [{ sku: 'a' }, { sku: 'b', quantity: 3 }];
  const profile = profileOf({ name: 'spend', load, orders, replays, limits });
  // By the catalogue: 4.20 USD for the one, 3 × 1.50 USD for the other.
  return new SpendAccount(profile, [420, 450]);
}

const skus = { a: '5 USD', b: '2 USD' };

function answered(seq: number, sku: number, outcome: AnsweredOrder['outcome']): AnsweredOrder {
  return { seq, sku, stage: 0, outcome, reason: null, plannedMs: 0, sentMs: 0, answeredMs: 0, status: null };
}

function decided(seq: number, sku: number, reason: DecidedOrder['reason']): DecidedOrder {
  const outcome = reason === null ? 'delivered' : 'failed';
  const at = { plannedMs: 0, sentMs: 0, answeredMs: 0, decidedMs: 0, stage: 0 };
  return { seq, sku, outcome, via: 'webhook', reason, ...at };
}

describe('the spend account', () => {
  test('sets the highest allowed price aside, to the cent of the limit', () => {
    const spend = account('0%', { spend: '16 USD', skus });
    expect([spend.reserve(0, false), spend.reserve(0, false)]).toEqual([true, true]);
    expect([spend.reserve(1, false), spend.reserve(0, false)]).toEqual([true, false]);
    expect(spend.committedCents).toBe(1_600);
  });

  test('sets the price of the catalogue aside where nothing else is allowed', () => {
    const spend = account('0%', { spend: '8.69 USD' });
    expect([spend.reserve(0, false), spend.reserve(1, false)]).toEqual([true, false]);
    const cent = account('0%', { spend: '8.70 USD' });
    expect([cent.reserve(0, false), cent.reserve(1, false)]).toEqual([true, true]);
  });

  test('sets a replayed order aside with its twin and its other body', () => {
    const spend = account('100%', { spend: '36 USD', skus });
    // One piece: 1 + 1 + 2 at 5 USD. Three: 3 + 3 + 2 at 2 USD.
    expect([spend.reserve(0, true), spend.reserve(1, true)]).toEqual([true, true]);
    expect(spend.committedCents).toBe(2_000 + 1_600);
  });

  test('gives back what was not sent, and what was refused', () => {
    const spend = account('0%', { spend: '5 USD', skus });
    spend.reserve(0, false);
    spend.release(0, false);
    spend.reserve(0, false);
    spend.answered(answered(0, 0, 'refused'));
    expect([spend.committedCents, spend.debitedCents]).toEqual([0, 0]);
  });

  test('keeps what may have been taken: an order without an answer, and the twin of a refused one', () => {
    const spend = account('100%', { spend: '100 USD', skus });
    spend.reserve(0, true);
    spend.answered(answered(0, 0, 'errored'));
    expect(spend.committedCents).toBe(2_000);
    spend.reserve(0, true);
    spend.answered(answered(1, 0, 'refused'));
    expect(spend.committedCents).toBe(2_000 + 500);
  });

  test.each<[ReplayResult, ReplayResult, number]>([
    ['same_order', 'mismatch', 500],
    ['conflict', 'conflict', 500],
    ['different_order', 'mismatch', 1_000],
    ['same_order', 'different_order', 1_500],
    ['no_answer', 'no_answer', 2_000],
  ])('after replays that ended in %s and %s, %i cents stay committed', (same, other, cents) => {
    const spend = account('100%', { spend: '100 USD', skus });
    spend.reserve(0, true);
    spend.answered(answered(0, 0, 'accepted'));
    spend.replayed({ seq: 0, sku: 0, variant: 'same_body', result: same });
    spend.replayed({ seq: 0, sku: 0, variant: 'other_body', result: other });
    expect(spend.committedCents).toBe(cents);
    expect(spend.debitedCents).toBe(420);
  });

  test('tells debits and refunds by the prices of the catalogue', () => {
    const spend = account('0%', { spend: '100 USD', skus });
    for (const [seq, sku] of [0, 1, 1].entries()) {
      spend.reserve(sku, false);
      spend.answered(answered(seq, sku, 'accepted'));
    }
    expect(spend.debitedCents).toBe(420 + 450 + 450);
    spend.decided(decided(0, 0, null));
    spend.decided(decided(1, 1, 'supplier_timeout'));
    spend.decided(decided(2, 1, 'out_of_stock'));
    expect([spend.debitedCents, spend.refundedCents]).toEqual([420 + 450, 450]);
    // The refund is a promise: it makes no room for further orders.
    expect(spend.committedCents).toBe(500 + 600);
  });
});

describe('an order for the wrong region', () => {
  test('makes no room for others: a supplier may have found it after the debit, and the refund takes its time', () => {
    const spend = account('0%', { spend: '10 USD', skus });
    spend.reserve(0, false);
    spend.answered(answered(0, 0, 'accepted'));
    spend.decided(decided(0, 0, 'invalid_region'));
    expect([spend.debitedCents, spend.refundedCents]).toEqual([420, 420]);
    expect(spend.committedCents).toBe(500);
  });
});

/** What an API that breaks every law it can does with the orders of a run, in cents that it really debited. */
class GreedyApi {
  debitedCents = 0;
  readonly #pending: Array<() => void> = [];
  readonly #mix: ReturnType<typeof orderMix>;
  #seq = 0;

  constructor(
    private readonly profile: Profile,
    private readonly spend: SpendAccount,
    /** Draws a whole number below the bound. */
    private readonly draw: (bound: number) => number,
  ) {
    this.#mix = orderMix(profile.orders, profile.replays, profile.load.seed);
  }

  /** One random thing happens: an order is due, or one that is under way goes a step further. */
  step(): void {
    const at = this.draw(2) === 0 ? -1 : this.draw(this.#pending.length + 1) - 1;
    const [next] = at < 0 ? [] : this.#pending.splice(at, 1);
    if (next === undefined) this.#offer();
    else next();
  }

  #offer(): void {
    const seq = this.#seq++;
    const sku = this.#mix.skuOf(seq);
    const replayed = this.#mix.isReplayed(seq);
    if (!this.spend.reserve(sku, replayed)) return;
    if (this.draw(8) === 0) this.#pending.push(() => this.spend.release(sku, replayed));
    else this.#pending.push(() => this.#answer(seq, sku, replayed));
  }

  #answer(seq: number, sku: number, replayed: boolean): void {
    const { quantity = 0 } = this.profile.orders[sku] ?? {};
    const outcome = (['accepted', 'accepted', 'errored', 'refused'] as const)[this.draw(4)] ?? 'refused';
    // Without an answer, and behind the twin of a refused order, the worst happens.
    if (outcome !== 'refused') this.#debit(sku, quantity);
    if (outcome !== 'accepted' && replayed) this.#debit(sku, quantity);
    this.spend.answered(answered(seq, sku, outcome));
    if (outcome !== 'accepted') return;
    this.#pending.push(() => this.#decide(seq, sku, quantity));
    if (replayed) this.#pending.push(() => this.#replay(seq, sku, quantity));
  }

  #replay(seq: number, sku: number, quantity: number): void {
    for (const variant of ['same_body', 'other_body'] as const) {
      const result = replayResults[this.draw(replayResults.length)] ?? 'no_answer';
      const sold = result === 'different_order' || result === 'no_answer';
      if (sold) this.#debit(sku, variant === 'same_body' ? quantity : otherQuantity(quantity));
      this.spend.replayed({ seq, sku, variant, result });
    }
  }

  #decide(seq: number, sku: number, quantity: number): void {
    const reason = ([null, 'supplier_timeout', 'out_of_stock'] as const)[this.draw(3)] ?? null;
    if (reason === 'out_of_stock') this.#debit(sku, -quantity);
    this.spend.decided(decided(seq, sku, reason));
  }

  /** At the highest allowed price, whatever the catalogue said. */
  #debit(sku: number, quantity: number): void {
    this.debitedCents += quantity * (this.profile.limits.skus?.[sku]?.maxPriceCents ?? 0);
  }
}

test('whatever an API does with the orders it gets, it never debits one cent more than the limit', () => {
  const piece = fc.record({
    quantity: fc.integer({ min: 1, max: 4 }),
    cents: fc.integer({ min: 1, max: 999 }),
  });
  const input = fc.record({
    entries: fc.array(piece, { minLength: 1, maxLength: 3 }),
    limitCents: fc.integer({ min: 1, max: 30_000 }),
    replays: fc.constantFrom('0%', '20%', '100%'),
    seed: fc.nat(999),
    draws: fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 400 }),
  });
  let reached = 0;
  fc.assert(
    fc.property(input, ({ entries, limitCents, replays, seed, draws }) => {
      const usd = (cents: number): string => `${(cents / 100).toFixed(2)} USD`;
      const profile = profileOf({
        name: 'greedy',
        load: { ...load, seed },
        orders: entries.map(({ quantity }, at) => ({ sku: `s${at}`, quantity })),
        replays,
        limits: {
          spend: usd(limitCents),
          skus: Object.fromEntries(entries.map(({ cents }, at) => [`s${at}`, usd(cents)])),
        },
      });
      // The catalogue told half of the highest price.
      const prices = entries.map(({ quantity, cents }) => quantity * Math.ceil(cents / 2));
      const spend = new SpendAccount(profile, prices);
      let drawn = 0;
      const api = new GreedyApi(profile, spend, (bound) => (draws[drawn++ % draws.length] ?? 0) % bound);
      for (let step = 0; step < 600; step += 1) {
        api.step();
        expect(api.debitedCents).toBeLessThanOrEqual(limitCents);
        expect(spend.committedCents).toBeLessThanOrEqual(limitCents);
        expect(spend.committedCents).toBeGreaterThanOrEqual(api.debitedCents);
      }
      if (api.debitedCents > limitCents * 0.9) reached += 1;
    }),
    { seed: 5, numRuns: 300 },
  );
  expect(reached, 'runs that came close to their limit').toBeGreaterThan(50);
});
