import {
  type BudgetMetric,
  type BudgetUnit,
  budgetMetricOf,
  budgetMetrics,
  budgetMetricsByUnit,
  budgetUnitOf,
  budgetUnits,
} from './budget-metric.js';
import { countUnit } from './count.js';
import { durationUnit } from './duration.js';
import { suggestion } from './nearest-name.js';
import { shareUnit } from './share.js';
import { quoted } from './show-value.js';
import type { Unit } from './unit.js';
import { usdUnit } from './usd.js';

/** One line of the service level that a run must keep, such as `delivery.p95 < 45s`. */
export interface Budget {
  /** As the profile writes it. */
  readonly text: string;
  readonly metric: BudgetMetric;
  readonly operator: BudgetOperator;
  /** Milliseconds for times, a ratio for rates, cents for `spend`, a plain count otherwise: see `budgetUnitOf`. */
  readonly threshold: number;
}

export const budgetOperators = ['<', '<=', '>', '>=', '=='] as const;
export type BudgetOperator = (typeof budgetOperators)[number];

/** A budget that can't be read. The message is `budget is "…"; wanted …`. */
export class BudgetError extends Error {
  /** What would have been right, to follow the word `wanted`. */
  readonly wanted: string;

  constructor(text: string, wanted: string) {
    super(`budget is ${quoted(text)}; wanted ${wanted}`);
    this.name = 'BudgetError';
    this.wanted = wanted;
  }
}

/** How the thresholds of each kind of metric are written, with an example for messages. */
const thresholdUnits: Readonly<Record<BudgetUnit, { readonly unit: Unit; readonly example: string }>> = {
  time: { unit: durationUnit, example: '45s' },
  ratio: { unit: shareUnit, example: '95%' },
  count: { unit: countUnit, example: '0' },
  money: { unit: usdUnit, example: '100 USD' },
};

const parts = /^([^\s<>=]+)\s*([<>=!~≤≥]+)\s*(.*)$/u;

/** Reads `metric operator threshold`. Throws a BudgetError that names the nearest metric or the wanted unit. */
export function parseBudget(text: string): Budget {
  const [, name, sign, amount] = parts.exec(text) ?? [];
  if (name === undefined || sign === undefined || amount === undefined) {
    throw new BudgetError(text, 'metric, operator and threshold like delivery.p95 < 45s');
  }
  const metric = budgetMetricOf(name);
  if (metric === null) {
    throw new BudgetError(text, `a known metric instead of ${name}${suggestion(name, budgetMetrics)}`);
  }
  const operator = budgetOperators.find((known) => known === sign);
  if (operator === undefined) {
    throw new BudgetError(text, `one of the operators ${budgetOperators.join(' ')} instead of ${sign}`);
  }
  const { unit, example } = thresholdUnits[budgetUnitOf(metric)];
  const threshold = unit.parse(amount);
  if (threshold === null) throw new BudgetError(text, `a ${unit.noun} like ${example} as its threshold`);
  return { text, metric, operator, threshold };
}

/** The regular expression that every readable budget matches, for editors: each metric with thresholds of its unit. */
export function budgetPattern(): string {
  const operators = '(?:<=?|>=?|==)';
  const kinds = budgetUnits.map((unit) => {
    const metrics = budgetMetricsByUnit[unit].map((metric) => metric.replaceAll('.', '\\.'));
    return `(?:${metrics.join('|')})\\s*${operators}\\s*${thresholdUnits[unit].unit.form}`;
  });
  return `^(?:${kinds.join('|')})$`;
}
