import { wholeMicroseconds } from '../clock.js';
import type { CreateCommand } from '../contract/dialect.js';
import type { CreateCaller } from '../load/order-call.js';
import { OrderClient } from '../load/order-client.js';
import { orderKey } from '../load/order-keys.js';
import { retryPolicy } from '../load/retry-policy.js';
import type { DropReason } from '../order-event.js';
import type { OrderMixEntry } from '../profile/profile.js';
import { Naps } from '../run/naps.js';
import { canaryGapMs } from './canary-gap.js';
import type { Monitor } from './monitor.js';

/** The intent of an order is written this long before it is due: a disk that needs so long for a sync makes it no later. */
const intentAheadMs = 300;

export interface CanaryOfferParts {
  readonly monitor: Monitor;
  readonly connection: CreateCaller;
  /** What the orders' keys come from. */
  readonly runSecret: Buffer;
  /** Called where no order is about to leave, before each of them. */
  readonly between: () => Promise<void>;
  /** Told whether today's spend limit lets orders pass, whenever that changes. */
  readonly limitReached: (isReached: boolean) => void;
}

/** What order `seq` asks the API for, under the key that is its alone. */
export function canaryCommand(
  orders: readonly OrderMixEntry[],
  runSecret: Buffer,
  seq: number,
  sku: number,
): CreateCommand {
  const entry = orders[sku];
  if (entry === undefined) throw new RangeError(`the order mix has no entry ${sku}`);
  return { sku: entry.sku, quantity: entry.quantity, idempotencyKey: orderKey(runSecret, seq) };
}

/**
 * Lets a canary order go at each instant of the schedule, whatever became of the orders before it. The schedule goes on where that
 * of an earlier process was; what was due in between was nobody's to send.
 */
export class CanaryOffer {
  readonly #client: OrderClient;
  readonly #naps: Naps;
  #isStopped = false;
  #isLimitReached = false;
  /** When the schedule has to be looked at again, whatever is due. */
  #isAwake = false;
  #firstDueMs: number;

  constructor(private readonly parts: CanaryOfferParts) {
    const { monitor, connection } = parts;
    const { clock, take, profile } = monitor;
    const policy = retryPolicy(profile.load.seed);
    this.#client = new OrderClient({ connection, clock, emit: take, retryPolicy: policy });
    this.#naps = new Naps(clock);
    this.#firstDueMs = clock.nowMs() + intentAheadMs;
  }

  /** Create calls that are not over. */
  get unfinished(): number {
    return this.#client.unfinished;
  }

  /** Settles after `stop`, or when the journal has failed. */
  async run(): Promise<void> {
    this.#firstDueMs = this.parts.monitor.clock.nowMs() + intentAheadMs;
    while (!this.#isStopped) {
      await this.parts.between();
      const { nextSeq: seq } = this.parts.monitor.progress;
      const dueMs = this.#dueMs(seq);
      if (!(await this.#until(dueMs - intentAheadMs))) continue;
      // The day may have changed while it slept.
      await this.parts.between();
      if (this.#isStopped) return;
      const isAllowed = this.#reserve(seq);
      if (isAllowed && !(await this.#intend(seq))) return;
      while (!this.#isStopped && !(await this.#until(dueMs)));
      if (!this.#isStopped) this.#due(seq, dueMs, isAllowed);
      else if (isAllowed) this.#takeBack(seq);
    }
  }

  /** No new orders; the calls of those that were sent go on. */
  stop(): void {
    this.#isStopped = true;
    this.#naps.end();
  }

  /** Calls `between` now, and looks at the schedule again. */
  wake(): void {
    this.#isAwake = true;
    this.#naps.end();
  }

  /** Gives up every create call that is not over. */
  abort(): void {
    this.#client.abort();
  }

  /** An order that was due while nobody was there to send it is not sent later; the first one goes at once. */
  #dueMs(seq: number): number {
    const { monitor } = this.parts;
    const { lastPlannedMs } = monitor.progress;
    const { monitor: schedule, load } = monitor.profile;
    if (lastPlannedMs === null) return this.#firstDueMs;
    const dueMs = lastPlannedMs + canaryGapMs(schedule, load.seed, seq);
    return wholeMicroseconds(Math.max(this.#firstDueMs, dueMs));
  }

  /** Sleeps until this instant; false when it was woken before. */
  async #until(atMs: number): Promise<boolean> {
    const { clock } = this.parts.monitor;
    while (!this.#isStopped && !this.#isAwake && clock.nowMs() < atMs)
      await this.#naps.sleep(atMs - clock.nowMs());
    const isWhole = !this.#isAwake && !this.#isStopped;
    this.#isAwake = false;
    return isWhole;
  }

  #reserve(seq: number): boolean {
    const { fold } = this.parts.monitor;
    const isAllowed = fold.limit.reserve(fold.worstCents(seq));
    if (isAllowed === this.#isLimitReached) {
      this.#isLimitReached = !isAllowed;
      this.parts.limitReached(!isAllowed);
    }
    return isAllowed;
  }

  /** Puts the line that allows the order to leave; false when it can't be made safe. */
  #intend(seq: number): Promise<boolean> {
    const { take, clock, durable } = this.parts.monitor;
    take({ kind: 'intent', atMs: clock.nowMs(), from: seq, to: seq });
    return durable();
  }

  /** Told to stop right before the order was due: it never leaves, and its number is the next one's. */
  #takeBack(seq: number): void {
    const { take, clock, fold } = this.parts.monitor;
    take({ kind: 'drain', atMs: clock.nowMs(), from: seq });
    fold.limit.release(fold.worstCents(seq), seq);
  }

  #due(seq: number, dueMs: number, isAllowed: boolean): void {
    const { monitor, runSecret } = this.parts;
    const { take, tracker, fold, profile } = monitor;
    const sku = fold.mix.skuOf(seq);
    take({ kind: 'planned', atMs: dueMs, seq, sku, stage: 0 });
    if (!isAllowed) this.#drop(seq, 'spend');
    else if (tracker.inFlight > profile.load.maxInFlight) this.#drop(seq, 'in_flight');
    else
      this.#client.create(seq, canaryCommand(profile.orders, runSecret, seq, sku), fold.mix.isReplayed(seq));
  }

  #drop(seq: number, reason: DropReason): void {
    const { take, clock, fold } = this.parts.monitor;
    if (reason !== 'spend') fold.limit.release(fold.worstCents(seq), seq);
    take({ kind: 'dropped', atMs: clock.nowMs(), seq, reason });
  }
}
