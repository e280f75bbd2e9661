import type { TimerClock } from '../clock.js';
import type { Arrival } from '../load/arrival-schedule.js';
import { Intents, type IntentsParts } from './intents.js';

/** Intents are written this often, … */
const intentEveryMs = 100;
/** … for all orders due this soon: a disk that needs up to 200 ms for a sync makes no order late. */
export const intentAheadMs = 300;

export interface ScheduledIntentsParts extends IntentsParts {
  /** The schedule, read ahead of whoever sends. */
  readonly arrivals: Iterator<Arrival, void>;
  /** No order from this number on. */
  readonly endSeq: number;
  readonly clock: TimerClock;
  /** False: each order has an intent of its own, written when it is due. */
  readonly ahead: boolean;
}

/** An order that is due and waits for its intent to be safe. */
interface Waiting {
  readonly seq: number;
  readonly send: () => void;
  readonly giveUp: () => void;
}

/** The intents of the open model: one line covers all orders of the next moments, and is written ahead of them. */
export class ScheduledIntents {
  readonly #intents: Intents;
  #next: Arrival | null;
  /** The number of `#next`. */
  #seq: number;
  #waiting: Waiting[] = [];
  #stopped = false;
  #callOff: () => void = () => {};

  constructor(private readonly parts: ScheduledIntentsParts) {
    this.#intents = new Intents(parts);
    this.#seq = parts.firstSeq;
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
    return this.#intents.isDenied(seq);
  }

  /** Calls `send` once the order may be sent; `giveUp` instead when that is not to be any more. */
  admit(seq: number, send: () => void, giveUp: () => void): void {
    this.#cover(seq);
    if (this.#stopped) giveUp();
    else if (this.#intents.isGranted(seq)) send();
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

  /** Writes the intent for the next orders, as long as `belongs` holds, and lets go who waits when it is safe. */
  async #intendUntil(belongs: (arrival: Arrival) => boolean): Promise<void> {
    for (; this.#next !== null && belongs(this.#next); this.#next = this.#peek()) this.#seq += 1;
    if (await this.#intents.cover(this.#seq)) this.#release();
  }

  #release(): void {
    if (this.#stopped) return;
    const ready = this.#waiting.filter(({ seq }) => this.#intents.isGranted(seq));
    this.#waiting = this.#waiting.filter(({ seq }) => !this.#intents.isGranted(seq));
    for (const { send } of ready) send();
  }

  #peek(): Arrival | null {
    const { arrivals, endSeq } = this.parts;
    return this.#seq < endSeq ? (arrivals.next().value ?? null) : null;
  }
}
