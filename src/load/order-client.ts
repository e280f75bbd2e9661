import type { CreateCommand } from '../contract/dialect.js';
import type { Doubt } from './doubt.js';
import { OrderCall, type OrderCallSurroundings } from './order-call.js';

/**
 * Fires orders and keeps the create calls that are not over, so that a run can be stopped without losing one.
 *
 * They are in an array, each at the place that it knows. A `Set` makes a new table every few orders, and each table that it has given up
 * leads to the next one: once one of them is old, no call of a later one is found dead by the young generation's collector, which then
 * copies every call of the run and takes twice as long.
 */
export class OrderClient {
  readonly #calls: OrderCall[] = [];

  constructor(private readonly surroundings: OrderCallSurroundings) {}

  /**
   * Fires one order. Everything that comes of it is told by events; `replayed` orders are fired twice at once.
   *
   * @param doubt what attempts under its key that were made before leave open about it
   */
  create(seq: number, command: CreateCommand, replayed: boolean, doubt: Doubt = 'none'): void {
    const over = (): void => this.#forget(call);
    const call = new OrderCall(this.surroundings, seq, command, replayed, over, doubt);
    call.place = this.#calls.push(call) - 1;
    call.start();
  }

  /** Create calls that are not over. */
  get unfinished(): number {
    return this.#calls.length;
  }

  /** Gives up every create call that is not over: each ends as errored. */
  abort(): void {
    for (const call of [...this.#calls]) call.abort();
  }

  /** The last call takes its place. */
  #forget(call: OrderCall): void {
    if (this.#calls[call.place] !== call) return;
    const last = this.#calls.pop();
    if (last === undefined || last === call) return;
    this.#calls[call.place] = last;
    last.place = call.place;
  }
}
