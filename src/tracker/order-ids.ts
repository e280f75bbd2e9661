/** The API's order ids, both ways: webhooks know only the id, polls start from the order's number. */
export class OrderIds {
  readonly #seqOf = new Map<string, number>();
  readonly #ids: (string | undefined)[] = [];

  /** Joins an id to an order; false when another order had that id before. The newer one has it from now on. */
  join(seq: number, orderId: string): boolean {
    const idsBefore = this.#seqOf.size;
    this.#ids[seq] = orderId;
    this.#seqOf.set(orderId, seq);
    return this.#seqOf.size > idsBefore;
  }

  seqOf(orderId: string): number | undefined {
    return this.#seqOf.get(orderId);
  }

  idOf(seq: number): string | undefined {
    return this.#ids[seq];
  }
}
