import type { ApiConnection } from '../load/api-connection.js';
import { arrivalSchedule } from '../load/arrival-schedule.js';
import { OpenDriver } from '../load/open-driver.js';
import { OrderClient } from '../load/order-client.js';
import { orderKey } from '../load/order-keys.js';
import { orderMix } from '../load/order-mix.js';
import { retryPolicy } from '../load/retry-policy.js';
import { StatusPoller } from '../load/status-poller.js';
import type { DropReason } from '../order-event.js';
import type { Profile } from '../profile/profile.js';
import type { Measurement } from './measurement.js';
import type { SpendAccount } from './spend-account.js';

/** How often deadlines are looked at. Expiry is decided by stamps, so this only delays its being noticed. */
const tickMs = 20;
/** After the last order is decided, webhooks are waited for until none came for this long: repeats follow closely. */
const quietMs = 500;
/** … but no longer than this, since a sender may repeat for hours. */
const maxQuietWaitMs = 5_000;
/** When this many webhooks came and not one could be verified, the load ends: it could not be measured. */
const hopelessForgeries = 50;

export interface OrderFlowParts {
  readonly profile: Profile;
  readonly measurement: Measurement;
  readonly spend: SpendAccount;
  readonly connection: ApiConnection;
  readonly runSecret: Buffer;
}

/** The load and the drain of one run: plans, sends, expires, polls, until every order is decided. */
export class OrderFlow {
  #startMs: number;
  #phase: 'load' | 'drain' | 'done' = 'load';
  #draining = false;
  #driver: OpenDriver | null = null;
  readonly #client: OrderClient;
  readonly #poller: StatusPoller;
  readonly #left: Promise<void>;
  #leave: () => void = () => {};
  #callOffTick: () => void = () => {};

  constructor(private readonly parts: OrderFlowParts) {
    const { profile, measurement, connection } = parts;
    const { clock, take } = measurement;
    this.#startMs = clock.nowMs();
    this.#client = new OrderClient({
      connection,
      clock,
      emit: take,
      retryPolicy: retryPolicy(profile.load.seed),
    });
    this.#poller = new StatusPoller({ connection, clock, emit: take });
    this.#left = new Promise((resolve) => {
      this.#leave = resolve;
    });
  }

  /** The instant that the schedule counts from. */
  get startMs(): number {
    return this.#startMs;
  }

  get phase(): 'load' | 'drain' | 'done' {
    return this.#phase;
  }

  /** Settles when every order is decided and the webhooks have gone quiet, or after `leave`. */
  async run(): Promise<void> {
    this.#tick();
    if (!this.#draining) await this.#load();
    this.#phase = 'drain';
    await Promise.race([this.#drained(), this.#left]);
    this.#callOffTick();
    this.#poller.stop();
    this.#client.abort();
    const { clock, take } = this.parts.measurement;
    take({ kind: 'ended', atMs: clock.nowMs() });
    this.#phase = 'done';
  }

  /** No new orders; those that were sent are waited for. */
  drain(): void {
    this.#draining = true;
    this.#driver?.stop();
  }

  /** No waiting any more: what is open stays open. */
  leave(): void {
    this.drain();
    this.#leave();
  }

  /** The schedule begins now: what was done between opening the stages and here delays no order. */
  async #load(): Promise<void> {
    const { profile, measurement } = this.parts;
    this.#startMs = measurement.clock.nowMs();
    this.#driver = new OpenDriver({
      arrivals: arrivalSchedule(profile.load),
      clock: measurement.clock,
      startMs: this.#startMs,
      maxOrders: profile.limits.orders ?? Number.POSITIVE_INFINITY,
      due: this.#dueWith(orderMix(profile.orders, profile.replays, profile.load.seed)),
    });
    this.#driver.start();
    await this.#driver.finished;
  }

  #dueWith(mix: ReturnType<typeof orderMix>): (seq: number, plannedMs: number, stage: number) => void {
    const { profile, measurement, runSecret } = this.parts;
    return (seq, plannedMs, stage) => {
      const sku = mix.skuOf(seq);
      measurement.take({ kind: 'planned', atMs: plannedMs, seq, sku, stage });
      const reason = this.#reasonToDrop(sku);
      if (reason !== null)
        return measurement.take({ kind: 'dropped', atMs: measurement.clock.nowMs(), seq, reason });
      const entry = profile.orders[sku];
      if (entry === undefined) throw new RangeError(`the order mix has no entry ${sku}`);
      const command = { sku: entry.sku, quantity: entry.quantity, idempotencyKey: orderKey(runSecret, seq) };
      this.#client.create(seq, command, mix.isReplayed(seq));
    };
  }

  #reasonToDrop(sku: number): DropReason | null {
    const { profile, measurement, spend } = this.parts;
    // The order itself is planned already, so it is one of those in flight.
    if (measurement.tracker.inFlight > profile.load.maxInFlight) return 'in_flight';
    return spend.reserve(sku) ? null : 'spend';
  }

  #tick(): void {
    const { clock, take, tracker } = this.parts.measurement;
    const atMs = clock.nowMs();
    for (const seq of tracker.overdue(atMs)) {
      take({ kind: 'expired', atMs, seq });
      const orderId = tracker.orderId(seq);
      if (orderId !== undefined) void this.#poller.ask(seq, orderId);
    }
    const { webhooks } = tracker.counters;
    if (webhooks.forged >= hopelessForgeries && webhooks.accepted === 0) this.drain();
    this.#callOffTick = clock.after(tickMs, () => this.#tick());
  }

  async #drained(): Promise<void> {
    const { clock, tracker } = this.parts.measurement;
    while (this.#client.unfinished > 0 || tracker.inFlight > 0) await this.#sleep(tickMs);
    const since = clock.nowMs();
    const quietFor = () => clock.nowMs() - Math.max(since, this.parts.measurement.lastWebhookMs ?? since);
    while (quietFor() < quietMs && clock.nowMs() - since < maxQuietWaitMs) await this.#sleep(tickMs);
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.parts.measurement.clock.after(ms, resolve));
  }
}
