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
/**
 * Chance can break a rate, or make the machine its limit, but hardly make it hold. So a rate holds when it held once; what else
 * it is, where the answer hangs on it, is decided by the first outcome that it had this often.
 */
const triesPerBound = 2;
/** When the first rate breaks already, it is halved so often at most: to a sixty-fourth of it. */
const maxHalvings = 6;
/** Rates are rounded to what people can say: by at most half a per cent. */
const significantDigits = 3;

/**
 * What to do next, given every rate that was measured so far, in any order: double while the budgets hold, then halve the
 * distance between the highest rate that holds and the lowest that does not, as ratios, until it is 5 %. A pure function, so
 * that a search that was killed goes on from its finished steps.
 */
export function nextMove(tried: readonly TriedRate[], range: SearchRange): SearchMove {
  const heldRates = ratesOf(tried, 'held');
  const held = heldRates.length === 0 ? null : Math.max(...heldRates);
  const bound = lowestBound(tried);
  if (bound === null) return upwards(held, range);
  const { ratePerSecond, broken, limited } = bound;
  const isAnswer = held === null ? limited > broken : ratePerSecond <= held * resolution;
  const isDecided = Math.max(broken, limited) >= triesPerBound;
  // What the machine did not let through says nothing of the rates around it, so that is tried again at once.
  if (!isDecided && (isAnswer || limited > 0)) return measure(ratePerSecond);
  if (isAnswer) return { kind: 'answer', answer: answerOf(held, bound) };
  if (held !== null) return measure(rounded(Math.sqrt(held * ratePerSecond)));
  if (new Set(ratesOf(tried, 'broken')).size <= maxHalvings) return measure(rounded(ratePerSecond / 2));
  return { kind: 'answer', answer: { kind: 'below', brokenPerSecond: ratePerSecond } };
}

/** The lowest rate that never held, and how often it was what. */
interface Bound {
  readonly ratePerSecond: number;
  readonly broken: number;
  readonly limited: number;
}

function lowestBound(tried: readonly TriedRate[]): Bound | null {
  const held = new Set(ratesOf(tried, 'held'));
  const others = tried.filter((step) => !held.has(step.ratePerSecond));
  if (others.length === 0) return null;
  const ratePerSecond = Math.min(...others.map((step) => step.ratePerSecond));
  const here = others.filter((step) => step.ratePerSecond === ratePerSecond);
  const broken = ratesOf(here, 'broken').length;
  return { ratePerSecond, broken, limited: here.length - broken };
}

/** Nothing is known to be too much yet. */
function upwards(held: number | null, { fromPerSecond, maxPerSecond }: SearchRange): SearchMove {
  if (held === null) return measure(Math.min(fromPerSecond, maxPerSecond));
  if (held >= maxPerSecond) return { kind: 'answer', answer: { kind: 'at_least', heldPerSecond: held } };
  return measure(Math.min(rounded(2 * held), maxPerSecond));
}

function answerOf(heldPerSecond: number | null, { ratePerSecond, broken, limited }: Bound): SearchAnswer {
  return limited > broken || heldPerSecond === null
    ? { kind: 'machine', heldPerSecond, limitedPerSecond: ratePerSecond }
    : { kind: 'capacity', heldPerSecond, brokenPerSecond: ratePerSecond };
}

function measure(ratePerSecond: number): SearchMove {
  return { kind: 'measure', ratePerSecond };
}

function ratesOf(tried: readonly TriedRate[], wanted: StepOutcome): number[] {
  return tried.filter(({ outcome }) => outcome === wanted).map(({ ratePerSecond }) => ratePerSecond);
}

function rounded(ratePerSecond: number): number {
  return Number(ratePerSecond.toPrecision(significantDigits));
}
