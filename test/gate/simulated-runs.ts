import { judge } from '../../src/gate/judge.js';
import type { BudgetOutcome } from '../../src/gate/judgement.js';
import { timeLimits } from '../../src/gate/time-limits.js';
import { parseBudget } from '../../src/profile/budget.js';
import { randomSource } from '../../src/random.js';
import { normalQuantile } from '../../src/sandbox/normal-quantile.js';
import { probabilityOfAtMost } from '../../src/statistics/binomial-tail.js';
import { deliveries, figuresWith } from './figures.js';

const budget = parseBudget('delivery.p95 < 45s');
const budgetMs = 45_000;
const medianMs = 12_000;
/** Of a log-normal time with a median of 12 s and a p95 of 45 s. */
const sigma = Math.log(budgetMs / medianMs) / normalQuantile(0.95);

export type Tally = Record<BudgetOutcome, number>;

/** What the judge says of a run in which orders took so long. */
export function outcomeOf(deliveredMs: readonly number[]): BudgetOutcome {
  const latency = deliveries(deliveredMs, 0, timeLimits([budget], null));
  const [result] = judge([budget], figuresWith({ latency }));
  if (result === undefined) throw new Error('one budget gives one result');
  return result.result;
}

/** Delivery times of one run, drawn from the log-normal curve with `scale` times its times: a true p95 of `scale` · 45 s. */
export function drawnTimesMs(n: number, scale: number, seed: number): number[] {
  const draws = randomSource(seed, 'simulated times');
  return Array.from(
    { length: n },
    (_, i) => scale * medianMs * Math.exp(sigma * normalQuantile(draws.uniform(i))),
  );
}

/** The share of orders that are later than the budget when the true p95 is `scale` times as long. */
export function lateShare(scale: number): number {
  const score = Math.log(budgetMs / (scale * medianMs)) / sigma;
  let [low, high] = [0.5, 1 - 1e-12];
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (low + high) / 2;
    if (normalQuantile(middle) < score) low = middle;
    else high = middle;
  }
  return 1 - low;
}

/**
 * How often `runs` simulated runs of `n` orders pass, fail and decide nothing. Only how many orders were late matters to the
 * judge, so that number is drawn, from the exact binomial distribution, and runs with the same number are judged once.
 */
export function simulate(runs: number, n: number, scale: number): Tally {
  const share = lateShare(scale);
  const upTo = Array.from({ length: n + 1 }, (_, late) => probabilityOfAtMost(late, n, share));
  const draws = randomSource(2026, `runs of ${n} at ${scale}`);
  const known = new Map<number, BudgetOutcome>();
  const tally: Tally = { pass: 0, fail: 0, inconclusive: 0 };
  for (let run = 0; run < runs; run += 1) {
    const drawn = draws.uniform(run);
    const late = upTo.findIndex((probability) => drawn <= probability);
    const outcome = known.get(late) ?? outcomeOf(timesWith(late, n));
    known.set(late, outcome);
    tally[outcome] += 1;
  }
  return tally;
}

function timesWith(late: number, n: number): number[] {
  return Array.from({ length: n }, (_, i) => (i < late ? 2 : 0.5) * budgetMs);
}
