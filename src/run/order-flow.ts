import { type Arrival, arrivalSchedule } from '../load/arrival-schedule.js';
import { OpenDriver } from '../load/open-driver.js';
import type { CreateCaller } from '../load/order-call.js';
import { OrderClient } from '../load/order-client.js';
import { orderKey } from '../load/order-keys.js';
import { type OrderMix, orderMix } from '../load/order-mix.js';
import { retryPolicy } from '../load/retry-policy.js';
import { firstScheduled } from '../load/scheduled-orders.js';
import { StatusPoller, type StatusTeller } from '../load/status-poller.js';
import type { DropReason } from '../order-event.js';
import type { Profile } from '../profile/profile.js';
import type { EarlyEnd } from './early-end.js';
import { Intents } from './intents.js';
import type { Measurement } from './measurement.js';
import type { SpendAccount } from './spend-account.js';

/** How often deadlines and reasons to stop are looked at. Expiry is decided by stamps: this only delays its being noticed. */
export const tickMs = 20;
/** After the last order is decided, webhooks are waited for until none came for this long: repeats follow closely. */
const quietMs = 500;
/** … but no longer than this, since a sender may repeat for hours. */
const maxQuietWaitMs = 5_000;

export interface OrderFlowParts {
  readonly profile: Profile;
  readonly measurement: Measurement;
  readonly spend: SpendAccount;
  readonly connection: CreateCaller & StatusTeller;
  readonly runSecret: Buffer;
  /** Asked at every tick of the load: why it must end early; null while it may go on. */
  readonly reasonToStop: () => EarlyEnd | null;
}

/** The load and the drain of one run: plans, sends, expires, polls, until every order is decided. */
export class OrderFlow {
  #startMs: number;
  #phase: 'warmup' | 'load' | 'drain' | 'done' = 'warmup';
  #draining = false;
  #earlyEnd: EarlyEnd | null = null;
  #driver: OpenDriver | null = null;
  #intents: Intents | null = null;
  readonly #mix: OrderMix;
  readonly #client: OrderClient;
  readonly #poller: StatusPoller;
  readonly #left: Promise<void>;
  #leave: () => void = () => {};
  #callOffTick: () => void = () => {};

  constructor(private readonly parts: OrderFlowParts) {
    const { profile, measurement, connection } = parts;
    const { clock, take } = measurement;
    this.#startMs = clock.nowMs();
    this.#mix = orderMix(profile.orders, profile.replays, profile.load.seed);
    const policy = retryPolicy(profile.load.seed);
    this.#client = new OrderClient({ connection, clock, emit: take, retryPolicy: policy });
    this.#poller = new StatusPoller({ connection, clock, emit: take });
    this.#left = new Promise((resolve) => {
      this.#leave = resolve;
    });
  }

  /** The instant that the schedule counts from. */
  get startMs(): number {
    return this.#startMs;
  }

  get phase(): 'warmup' | 'load' | 'drain' | 'done' {
    return this.#phase;
  }

  /** Why the load ended before its schedule did, where it was the run's own decision; null otherwise. */
  get earlyEnd(): EarlyEnd | null {
    return this.#earlyEnd;
  }

  /** Settles when every order is decided and the webhooks have gone quiet, or after `leave`. */
  async run(): Promise<void> {
    this.#tick();
    // An order of real money comes back alone before others follow it.
    const firstSeq = firstScheduled(this.parts.profile);
    if (firstSeq > 0) await this.#canary();
    if (!this.#draining) await this.#load(firstSeq);
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
    this.#intents?.stop();
  }

  /** No waiting any more: what is open stays open. */
  leave(): void {
    this.drain();
    this.#leave();
  }

  /** Order 0, on its own: the load begins only when it was delivered. */
  async #canary(): Promise<void> {
    const { tracker, clock } = this.parts.measurement;
    const arrivals = [{ atMs: 0, stage: 0 }].values();
    await this.#offer(arrivals, [{ atMs: 0, stage: 0 }].values(), 0, 1);
    while (tracker.inFlight > 0 && !this.#draining) await this.#sleep(tickMs);
    const { delivered } = tracker.counters.completed.webhook;
    if (delivered === 0)
      this.#stop({ cause: 'api', sentence: 'the canary order was not delivered, so no other was sent' });
    this.#startMs = clock.nowMs();
  }

  /** The schedule. It begins when its first intent is safe: what was done before delays no order. */
  async #load(firstSeq: number): Promise<void> {
    const { load, limits } = this.parts.profile;
    const endSeq = limits.orders ?? Number.POSITIVE_INFINITY;
    await this.#offer(arrivalSchedule(load), arrivalSchedule(load), firstSeq, endSeq);
  }

  /** Sends what is due by one reading of the schedule, as far as the other one, read ahead, was intended. */
  async #offer(
    arrivals: Iterator<Arrival, void>,
    readAhead: Iterator<Arrival, void>,
    firstSeq: number,
    endSeq: number,
  ): Promise<void> {
    const { measurement, spend } = this.parts;
    const { clock, take } = measurement;
    this.#intents = new Intents({
      arrivals: readAhead,
      firstSeq,
      endSeq,
      clock,
      reserve: (seq) => spend.reserve(this.#mix.skuOf(seq), this.#mix.isReplayed(seq)),
      take,
      durable: () => measurement.durable(),
      ahead: this.parts.profile.journal !== 'strict',
    });
    await this.#intents.prepare();
    if (this.#draining) return;
    this.#phase = 'load';
    this.#startMs = clock.nowMs();
    this.#intents.keepAhead(this.#startMs);
    const due = (seq: number, plannedMs: number, stage: number): void => this.#due(seq, plannedMs, stage);
    this.#driver = new OpenDriver({ arrivals, clock, startMs: this.#startMs, firstSeq, endSeq, due });
    this.#driver.start();
    await this.#driver.finished;
  }

  #due(seq: number, plannedMs: number, stage: number): void {
    const { profile, measurement, spend, runSecret } = this.parts;
    const { clock, take } = measurement;
    const sku = this.#mix.skuOf(seq);
    const replayed = this.#mix.isReplayed(seq);
    const drop = (reason: DropReason): void => {
      if (reason !== 'spend') spend.release(sku, replayed);
      take({ kind: 'dropped', atMs: clock.nowMs(), seq, reason });
    };
    take({ kind: 'planned', atMs: plannedMs, seq, sku, stage });
    const reason = this.#reasonToDrop(seq);
    if (reason !== null) {
      drop(reason);
      return;
    }
    const entry = profile.orders[sku];
    if (entry === undefined) throw new RangeError(`the order mix has no entry ${sku}`);
    const command = { sku: entry.sku, quantity: entry.quantity, idempotencyKey: orderKey(runSecret, seq) };
    const send = (): void => this.#client.create(seq, command, replayed);
    this.#intents?.admit(seq, send, () => drop('shutdown'));
  }

  #reasonToDrop(seq: number): DropReason | null {
    const { profile, measurement } = this.parts;
    if (this.#intents?.isDenied(seq)) return 'spend';
    // The order itself is planned already, so it is one of those in flight.
    return measurement.tracker.inFlight > profile.load.maxInFlight ? 'in_flight' : null;
  }

  #tick(): void {
    const { clock, take, tracker } = this.parts.measurement;
    const atMs = clock.nowMs();
    for (const seq of tracker.overdue(atMs)) {
      take({ kind: 'expired', atMs, seq });
      const orderId = tracker.orderId(seq);
      if (orderId !== undefined) void this.#poller.ask(seq, orderId);
    }
    const reason = this.#draining ? null : this.parts.reasonToStop();
    if (reason !== null) this.#stop(reason);
    this.#callOffTick = clock.after(tickMs, () => this.#tick());
  }

  #stop(reason: EarlyEnd): void {
    this.#earlyEnd ??= reason;
    this.drain();
  }

  async #drained(): Promise<void> {
    const { clock, tracker } = this.parts.measurement;
    // A run that was left is over, though orders are open: waiting on would keep the process alive.
    const goesOn = () => this.#phase === 'drain';
    while (goesOn() && (this.#client.unfinished > 0 || tracker.inFlight > 0)) await this.#sleep(tickMs);
    const since = clock.nowMs();
    const quietFor = () => clock.nowMs() - Math.max(since, this.parts.measurement.lastWebhookMs ?? since);
    const isQuiet = () => quietFor() >= quietMs || clock.nowMs() - since >= maxQuietWaitMs;
    while (goesOn() && !isQuiet()) await this.#sleep(tickMs);
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.parts.measurement.clock.after(ms, resolve));
  }
}
