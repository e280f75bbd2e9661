import type { CreateCommand } from '../contract/dialect.js';
import type { Doubt } from './doubt.js';
import { OrderCall, type OrderCallSurroundings } from './order-call.js';

/** Fires orders and keeps the create calls that are not over, so that a run can be stopped without losing one. */
export class OrderClient {
  readonly #calls = new Set<OrderCall>();

  constructor(private readonly surroundings: OrderCallSurroundings) {}

  /**
   * Fires one order. Everything that comes of it is told by events; `replayed` orders are fired twice at once.
   *
   * @param doubt what attempts under its key that were made before leave open about it
   */
  create(seq: number, command: CreateCommand, replayed: boolean, doubt: Doubt = 'none'): void {
    const over = (): void => void this.#calls.delete(call);
    const call = new OrderCall(this.surroundings, seq, command, replayed, over, doubt);
    this.#calls.add(call);
    call.start();
  }

  /** Create calls that are not over. */
  get unfinished(): number {
    return this.#calls.size;
  }

  /** Gives up every create call that is not over: each ends as errored. */
  abort(): void {
    for (const call of [...this.#calls]) call.abort();
  }
}
