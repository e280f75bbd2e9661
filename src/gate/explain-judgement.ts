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
  const size = `(n = ${n}${boundsText(judgement, unit)})`;
  if (observed !== null) return `observed ${quantityText(observed, unit)} ${size}`;
  if (beyondMs !== null) return `observed later than the deadline of ${quantityText(beyondMs, 'ms')} ${size}`;
  return `not known, because some orders have no known end ${size}`;
}

function boundsText({ lower, upper, evidence }: Judgement, unit: QuantityUnit): string {
  if (lower === null && upper === null) return '';
  // A share always has both; without evidence nothing hangs on them.
  if (evidence === null) return '';
  const from = lower === null ? '' : `at least ${quantityText(lower, unit)}`;
  const to = upper === null ? '' : `at most ${quantityText(upper, unit)}`;
  return `, 95 % bounds ${[from, to].filter((text) => text !== '').join(', ')}`;
}

function evidenceText(
  budget: Budget,
  { against, passAtMost, failAtLeast }: BudgetEvidence,
  { result, n }: Judgement,
): string {
  const what = budget.metric.endsWith('.rate') ? 'against it' : `${sideOf(budget)} that`;
  const seen = `${against} of ${n} ${what}`;
  const pass = passAtMost === null ? needText(budget) : `it passes with at most ${passAtMost}`;
  if (result === 'pass') return `${seen}, ${pass}`;
  const fail = failAtLeast === null ? '' : `it fails from ${failAtLeast}`;
  if (result === 'fail') return `${seen}, ${fail}`;
  return [seen, pass, fail].filter((text) => text !== '').join(', ');
}

/** On which side of its time the orders lie that are against a budget. */
function sideOf({ metric, operator }: Budget): string {
  const wantsLess = metric.endsWith('.within')
    ? operator.startsWith('>') || operator === '=='
    : operator.startsWith('<');
  return wantsLess ? 'later than' : 'sooner than';
}

function needText(budget: Budget): string {
  const allowed = allowedShare(budget);
  return allowed === null ? '' : `it takes ${leastSample(allowed)} to pass`;
}

/** What is proven of a time on which a sample has no bound. */
function caveat({ metric }: Budget, { result }: Judgement): string[] {
  if (metric.endsWith('.max') && result === 'pass')
    return ['that is true of the orders observed, not of all'];
  return metric.endsWith('.mean') && result !== 'inconclusive' ? ['decided by the observed mean alone'] : [];
}
