/** A probability as a fraction of whole numbers. */
interface Fraction {
  readonly top: bigint;
  readonly bottom: bigint;
}

/**
 * The probability of at most `k` of `n` at the probability `top / bottom`, summed up in whole numbers, so without any rounding
 * but the last.
 */
export function exactAtMost(k: number, n: number, { top, bottom }: Fraction): number {
  let term = (bottom - top) ** BigInt(n);
  let sum = 0n;
  for (let i = 0; i <= k; i += 1) {
    sum += term;
    // Whole at each step: it is the next binomial coefficient times powers.
    term = (term * BigInt(n - i) * top) / (BigInt(i + 1) * (bottom - top));
  }
  return ratio(sum, bottom ** BigInt(n));
}

/** The quotient of two large whole numbers to 17 digits, however small it is. */
function ratio(top: bigint, bottom: bigint): number {
  const digits = Math.max(0, bottom.toString().length - top.toString().length) + 20;
  const quotient = ((top * 10n ** BigInt(digits)) / bottom).toString();
  return Number(`${quotient}e-${digits}`);
}
