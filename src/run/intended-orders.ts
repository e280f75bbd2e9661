/** Which orders the journal's intents cover: no other one can have left. */
export class IntendedOrders {
  #end = 0;
  /** Orders that were left out: their price would have passed the spend limit. */
  readonly #gaps: { readonly from: number; readonly end: number }[] = [];

  /** Takes the intent of the orders `from` to `to`, both included. Intents come in the order of their numbers. */
  note(from: number, to: number): void {
    if (from > this.#end) this.#gaps.push({ from: this.#end, end: from });
    this.#end = Math.max(this.#end, to + 1);
  }

  covers(seq: number): boolean {
    return seq < this.#end && !this.#gaps.some(({ from, end }) => seq >= from && seq < end);
  }
}
