import type { TimerClock } from '../clock.js';
import type { CreateCaller } from '../load/order-call.js';
import { orderMix } from '../load/order-mix.js';
import { StatusPoller, type StatusTeller } from '../load/status-poller.js';
import type { Profile } from '../profile/profile.js';
import { ClosedOffer } from './closed-offer.js';
import type { EarlyEnd } from './early-end.js';
import type { LoadOffer } from './load-offer.js';
import { LoopWatch } from './loop-watch.js';
import type { Measurement } from './measurement.js';
import { OpenOffer } from './open-offer.js';
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
  /** The connections of the closed model; none in the open one. */
  readonly closedConnections?: readonly CreateCaller[];
  readonly runSecret: Buffer;
  /** The run's clock with finer timers, for the schedule of the open model; the run's own where it is left out. */
  readonly timers?: TimerClock;
  /** Asked at every tick of the load: why it must end early; null while it may go on. */
  readonly reasonToStop: () => EarlyEnd | null;
}

/** The load and the drain of one run: has the orders sent, expires, polls, until every order is decided. */
export class OrderFlow {
  #startMs: number;
  #phase: 'warmup' | 'load' | 'drain' | 'done' = 'warmup';
  #draining = false;
  #earlyEnd: EarlyEnd | null = null;
  readonly #offer: LoadOffer;
  readonly #poller: StatusPoller;
  readonly #left: Promise<void>;
  #leave: () => void = () => {};
  #callOffTick: () => void = () => {};
  readonly #loop: LoopWatch;

  constructor(private readonly parts: OrderFlowParts) {
    const { measurement, connection } = parts;
    const { clock, take } = measurement;
    this.#startMs = clock.nowMs();
    this.#loop = new LoopWatch(take);
    this.#offer = this.#offerOf(parts);
    this.#poller = new StatusPoller({ connection, clock, emit: take });
    this.#left = new Promise((resolve) => {
      this.#leave = resolve;
    });
  }

  /** The instant that the load counts from. */
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
    if (!this.#draining) await this.#offer.run();
    this.#phase = 'drain';
    await Promise.race([this.#drained(), this.#left]);
    this.#callOffTick();
    this.#poller.stop();
    this.#offer.abort();
    const { clock, take } = this.parts.measurement;
    take({ kind: 'ended', atMs: clock.nowMs() });
    this.#phase = 'done';
  }

  /** No new orders; those that were sent are waited for. */
  drain(): void {
    const { clock, take, tracker } = this.parts.measurement;
    const isFirst = !this.#draining;
    this.#draining = true;
    this.#offer.stop();
    // Whatever was due is planned, and from now on nothing more is: whoever resumes the run need not doubt the rest.
    if (isFirst) take({ kind: 'drain', atMs: clock.nowMs(), from: tracker.counters.planned });
  }

  /** No waiting any more: what is open stays open. */
  leave(): void {
    this.drain();
    this.#leave();
  }

  #offerOf(given: OrderFlowParts): LoadOffer {
    const { profile, measurement, closedConnections = [], timers = measurement.clock } = given;
    const { load, orders, replays } = profile;
    const mix = orderMix(orders, replays, load.seed);
    const begins = (startMs: number): void => {
      this.#phase = 'load';
      this.#startMs = startMs;
    };
    const end = (reason: EarlyEnd): void => this.#stop(reason);
    const parts = { ...given, closedConnections, timers, mix, begins, end };
    return load.model === 'open' ? new OpenOffer(load, parts) : new ClosedOffer(load, parts);
  }

  #tick(): void {
    const { clock, take, tracker, objectives } = this.parts.measurement;
    const atMs = clock.nowMs();
    this.#loop.tick(atMs, tickMs);
    objectives.pass(atMs, clock.wallMs(atMs));
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
    while (goesOn() && (this.#offer.unfinished > 0 || tracker.inFlight > 0)) await this.#sleep(tickMs);
    const since = clock.nowMs();
    const quietFor = () => clock.nowMs() - Math.max(since, this.parts.measurement.lastWebhookMs ?? since);
    const isQuiet = () => quietFor() >= quietMs || clock.nowMs() - since >= maxQuietWaitMs;
    while (goesOn() && !isQuiet()) await this.#sleep(tickMs);
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.parts.measurement.clock.after(ms, resolve));
  }
}
