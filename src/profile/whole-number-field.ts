import { z } from 'zod';

/** A whole number from `min` to `max`, both included. */
export function wholeNumber(min: number, max: number) {
  const wanted = `a whole number from ${min} to ${max}`;
  return z.int({ error: wanted }).min(min, { error: wanted }).max(max, { error: wanted });
}

/** A seed: any whole number that is exact in every JSON reader. */
export function seedNumber() {
  return wholeNumber(0, Number.MAX_SAFE_INTEGER);
}
