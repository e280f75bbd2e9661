import { type OrderState, orderStates } from '../contract/order-state.js';
import { chunkBits, OrderChunk, ordersPerChunk, rowMask } from './order-chunk.js';
import { isOverNumber, type OrderPhase, orderPhases, phaseNumber } from './order-phase.js';

const stateNumber = Object.fromEntries(orderStates.map((state, number) => [state, number])) as Readonly<
  Record<OrderState, number>
>;

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

/** At least this many orders are remembered after they are over, the newest ones: 17 minutes of a thousand a second. */
export const rememberedOrders = 2 ** 20;

/** How long the table remembers orders that are over. */
export interface OrderMemory {
  /** An order that is over is forgotten, with its chunk, when at least this many newer ones were planned. */
  readonly rememberedOrders: number;
  /** Rows stay although they count as forgotten: for whoever goes on with a run and may ask for an old order again. */
  readonly keepsRows: boolean;
}

/**
 * One row an order, by its number in the schedule, in chunks of 8,192. The table never copies itself when it grows, which
 * would stop everything for as long as that takes. A chunk whose orders are all over is forgotten once enough newer orders
 * are planned, so that a run takes the memory of what is in flight and of the last million orders, however long it is.
 */
export class OrderTable {
  readonly #chunks: (OrderChunk | undefined)[] = [];
  /** Chunks that count as forgotten. */
  readonly #forgotten: boolean[] = [];
  /** All chunks before this one are forgotten. */
  #firstKept = 0;
  #lastSeq = -1;
  /** The buffers of a forgotten chunk, for the next new one. */
  #spare: OrderChunk | null = null;

  /** `forget` is told the number of each chunk that is forgotten. */
  constructor(
    private readonly memory: OrderMemory = { rememberedOrders, keepsRows: false },
    private readonly forget: (chunk: number) => void = () => {},
  ) {}

  /** Makes the row. Rows may be made in any order. */
  plan(seq: number, plannedMs: number, sku: number, stage: number): void {
    if (seq > this.#lastSeq) this.#lastSeq = seq;
    const chunk = this.#chunks[seq >>> chunkBits] ?? this.#newChunk(seq);
    const row = seq & rowMask;
    chunk.setPhase(row, phaseNumber.planned);
    chunk.plannedMs[row] = plannedMs;
    chunk.sku[row] = sku;
    chunk.stage[row] = stage;
  }

  /** The highest number that was planned; -1 before the first. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  phase(seq: number): OrderPhase {
    return orderPhases[this.#phaseNumber(seq)] ?? 'unknown';
  }

  setPhase(seq: number, phase: OrderPhase): void {
    this.#chunks[seq >>> chunkBits]?.setPhase(seq & rowMask, phaseNumber[phase]);
  }

  /** Whether nothing that comes can change the order's outcome. */
  isOver(seq: number): boolean {
    return isOverNumber(this.#phaseNumber(seq));
  }

  /** Whether webhooks no longer find the order, because it was over so long ago. */
  isForgotten(seq: number): boolean {
    return this.#forgotten[seq >>> chunkBits] === true;
  }

  /** Whether the order's row is there, or was never made in a chunk that is: gaps are left by those who went on with other orders. */
  isKept(seq: number): boolean {
    return this.#chunks[seq >>> chunkBits] !== undefined && !this.isForgotten(seq);
  }

  /**
   * The first order from this number on that is in flight, or `end`. Chunks without one are stepped over as a whole, and so is
   * what was never planned.
   */
  firstNotOver(from: number, end: number): number {
    let seq = from;
    while (seq < end && !this.#isInFlight(seq)) {
      const chunk = this.#chunks[seq >>> chunkBits];
      if (chunk === undefined || chunk.isOver) seq = ((seq >>> chunkBits) + 1) * ordersPerChunk;
      else seq += 1;
    }
    return Math.min(seq, end);
  }

  /** The order's deadline has passed: from now on a poll may settle it. */
  expire(seq: number): void {
    if (this.phase(seq) === 'open') this.setPhase(seq, 'expired');
  }

  /** The last state that the API told, by whatever way. */
  state(seq: number): OrderState {
    return orderStates[this.#chunks[seq >>> chunkBits]?.state[seq & rowMask] ?? 0] ?? 'pending';
  }

  setState(seq: number, state: OrderState): void {
    const chunk = this.#chunks[seq >>> chunkBits];
    if (chunk !== undefined) chunk.state[seq & rowMask] = stateNumber[state];
  }

  /** Whether a webhook has told this state before. */
  wasSeen(seq: number, state: OrderState): boolean {
    const seen = this.#chunks[seq >>> chunkBits]?.seenStates[seq & rowMask] ?? 0;
    return (seen & (1 << stateNumber[state])) !== 0;
  }

  markSeen(seq: number, state: OrderState): void {
    const seen = this.#chunks[seq >>> chunkBits]?.seenStates;
    if (seen !== undefined) seen[seq & rowMask] = (seen[seq & rowMask] ?? 0) | (1 << stateNumber[state]);
  }

  sku(seq: number): number {
    return this.#chunks[seq >>> chunkBits]?.sku[seq & rowMask] ?? 0;
  }

  stage(seq: number): number {
    return this.#chunks[seq >>> chunkBits]?.stage[seq & rowMask] ?? 0;
  }

  plannedMs(seq: number): number {
    return this.#chunks[seq >>> chunkBits]?.plannedMs[seq & rowMask] ?? Number.NaN;
  }

  sentMs(seq: number): number {
    return this.#chunks[seq >>> chunkBits]?.sentMs[seq & rowMask] ?? Number.NaN;
  }

  setSentMs(seq: number, atMs: number): void {
    const chunk = this.#chunks[seq >>> chunkBits];
    if (chunk !== undefined) chunk.sentMs[seq & rowMask] = atMs;
  }

  answeredMs(seq: number): number {
    return this.#chunks[seq >>> chunkBits]?.answeredMs[seq & rowMask] ?? Number.NaN;
  }

  setAnsweredMs(seq: number, atMs: number): void {
    const chunk = this.#chunks[seq >>> chunkBits];
    if (chunk !== undefined) chunk.answeredMs[seq & rowMask] = atMs;
  }

  /** The whole row, for whoever looks at a single order. */
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

  #isInFlight(seq: number): boolean {
    const phase = this.#phaseNumber(seq);
    return phase !== phaseNumber.unknown && !isOverNumber(phase);
  }

  #phaseNumber(seq: number): number {
    const chunk = this.#chunks[seq >>> chunkBits];
    if (chunk !== undefined) return chunk.phase[seq & rowMask] ?? phaseNumber.unknown;
    return this.isForgotten(seq) ? phaseNumber.forgotten : phaseNumber.unknown;
  }

  #newChunk(seq: number): OrderChunk {
    if (seq >= maxOrders)
      throw new RangeError(`order number ${seq} is beyond the ${maxOrders} orders of one run`);
    const number = seq >>> chunkBits;
    this.#forgetBefore(number - Math.ceil(this.memory.rememberedOrders / ordersPerChunk));
    const chunk = this.#spare ?? new OrderChunk();
    this.#spare = null;
    while (this.#chunks.length <= number) this.#chunks.push(undefined);
    this.#chunks[number] = chunk;
    return chunk;
  }

  /** Forgets each chunk before the chunk `end` whose orders are all over. */
  #forgetBefore(end: number): void {
    for (let number = this.#firstKept; number < end; number += 1) {
      const chunk = this.#chunks[number];
      if (this.#forgotten[number] === true || chunk?.isOver !== true) continue;
      while (this.#forgotten.length <= number) this.#forgotten.push(false);
      this.#forgotten[number] = true;
      this.forget(number);
      if (this.memory.keepsRows) continue;
      this.#chunks[number] = undefined;
      chunk.clear();
      this.#spare = chunk;
    }
    while (this.#forgotten[this.#firstKept] === true) this.#firstKept += 1;
  }
}
