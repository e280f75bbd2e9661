/** Money is counted in whole US cents, so that sums are exact. */
export type Cents = number;

/** `1.5` → 150. The API writes amounts as JSON numbers of dollars; rounding to the cent undoes binary fractions. */
export function centsFromUsd(usd: number): Cents {
  return Math.round(usd * 100);
}

/** 150 → `1.5`, for JSON. */
export function usdFromCents(cents: Cents): number {
  return cents / 100;
}
