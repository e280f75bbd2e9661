import type { BudgetResult } from '../gate/judge.js';
import { type Verdict, verdict } from '../gate/verdict.js';
import type { Profile } from '../profile/profile.js';
import { sumOfCounts } from '../sum-of-counts.js';
import { saturation } from './generator-health.js';
import { judgeFigures } from './judge-figures.js';
import type { RunFigures } from './run-figures.js';

/** What a run comes to, and by which budgets. */
export interface RunJudgement {
  readonly verdict: Verdict;
  readonly budgets: readonly BudgetResult[];
}

/**
 * What the run would come to if it ended now: for those who watch it. The verdict itself is drawn once, after the drain, and
 * knows more causes that make a run invalid.
 */
export function provisionalJudgement({ budgets }: Profile, figures: RunFigures): RunJudgement {
  const { tracker, latency, generator } = figures;
  const { replays, ordersDoubled: violations } = tracker.counters;
  const results = judgeFigures(budgets, figures, { replays: sumOfCounts(replays), violations });
  const invalid = generator === null ? [] : saturation(generator, latency.figuresOf('sendLag').p99Ms);
  return { verdict: verdict(results, invalid), budgets: results };
}
