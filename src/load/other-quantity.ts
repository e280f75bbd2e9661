/**
 * The quantity of the body that a key is used with once more, to see whether it is refused. Less where that is possible: an
 * API that takes the other body for a new order sells as little as can be.
 */
export function otherQuantity(quantity: number): number {
  return quantity > 1 ? quantity - 1 : 2;
}
