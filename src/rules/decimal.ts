/** A number without the noise of binary fractions, to ten significant digits: 1 − 0.95 → 0.05. */
export function decimal(value: number): number {
  return Number(value.toPrecision(10));
}
