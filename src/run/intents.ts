import type { TimerClock } from '../clock.js';
import type { Arrival } from '../load/arrival-schedule.js';
import type { OrderEvent } from '../order-event.js';

/** Intents are written this often, … */
const intentEveryMs = 100;
/** … for all orders due this soon: a disk that needs up to 200 ms for a sync makes no order late. */
export const intentAheadMs = 300;

export interface IntentsParts {
  /** The schedule, read ahead of whoever sends. */
  readonly arrivals: Iterator<Arrival, void>;
  readonly firstSeq: number;
  /** No order from this number on. */
  readonly endSeq: number;
  readonly clock: TimerClock;
  /** Sets the order's worst-case price aside; false when that would pass the limit, and the order must not be sent. */
  readonly reserve: (seq: number) => boolean;
  readonly take: (event: OrderEvent) => void;
  /** Settles when what was taken so far is as safe as the journal promises; false when the journal has failed. */
  readonly durable: () => Promise<boolean>;
  /** False: each order has an intent of its own, written when it is due. */
  readonly ahead: boolean;
}

/** An order that is due and waits for its intent to be safe. */
interface Waiting {
  readonly seq: number;
  readonly send: () => void;
  readonly giveUp: () => void;
}

/**
 * No order leaves before a line that covers its number is safe in the journal: whatever happens after that, the order can
 * be found again. One line covers all orders of the next moments, so this costs ten syncs a second, not one an order.
 */
export class Intents {
  #next: Arrival | null;
  /** The number of `#next`. */
  #seq: number;
  /** Orders before this number may be sent. */
  #granted: number;
  readonly #denied = new Set<number>();
  #waiting: Waiting[] = [];
  #stopped = false;
  #callOff: () => void = () => {};

  constructor(private readonly parts: IntentsParts) {
    this.#seq = parts.firstSeq;
    this.#granted = parts.firstSeq;
    this.#next = this.#peek();
  }

  /** Settles when the first orders may be sent, before the schedule begins. */
  async prepare(): Promise<void> {
    if (this.parts.ahead) await this.#intendUntil(({ atMs }) => atMs < intentAheadMs);
  }

  /** Keeps ahead of a schedule that counts from `startMs`. */
  keepAhead(startMs: number): void {
    if (!this.parts.ahead || this.#stopped || this.#next === null) return;
    const untilMs = this.parts.clock.nowMs() - startMs + intentAheadMs;
    void this.#intendUntil(({ atMs }) => atMs < untilMs);
    this.#callOff = this.parts.clock.after(intentEveryMs, () => this.keepAhead(startMs));
  }

  /** Whether the order must not be sent, because its price would pass the spend limit. */
  isDenied(seq: number): boolean {
    this.#cover(seq);
    return this.#denied.delete(seq);
  }

  /** Calls `send` once the order may be sent; `giveUp` instead when that is not to be any more. */
  admit(seq: number, send: () => void, giveUp: () => void): void {
    this.#cover(seq);
    if (this.#stopped) giveUp();
    else if (seq < this.#granted) send();
    else this.#waiting.push({ seq, send, giveUp });
  }

  /** No order may be sent any more that does not yet. */
  stop(): void {
    this.#stopped = true;
    this.#callOff();
    for (const { giveUp } of this.#waiting.splice(0)) giveUp();
  }

  /** An order that is due before its intent was written gets one now. */
  #cover(seq: number): void {
    if (seq >= this.#seq && !this.#stopped) void this.#intendUntil(() => this.#seq <= seq);
  }

  /** Writes the intent for the next orders, as long as `belongs` holds, and grants them when it is safe. */
  async #intendUntil(belongs: (arrival: Arrival) => boolean): Promise<void> {
    const { clock, reserve, take, durable } = this.parts;
    const from = this.#seq;
    const allowed: { from: number; to: number }[] = [];
    for (; this.#next !== null && belongs(this.#next); this.#next = this.#peek()) {
      const seq = this.#seq;
      this.#seq += 1;
      const last = allowed.at(-1);
      // Limits first: no line covers an order that passes one, so that nobody sends it after a crash either.
      if (!reserve(seq)) this.#denied.add(seq);
      else if (last?.to === seq - 1) last.to = seq;
      else allowed.push({ from: seq, to: seq });
    }
    const end = this.#seq;
    if (end === from) return;
    for (const range of allowed) take({ kind: 'intent', atMs: clock.nowMs(), ...range });
    if (await durable()) this.#grant(end);
  }

  #grant(end: number): void {
    this.#granted = Math.max(this.#granted, end);
    if (this.#stopped) return;
    const ready = this.#waiting.filter(({ seq }) => seq < this.#granted);
    this.#waiting = this.#waiting.filter(({ seq }) => seq >= this.#granted);
    for (const { send } of ready) send();
  }

  #peek(): Arrival | null {
    const { arrivals, endSeq } = this.parts;
    return this.#seq < endSeq ? (arrivals.next().value ?? null) : null;
  }
}
