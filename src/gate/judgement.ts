import type { ShareLimits } from '../statistics/share-limits.js';

export type BudgetOutcome = 'pass' | 'fail' | 'inconclusive';

/** What decides a budget on a share: how many orders were against it, and how many would have decided it. */
export interface BudgetEvidence {
  /** Orders that did not keep the promise. */
  readonly against: number;
  /** With at most so many of n it passes; null where n is too small to pass at all. */
  readonly passAtMost: number | null;
  /** With so many of n or more it fails; null where n is too small to fail. */
  readonly failAtLeast: number | null;
}

/** What became of a budget, before it is put into words. Figures are in the unit of its threshold. */
export interface Judgement {
  readonly result: BudgetOutcome;
  /** Null where there is no figure. */
  readonly observed: number | null;
  /** Bounds of the true value, each wrong in at most 5 % of runs; null where there is none, or it lies beyond the deadline. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly n: number;
  /** Whether what was observed keeps the budget, proven or not; null where that is not known. */
  readonly keepsIt: boolean | null;
  /** The deadline, where the observed value lies beyond it. */
  readonly beyondMs: number | null;
  /** Null where a budget is decided by the observed value alone. */
  readonly evidence: BudgetEvidence | null;
}

/** Nothing was observed: no budget passes without evidence. */
export const nothingObserved: Judgement = {
  result: 'inconclusive',
  observed: null,
  lower: null,
  upper: null,
  n: 0,
  keepsIt: null,
  beyondMs: null,
  evidence: null,
};

/** How many orders are against a budget, where it is not known of all of them. */
export interface AgainstCount {
  /** So many certainly are. */
  readonly least: number;
  /** No more than so many can be. */
  readonly most: number;
}

/** The outcome of a test on a share: a pass with every doubtful order counted against it, a fail with none of them. */
export function testedOutcome(
  { least, most }: AgainstCount,
  { atMost, atLeast }: ShareLimits,
): BudgetOutcome {
  if (atMost !== null && most <= atMost) return 'pass';
  return atLeast !== null && least >= atLeast ? 'fail' : 'inconclusive';
}

/** The evidence in the words of a report. */
export function evidenceOf({ most }: AgainstCount, { atMost, atLeast }: ShareLimits): BudgetEvidence {
  return { against: most, passAtMost: atMost, failAtLeast: atLeast };
}
