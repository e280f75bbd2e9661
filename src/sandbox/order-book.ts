import { isDecided } from '../contract/order-state.js';
import type { SandboxOrder } from './sandbox-order.js';

/**
 * All orders that are remembered, by number and by idempotency key. At the limit the oldest is forgotten, but never an
 * undecided one.
 */
export class OrderBook {
  readonly #limit: number;
  #orders: (SandboxOrder | undefined)[] = [];
  /** The number of `#orders[0]`. */
  #firstNumber = 0;
  /** Index of the oldest order that is kept. */
  #head = 0;
  #size = 0;
  readonly #byKey = new Map<string, SandboxOrder>();
  /** Those of the kept orders: as long as the book, at most. */
  readonly #repeatedKeys = new Set<string>();
  /** Keys under which more than one order was made: none, unless keys are forgotten on purpose. */
  keysWithSeveralOrders = 0;
  /** Orders that were forgotten to make room. */
  forgotten = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#size;
  }

  /** Whether another order fits, after forgetting the oldest where that is needed and allowed. */
  makeRoom(): boolean {
    return this.#size < this.#limit || this.#forgetOldest();
  }

  /** Numbers have to rise, and may have gaps. */
  add(order: SandboxOrder): void {
    if (this.#size === 0) this.#restart(order.number);
    const index = order.number - this.#firstNumber;
    while (this.#orders.length < index) this.#orders.push(undefined);
    this.#orders.push(order);
    this.#size += 1;
    if (order.key === null) return;
    if (this.#byKey.has(order.key) && !this.#repeatedKeys.has(order.key)) {
      this.#repeatedKeys.add(order.key);
      this.keysWithSeveralOrders += 1;
    }
    this.#byKey.set(order.key, order);
  }

  byNumber(number: number): SandboxOrder | undefined {
    return this.#orders[number - this.#firstNumber];
  }

  byKey(key: string): SandboxOrder | undefined {
    return this.#byKey.get(key);
  }

  /** All kept orders, oldest first. */
  *all(): Generator<SandboxOrder> {
    for (let index = this.#head; index < this.#orders.length; index += 1) {
      const order = this.#orders[index];
      if (order !== undefined) yield order;
    }
  }

  #restart(number: number): void {
    this.#orders = [];
    this.#head = 0;
    this.#firstNumber = number;
  }

  #forgetOldest(): boolean {
    while (this.#head < this.#orders.length && this.#orders[this.#head] === undefined) this.#head += 1;
    const oldest = this.#orders[this.#head];
    if (oldest === undefined || !isDecided(oldest.state)) return false;
    this.#orders[this.#head++] = undefined;
    // The key may name a younger order by now: where it was forgotten on purpose.
    if (oldest.key !== null && this.#byKey.get(oldest.key) === oldest) {
      this.#byKey.delete(oldest.key);
      this.#repeatedKeys.delete(oldest.key);
    }
    this.#size -= 1;
    this.forgotten += 1;
    if (this.#head > this.#limit) this.#compact();
    return true;
  }

  /** Done once every `limit` orders, so its cost is spread thin. */
  #compact(): void {
    this.#orders = this.#orders.slice(this.#head);
    this.#firstNumber += this.#head;
    this.#head = 0;
  }
}
