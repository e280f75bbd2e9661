import type { Budget } from '../profile/budget.js';
import { leastSample } from '../statistics/least-sample.js';
import { allowedShare } from './allowed-share.js';
import { comparisons } from './comparison.js';
import type { BudgetEvidence, BudgetOutcome, Judgement } from './judgement.js';
import { type QuantityUnit, quantityText } from './quantity-text.js';

const outcomeWords: Readonly<Record<BudgetOutcome, string>> = {
  pass: 'holds',
  fail: 'does not hold',
  inconclusive: 'cannot be decided',
};

/** One sentence: the budget, what was observed with its bounds, what was wanted where that is something else, and why. */
export function explainJudgement(budget: Budget, unit: QuantityUnit, judgement: Judgement): string {
  const { result, evidence } = judgement;
  const wanted = `, wanted ${comparisons[budget.operator].words} ${quantityText(budget.threshold, unit)}`;
  const told = [
    `${budget.text} ${outcomeWords[result]}: ${observedText(judgement, unit)}${result === 'pass' ? '' : wanted}`,
    ...(evidence === null ? caveat(budget, judgement) : [evidenceText(budget, evidence, judgement)]),
  ];
  return told.join('; ');
}

function observedText(judgement: Judgement, unit: QuantityUnit): string {
  const { observed, beyondMs, n } = judgement;
  if (n === 0) return 'nothing observed';
  const rest = `${boundsText(judgement, unit)} (n = ${n})`;
  if (observed !== null) return `observed ${quantityText(observed, unit)}${rest}`;
  if (beyondMs !== null) return `observed later than the deadline of ${quantityText(beyondMs, 'ms')}${rest}`;
  return `not known, because some orders have no known end${rest}`;
}

function boundsText({ lower, upper, evidence }: Judgement, unit: QuantityUnit): string {
  // A share always has both; without evidence nothing hangs on them.
  if (evidence === null) return '';
  const [from, to] = [lower, upper].map((bound) => (bound === null ? null : quantityText(bound, unit)));
  if (from !== null && to !== null) return `, 95 % bounds ${from} to ${to}`;
  if (from !== null) return `, 95 % lower bound ${from}`;
  return to === null ? '' : `, 95 % upper bound ${to}`;
}

function evidenceText(
  budget: Budget,
  { against, passAtMost, failAtLeast }: BudgetEvidence,
  { result, n }: Judgement,
): string {
  const what = budget.metric.endsWith('.rate') ? 'against it' : sideOf(budget);
  const pass = passAtMost === null ? needText(budget) : `passes up to ${passAtMost}`;
  const fail = failAtLeast === null ? '' : `fails from ${failAtLeast}`;
  const limits = { pass: [pass], fail: [fail], inconclusive: [pass, fail] }[result];
  return [`${against} of ${n} ${what}`, ...limits.filter((text) => text !== '')].join(', ');
}

/** On which side of its time the orders lie that are against a budget. */
function sideOf({ metric, operator }: Budget): string {
  const wantsLess = metric.endsWith('.within')
    ? operator.startsWith('>') || operator === '=='
    : operator.startsWith('<');
  return wantsLess ? 'late' : 'early';
}

function needText(budget: Budget): string {
  const allowed = allowedShare(budget);
  return allowed === null ? '' : `takes ${leastSample(allowed)} to pass`;
}

/** What is proven of a time on which a sample has no bound. */
function caveat({ metric }: Budget, { result }: Judgement): string[] {
  if (metric.endsWith('.max') && result === 'pass')
    return ['that is true of the orders observed, not of all'];
  return metric.endsWith('.mean') && result !== 'inconclusive' ? ['decided by the observed mean alone'] : [];
}
