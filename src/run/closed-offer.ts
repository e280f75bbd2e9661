import { type Admission, ClosedDriver } from '../load/closed-driver.js';
import { OrderClient } from '../load/order-client.js';
import { retryPolicy } from '../load/retry-policy.js';
import { closedOrders } from '../load/scheduled-orders.js';
import type { OrderEvent } from '../order-event.js';
import type { ClosedLoad } from '../profile/profile.js';
import { silentCalls } from './api-silence.js';
import { createCommand } from './create-command.js';
import { Intents } from './intents.js';
import type { LoadOffer, LoadOfferParts } from './load-offer.js';

/** At most so many orders are covered by intents before they are taken: so many may be in doubt after a crash. */
export const maxIntentsAhead = 8_192;

/**
 * The closed load: each connection takes an order when it is free, and its create call goes over that connection, retries
 * included. An order is planned at the instant at which it is taken, and from there its delivery counts.
 */
export class ClosedOffer implements LoadOffer {
  readonly #driver: ClosedDriver;
  readonly #intents: Intents;
  /** One for each connection. */
  readonly #clients: readonly OrderClient[];
  readonly #endSeq: number;
  /** Orders covered ahead; doubled whenever connections had to wait for it, so that it follows the rate. */
  #ahead: number;
  /** Whether connections wait for a line to be safe, … */
  #isStarved = false;
  /** … or for orders to be decided. */
  #isFull = false;

  constructor(
    private readonly load: ClosedLoad,
    private readonly parts: LoadOfferParts,
  ) {
    const { profile, measurement, spend, mix, closedConnections } = parts;
    const { clock, take, durable } = measurement;
    this.#endSeq = closedOrders(load, profile.limits);
    this.#ahead = Math.min(load.connections, maxIntentsAhead);
    const reserve = (seq: number): boolean => spend.reserve(mix.skuOf(seq), false);
    this.#intents = new Intents({ firstSeq: 0, clock, reserve, take, durable });
    this.#driver = new ClosedDriver({
      connections: closedConnections.length,
      endSeq: this.#endSeq,
      clock,
      admit: (seq, free) => this.#admit(seq, free),
      due: (seq, plannedMs, connection) => this.#due(seq, plannedMs, connection),
      dropped: (seq, plannedMs) => this.#dropped(seq, plannedMs),
    });
    this.#clients = closedConnections.map((connection, place) => {
      const emit = (event: OrderEvent): void => this.#emit(event, place);
      return new OrderClient({ connection, clock, emit, retryPolicy: retryPolicy(load.seed) });
    });
    const room = (): void => this.#room();
    measurement.tracker.listen({ answered: room, decided: room });
  }

  get unfinished(): number {
    return this.#clients.reduce((sum, { unfinished }) => sum + unfinished, 0);
  }

  async run(): Promise<void> {
    const { measurement, begins } = this.parts;
    if (await this.#intents.cover(Math.min(this.#ahead, this.#endSeq))) begins(measurement.clock.nowMs());
    this.#driver.wake();
    await this.#driver.finished;
  }

  stop(): void {
    this.#driver.stop();
  }

  abort(): void {
    for (const client of this.#clients) client.abort();
  }

  #admit(seq: number, free: number): Admission {
    const { profile, measurement } = this.parts;
    this.#isFull = measurement.tracker.inFlight >= this.load.maxInFlight;
    if (this.#isFull) return 'wait';
    const isStrict = profile.journal === 'strict';
    if (!isStrict && this.#intents.coveredEnd - seq <= this.#ahead / 2) this.#cover(seq + this.#ahead);
    if (this.#intents.isDenied(seq)) return 'drop';
    if (this.#intents.isGranted(seq)) return 'send';
    if (isStrict) this.#cover(seq + free);
    this.#isStarved = true;
    return 'wait';
  }

  #cover(end: number): void {
    const upTo = Math.min(end, this.#endSeq);
    if (upTo > this.#intents.coveredEnd)
      void this.#intents.cover(upTo).then((isSafe) => this.#covered(isSafe));
  }

  #covered(isSafe: boolean): void {
    if (!isSafe) return;
    if (this.#isStarved) this.#ahead = Math.min(2 * this.#ahead, maxIntentsAhead);
    this.#isStarved = false;
    this.#driver.wake();
  }

  #due(seq: number, plannedMs: number, place: number): void {
    const { profile, measurement, mix, runSecret } = this.parts;
    measurement.take({ kind: 'planned', atMs: plannedMs, seq, sku: mix.skuOf(seq), stage: 0 });
    this.#clients[place]?.create(seq, createCommand(profile, mix, runSecret, seq), false);
  }

  #dropped(seq: number, plannedMs: number): void {
    const { mix, measurement } = this.parts;
    measurement.take({ kind: 'planned', atMs: plannedMs, seq, sku: mix.skuOf(seq), stage: 0 });
    measurement.take({ kind: 'dropped', atMs: plannedMs, seq, reason: 'spend' });
  }

  /** The last event of a create call frees its connection. */
  #emit(event: OrderEvent, place: number): void {
    this.parts.measurement.take(event);
    const { kind } = event;
    if (kind === 'errored') this.#endIfSilent();
    if (kind === 'accepted' || kind === 'refused' || kind === 'errored') this.#driver.over(place);
  }

  /** Where nobody answers, a load without a schedule would take hours to its end. */
  #endIfSilent(): void {
    const { measurement, end } = this.parts;
    const { unanswered } = measurement.silence;
    if (unanswered < Math.max(silentCalls, 2 * this.#clients.length)) return;
    const sentence = `the last ${unanswered} create calls got no answer, so the load was stopped`;
    end({ cause: 'instrument', sentence });
  }

  /** An order is over. The tracker is not: it tells this in the middle of an event. */
  #room(): void {
    if (!this.#isFull) return;
    this.#isFull = false;
    queueMicrotask(() => this.#driver.wake());
  }
}
