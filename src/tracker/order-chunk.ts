import { isOverNumber } from './order-phase.js';

/** Orders of a chunk: 2^13. */
export const chunkBits = 13;
export const ordersPerChunk = 2 ** chunkBits;
/** The part of an order's number that is its row in its chunk. */
export const rowMask = ordersPerChunk - 1;

/** The rows of 8,192 orders, as columns of typed arrays: 31 bytes an order, and nothing for the garbage collector to follow. */
export class OrderChunk {
  readonly phase = new Uint8Array(ordersPerChunk);
  readonly state = new Uint8Array(ordersPerChunk);
  /** A bit for each state that a webhook told. */
  readonly seenStates = new Uint8Array(ordersPerChunk);
  readonly stage = new Uint16Array(ordersPerChunk);
  readonly sku = new Uint16Array(ordersPerChunk);
  readonly plannedMs = new Float64Array(ordersPerChunk);
  readonly sentMs = new Float64Array(ordersPerChunk);
  readonly answeredMs = new Float64Array(ordersPerChunk);
  #over = 0;

  /** Whether each of its orders was planned and is over. */
  get isOver(): boolean {
    return this.#over === ordersPerChunk;
  }

  /** `phase` is one of the phases' numbers. */
  setPhase(row: number, phase: number): void {
    if (isOverNumber(this.phase[row] ?? 0)) this.#over -= 1;
    if (isOverNumber(phase)) this.#over += 1;
    this.phase[row] = phase;
  }

  /** Makes it a chunk of other orders, of which nothing is known. The times are written before they are read. */
  clear(): void {
    this.phase.fill(0);
    this.state.fill(0);
    this.seenStates.fill(0);
    this.sentMs.fill(0);
    this.answeredMs.fill(0);
    this.#over = 0;
  }
}
