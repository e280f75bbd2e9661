/** What became of one step: the budgets held, the API broke them, or foxload's own machine could not offer the rate. */
export const stepOutcomes = ['held', 'broken', 'limited'] as const;
export type StepOutcome = (typeof stepOutcomes)[number];

/** One rate that was measured, in orders a second. */
export interface TriedRate {
  readonly ratePerSecond: number;
  readonly outcome: StepOutcome;
}

/** Where a search begins, and the highest rate that it may offer. */
export interface SearchRange {
  readonly fromPerSecond: number;
  readonly maxPerSecond: number;
}

/**
 * What a search found. `capacity`: the budgets hold at one rate and break at another, at most 5 % above. `machine`: they hold
 * at one rate (or at none that was tried), and above it the machine was the limit. `at_least`: they hold at the highest rate
 * that was allowed. `below`: they break at every rate that was tried, the lowest of them this one.
 */
export type SearchAnswer =
  | { readonly kind: 'capacity'; readonly heldPerSecond: number; readonly brokenPerSecond: number }
  | { readonly kind: 'machine'; readonly heldPerSecond: number | null; readonly limitedPerSecond: number }
  | { readonly kind: 'at_least'; readonly heldPerSecond: number }
  | { readonly kind: 'below'; readonly brokenPerSecond: number };

export type SearchMove =
  | { readonly kind: 'measure'; readonly ratePerSecond: number }
  | { readonly kind: 'answer'; readonly answer: SearchAnswer };

/** The search ends when the lowest rate that does not hold is at most this many times the highest one that does. */
export const resolution = 1.05;
/** A machine may be busy by chance: only a rate at which it was the limit this often counts as its limit. */
const limitedTries = 2;
/** When the first rate breaks already, it is halved so often at most: to a sixty-fourth of it. */
const maxHalvings = 6;
/** Rates are rounded to what people can say: by at most half a per cent. */
const significantDigits = 3;

/**
 * What to do next, given every rate that was measured so far, in any order: double while the budgets hold, then halve the
 * distance between the highest rate that holds and the lowest that does not, as ratios, until it is 5 %. A pure function, so
 * that a search that was killed goes on from its finished steps.
 */
export function nextMove(
  tried: readonly TriedRate[],
  { fromPerSecond, maxPerSecond }: SearchRange,
): SearchMove {
  const again = triedAgain(tried);
  if (again !== null) return measure(again);
  const held = Math.max(Number.NEGATIVE_INFINITY, ...ratesOf(tried, 'held'));
  const broken = Math.min(Number.POSITIVE_INFINITY, ...ratesOf(tried, 'broken'));
  const limited = Math.min(Number.POSITIVE_INFINITY, ...ratesOf(tried, 'limited').filter(isLimit(tried)));
  const bound = Math.min(broken, limited);
  const holds = Number.isFinite(held);
  if (!Number.isFinite(bound)) {
    if (!holds) return measure(Math.min(fromPerSecond, maxPerSecond));
    if (held >= maxPerSecond) return { kind: 'answer', answer: { kind: 'at_least', heldPerSecond: held } };
    return measure(Math.min(rounded(2 * held), maxPerSecond));
  }
  if (holds && bound > held * resolution) return measure(rounded(Math.sqrt(held * bound)));
  if (limited <= broken) {
    const heldPerSecond = holds ? held : null;
    return { kind: 'answer', answer: { kind: 'machine', heldPerSecond, limitedPerSecond: limited } };
  }
  if (holds) {
    return { kind: 'answer', answer: { kind: 'capacity', heldPerSecond: held, brokenPerSecond: broken } };
  }
  if (ratesOf(tried, 'broken').length <= maxHalvings) return measure(rounded(broken / 2));
  return { kind: 'answer', answer: { kind: 'below', brokenPerSecond: broken } };
}

function measure(ratePerSecond: number): SearchMove {
  return { kind: 'measure', ratePerSecond };
}

/** The rate at which the machine was the limit once, and nothing else is known; null where there is none. */
function triedAgain(tried: readonly TriedRate[]): number | null {
  const doubtful = tried.filter(
    ({ ratePerSecond, outcome }) => outcome === 'limited' && triesAt(tried, ratePerSecond) < limitedTries,
  );
  return doubtful[0]?.ratePerSecond ?? null;
}

/** Whether the machine was the limit at a rate in every try. */
function isLimit(tried: readonly TriedRate[]): (ratePerSecond: number) => boolean {
  return (rate) =>
    tried.every(({ ratePerSecond, outcome }) => ratePerSecond !== rate || outcome === 'limited');
}

function triesAt(tried: readonly TriedRate[], rate: number): number {
  return tried.filter(({ ratePerSecond }) => ratePerSecond === rate).length;
}

function ratesOf(tried: readonly TriedRate[], wanted: StepOutcome): number[] {
  return tried.filter(({ outcome }) => outcome === wanted).map(({ ratePerSecond }) => ratePerSecond);
}

function rounded(ratePerSecond: number): number {
  return Number(ratePerSecond.toPrecision(significantDigits));
}
