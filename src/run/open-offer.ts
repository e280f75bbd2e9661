import { type Arrival, arrivalSchedule } from '../load/arrival-schedule.js';
import { OpenDriver } from '../load/open-driver.js';
import { OrderClient } from '../load/order-client.js';
import { retryPolicy } from '../load/retry-policy.js';
import { firstScheduled } from '../load/scheduled-orders.js';
import type { DropReason, OrderEvent } from '../order-event.js';
import type { OpenLoad } from '../profile/profile.js';
import { createCommand } from './create-command.js';
import type { LoadOffer, LoadOfferParts } from './load-offer.js';
import { ScheduledIntents } from './scheduled-intents.js';

/** How often it is looked whether the canary came back. */
const canaryLookMs = 20;

/** The open load: orders leave on their schedule, whatever the answers do. */
export class OpenOffer implements LoadOffer {
  #isStopped = false;
  #driver: OpenDriver | null = null;
  #intents: ScheduledIntents | null = null;
  readonly #client: OrderClient;

  constructor(
    private readonly load: OpenLoad,
    private readonly parts: LoadOfferParts,
  ) {
    const { connection, measurement } = parts;
    const { clock, take } = measurement;
    // Answers come when orders leave, and as often: each is an occasion to look at the schedule.
    const emit = (event: OrderEvent): void => {
      take(event);
      if (event.kind === 'accepted') this.#driver?.look();
    };
    this.#client = new OrderClient({ connection, clock, emit, retryPolicy: retryPolicy(load.seed) });
  }

  get unfinished(): number {
    return this.#client.unfinished;
  }

  async run(): Promise<void> {
    // An order of real money comes back alone before others follow it.
    const firstSeq = firstScheduled(this.parts.profile);
    if (firstSeq > 0) await this.#canary();
    if (!this.#isStopped) await this.#schedule(firstSeq);
  }

  stop(): void {
    this.#isStopped = true;
    this.#driver?.stop();
    this.#intents?.stop();
  }

  abort(): void {
    this.#client.abort();
  }

  /** Order 0, on its own: the load begins only when it was delivered. */
  async #canary(): Promise<void> {
    const { measurement, end, begins } = this.parts;
    const { tracker, clock } = measurement;
    const arrivals = [{ atMs: 0, stage: 0 }].values();
    await this.#offer(arrivals, [{ atMs: 0, stage: 0 }].values(), 0, 1);
    while (tracker.inFlight > 0 && !this.#isStopped)
      await new Promise<void>((resolve) => clock.after(canaryLookMs, resolve));
    const { delivered } = tracker.counters.completed.webhook;
    if (delivered === 0)
      end({ cause: 'api', sentence: 'the canary order was not delivered, so no other was sent' });
    begins(clock.nowMs());
  }

  /** The schedule. It begins when its first intent is safe: what was done before delays no order. */
  async #schedule(firstSeq: number): Promise<void> {
    const endSeq = this.parts.profile.limits.orders ?? Number.POSITIVE_INFINITY;
    await this.#offer(arrivalSchedule(this.load), arrivalSchedule(this.load), firstSeq, endSeq);
  }

  /** Sends what is due by one reading of the schedule, as far as the other one, read ahead, was intended. */
  async #offer(
    arrivals: Iterator<Arrival, void>,
    readAhead: Iterator<Arrival, void>,
    firstSeq: number,
    endSeq: number,
  ): Promise<void> {
    const { profile, measurement, timers, spend, mix, begins } = this.parts;
    const { clock, take } = measurement;
    this.#intents = new ScheduledIntents({
      arrivals: readAhead,
      firstSeq,
      endSeq,
      clock,
      reserve: (seq) => spend.reserve(mix.skuOf(seq), mix.isReplayed(seq)),
      take,
      durable: () => measurement.durable(),
      ahead: profile.journal !== 'strict',
    });
    await this.#intents.prepare();
    if (this.#isStopped) return;
    const startMs = clock.nowMs();
    begins(startMs);
    this.#intents.keepAhead(startMs);
    const due = (seq: number, plannedMs: number, stage: number): void => this.#due(seq, plannedMs, stage);
    this.#driver = new OpenDriver({ arrivals, clock: timers, startMs, firstSeq, endSeq, due });
    this.#driver.start();
    await this.#driver.finished;
  }

  #due(seq: number, plannedMs: number, stage: number): void {
    const { profile, measurement, mix, runSecret } = this.parts;
    measurement.take({ kind: 'planned', atMs: plannedMs, seq, sku: mix.skuOf(seq), stage });
    const reason = this.#reasonToDrop(seq);
    if (reason !== null) {
      this.#drop(seq, reason);
      return;
    }
    const command = createCommand(profile, mix, runSecret, seq);
    const send = (): void => this.#client.create(seq, command, mix.isReplayed(seq));
    this.#intents?.admit(seq, send, () => this.#drop(seq, 'shutdown'));
  }

  #drop(seq: number, reason: DropReason): void {
    const { measurement, spend, mix } = this.parts;
    if (reason !== 'spend') spend.release(mix.skuOf(seq), mix.isReplayed(seq));
    measurement.take({ kind: 'dropped', atMs: measurement.clock.nowMs(), seq, reason });
  }

  #reasonToDrop(seq: number): DropReason | null {
    if (this.#intents?.isDenied(seq)) return 'spend';
    // The order itself is planned already, so it is one of those in flight.
    return this.parts.measurement.tracker.inFlight > this.load.maxInFlight ? 'in_flight' : null;
  }
}
