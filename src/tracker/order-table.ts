import { type OrderState, orderStates } from '../contract/order-state.js';

/** Where foxload stands with an order. `decided`: by its webhook. `settled`: by a poll or the deadline, without one. */
export type OrderPhase =
  | 'unknown'
  | 'planned'
  | 'dropped'
  | 'sent'
  | 'open'
  | 'expired'
  | 'decided'
  | 'settled'
  | 'refused'
  | 'errored';

const phases: readonly OrderPhase[] = [
  'unknown',
  'planned',
  'dropped',
  'sent',
  'open',
  'expired',
  'decided',
  'settled',
  'refused',
  'errored',
];
const phaseNumber = Object.fromEntries(phases.map((phase, number) => [phase, number])) as Record<
  OrderPhase,
  number
>;
const stateNumber = Object.fromEntries(orderStates.map((state, number) => [state, number])) as Record<
  OrderState,
  number
>;

const overPhases: ReadonlySet<OrderPhase> = new Set(['decided', 'settled', 'refused', 'errored', 'dropped']);

const firstCapacity = 1024;

/** One row of the table. Instants are milliseconds of the run's monotonic clock. */
export interface OrderRow {
  readonly seq: number;
  readonly sku: number;
  readonly stage: number;
  readonly plannedMs: number;
  readonly sentMs: number;
  readonly answeredMs: number;
}

/** A run plans at most this many orders: about three days at a thousand a second. */
export const maxOrders = 2 ** 28;

/**
 * One row an order, by its number in the schedule. Columns are typed arrays that double when full: a million orders in
 * flight cost some 35 MB here and no work for the garbage collector, where objects would cost several times that.
 */
export class OrderTable {
  #capacity = firstCapacity;
  #phase = new Uint8Array(firstCapacity);
  #state = new Uint8Array(firstCapacity);
  #seenStates = new Uint8Array(firstCapacity);
  #stage = new Uint16Array(firstCapacity);
  #sku = new Uint16Array(firstCapacity);
  #plannedMs = new Float64Array(firstCapacity);
  #sentMs = new Float64Array(firstCapacity);
  #answeredMs = new Float64Array(firstCapacity);

  /** Makes the row. Rows are made in any order, but the table holds all numbers up to the largest. */
  plan(seq: number, plannedMs: number, sku: number, stage: number): void {
    if (seq >= this.#capacity) this.#grow(seq);
    this.#phase[seq] = phaseNumber.planned;
    this.#plannedMs[seq] = plannedMs;
    this.#sku[seq] = sku;
    this.#stage[seq] = stage;
  }

  phase(seq: number): OrderPhase {
    return phases[this.#phase[seq] ?? 0] ?? 'unknown';
  }

  setPhase(seq: number, phase: OrderPhase): void {
    this.#phase[seq] = phaseNumber[phase];
  }

  /** Whether nothing that comes can change the order's outcome. */
  isOver(seq: number): boolean {
    return overPhases.has(this.phase(seq));
  }

  /** The order's deadline has passed: from now on a poll may settle it. */
  expire(seq: number): void {
    if (this.phase(seq) === 'open') this.setPhase(seq, 'expired');
  }

  /** The last state that the API told, by whatever way. */
  state(seq: number): OrderState {
    return orderStates[this.#state[seq] ?? 0] ?? 'pending';
  }

  setState(seq: number, state: OrderState): void {
    this.#state[seq] = stateNumber[state];
  }

  /** Whether a webhook has told this state before. */
  wasSeen(seq: number, state: OrderState): boolean {
    return ((this.#seenStates[seq] ?? 0) & (1 << stateNumber[state])) !== 0;
  }

  markSeen(seq: number, state: OrderState): void {
    this.#seenStates[seq] = (this.#seenStates[seq] ?? 0) | (1 << stateNumber[state]);
  }

  sku(seq: number): number {
    return this.#sku[seq] ?? 0;
  }

  stage(seq: number): number {
    return this.#stage[seq] ?? 0;
  }

  plannedMs(seq: number): number {
    return this.#plannedMs[seq] ?? Number.NaN;
  }

  sentMs(seq: number): number {
    return this.#sentMs[seq] ?? Number.NaN;
  }

  setSentMs(seq: number, atMs: number): void {
    this.#sentMs[seq] = atMs;
  }

  answeredMs(seq: number): number {
    return this.#answeredMs[seq] ?? Number.NaN;
  }

  setAnsweredMs(seq: number, atMs: number): void {
    this.#answeredMs[seq] = atMs;
  }

  /** What listeners are told of every order: what it was and the instants it went through. */
  row(seq: number): OrderRow {
    return {
      seq,
      sku: this.sku(seq),
      stage: this.stage(seq),
      plannedMs: this.plannedMs(seq),
      sentMs: this.sentMs(seq),
      answeredMs: this.answeredMs(seq),
    };
  }

  #grow(seq: number): void {
    if (seq >= maxOrders)
      throw new RangeError(`order number ${seq} is beyond the ${maxOrders} orders of one run`);
    while (this.#capacity <= seq) this.#capacity *= 2;
    const capacity = this.#capacity;
    this.#phase = grown(this.#phase, new Uint8Array(capacity));
    this.#state = grown(this.#state, new Uint8Array(capacity));
    this.#seenStates = grown(this.#seenStates, new Uint8Array(capacity));
    this.#stage = grown(this.#stage, new Uint16Array(capacity));
    this.#sku = grown(this.#sku, new Uint16Array(capacity));
    this.#plannedMs = grown(this.#plannedMs, new Float64Array(capacity));
    this.#sentMs = grown(this.#sentMs, new Float64Array(capacity));
    this.#answeredMs = grown(this.#answeredMs, new Float64Array(capacity));
  }
}

function grown<A extends Uint8Array | Uint16Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
