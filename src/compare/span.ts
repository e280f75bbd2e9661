/**
 * Between which two a resample puts a figure. The two differ because a sample has gaps: a percentile of the truth lies somewhere
 * between two neighbouring orders, or past the last one, where nothing is known of it and the bound is infinite.
 */
export interface Span {
  readonly low: number;
  readonly high: number;
}

/** Nothing is known. */
export const anywhere: Span = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

/** `head` minus `base`, whatever they are within their spans. Of two that are infinite nothing is known. */
export function spanBetween(base: Span, head: Span): Span {
  const low = head.low - base.high;
  const high = head.high - base.low;
  return {
    low: Number.isNaN(low) ? anywhere.low : low,
    high: Number.isNaN(high) ? anywhere.high : high,
  };
}

/** Both ends moved by `distance`. */
export function movedSpan({ low, high }: Span, distance: number): Span {
  return { low: low + distance, high: high + distance };
}
