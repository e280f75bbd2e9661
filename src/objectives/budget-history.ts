import type { EventCounts } from './event-counts.js';

/** The counts of an objective at one instant, in milliseconds since 1970. */
export interface CountsAt extends EventCounts {
  readonly atMs: number;
}

/** A period is remembered in so many steps: an hour each of 30 days. */
const stepsPerPeriod = 720;

/**
 * How the counts of an objective grew over its period, so that one can say what share of its error budget is left. The counts of
 * a few instants are kept and not the orders, so it takes the same memory for any number of them.
 */
export class BudgetHistory {
  readonly #steps: CountsAt[];

  /** `earlier`: what `steps` gave an earlier process. */
  constructor(
    private readonly periodMs: number,
    earlier: readonly CountsAt[] = [],
  ) {
    this.#steps = [...earlier];
  }

  /** What is remembered, from old to new. */
  get steps(): readonly CountsAt[] {
    return this.#steps;
  }

  /** Looks at the counts; to be called more often than a step is long. Instants never go back. */
  note(atMs: number, { good, bad }: EventCounts): void {
    const last = this.#steps.at(-1);
    if (last !== undefined && atMs - last.atMs < this.periodMs / stepsPerPeriod) return;
    this.#steps.push({ atMs, good, bad });
    // The newest step that is older than the period is where the period begins.
    while ((this.#steps[1]?.atMs ?? Number.POSITIVE_INFINITY) <= atMs - this.periodMs) this.#steps.shift();
  }

  /** The orders of the period that ends now, to a step. */
  over(now: EventCounts): EventCounts {
    const start = this.#steps[0] ?? { good: 0, bad: 0 };
    return { good: now.good - start.good, bad: now.bad - start.bad };
  }
}

/**
 * What share of the error budget is left: 1 when no order was bad, 0 when as many were as may be, negative beyond. As in the
 * Site Reliability Workbook, chapter 5: the budget of n orders is the (1 - ratio) n that may be bad.
 */
export function budgetRemaining({ good, bad }: EventCounts, ratio: number): number {
  return bad === 0 ? 1 : 1 - bad / ((1 - ratio) * (good + bad));
}
