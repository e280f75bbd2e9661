import { BudgetError } from './budget-error.js';
import {
  type BudgetMetric,
  type BudgetUnit,
  budgetMetricOf,
  budgetMetrics,
  budgetUnitOf,
  isSelectable,
  isWithinMetric,
} from './budget-metric.js';
import { type BudgetSelection, parseSelection } from './budget-selection.js';
import { countUnit } from './count.js';
import { durationUnit } from './duration.js';
import { suggestion } from './nearest-name.js';
import { thresholdProblem } from './possible-threshold.js';
import { shareUnit } from './share.js';
import type { Unit } from './unit.js';
import { usdUnit } from './usd.js';

/** One line of the service level that a run must keep, such as `delivery.p95 < 45s`. */
export interface Budget {
  /** As the profile writes it, without its severity. */
  readonly text: string;
  readonly severity: BudgetSeverity;
  readonly metric: BudgetMetric;
  /** The time in brackets of `delivery.within(45s)`, in milliseconds; null for every other metric. */
  readonly withinMs: number | null;
  /** Which orders it speaks of; null for all. */
  readonly selection: BudgetSelection | null;
  readonly operator: BudgetOperator;
  /** Milliseconds for times, a ratio for rates, cents for `spend`, a plain count otherwise: see `budgetUnitOf`. */
  readonly threshold: number;
}

export const budgetOperators = ['<', '<=', '>', '>=', '=='] as const;
export type BudgetOperator = (typeof budgetOperators)[number];

/** `fail`: it decides the verdict. `warn`: it is judged and shown, and decides nothing. */
export const budgetSeverities = ['fail', 'warn'] as const;
export type BudgetSeverity = (typeof budgetSeverities)[number];

/** How the thresholds of each kind of metric are written, with an example for messages. */
export const thresholdUnits: Readonly<Record<BudgetUnit, { readonly unit: Unit; readonly example: string }>> =
  {
    time: { unit: durationUnit, example: '45s' },
    ratio: { unit: shareUnit, example: '95%' },
    count: { unit: countUnit, example: '0' },
    money: { unit: usdUnit, example: '100 USD' },
  };

const warnPrefix = /^warn:\s*/;
const parts = /^([^\s<>={}()]+)(?:\(([^()]*)\))?(\{[^{}]*\})?\s*([<>=!~≤≥]+)\s*(.*)$/u;

/**
 * Reads `metric operator threshold`, where the metric may have a selection behind it and the whole `warn: ` before it. Throws
 * a BudgetError that names the nearest metric or the wanted unit.
 */
export function parseBudget(written: string): Budget {
  const text = written.replace(warnPrefix, '');
  const [, name, within, selected, sign, amount] = parts.exec(text) ?? [];
  if (name === undefined || sign === undefined || amount === undefined) {
    throw new BudgetError(written, 'metric, operator and threshold like delivery.p95 < 45s');
  }
  const metric = metricOf(written, name);
  return {
    text,
    severity: text === written ? 'fail' : 'warn',
    metric,
    withinMs: withinOf(written, metric, within),
    selection: selected === undefined ? null : selectionOf(written, metric, selected),
    ...conditionOf(written, metric, sign, amount),
  };
}

/** The budget as a profile may write it in one text, severity included. */
export function writeBudget({ text, severity }: Budget): string {
  return severity === 'warn' ? `warn: ${text}` : text;
}

function metricOf(written: string, name: string): BudgetMetric {
  const metric = budgetMetricOf(name);
  if (metric !== null) return metric;
  throw new BudgetError(written, `a known metric instead of ${name}${suggestion(name, budgetMetrics)}`);
}

function withinOf(written: string, metric: BudgetMetric, text: string | undefined): number | null {
  if (!isWithinMetric(metric)) {
    if (text === undefined) return null;
    throw new BudgetError(written, `${metric} without a time in brackets, which only …within(45s) has`);
  }
  const withinMs = text === undefined ? null : durationUnit.parse(text);
  if (withinMs !== null) return withinMs;
  throw new BudgetError(written, `a duration in brackets like ${metric}(45s)`);
}

function selectionOf(written: string, metric: BudgetMetric, text: string): BudgetSelection {
  if (!isSelectable(metric)) {
    throw new BudgetError(
      written,
      `${metric} without a selection, because it is known of the whole run only`,
    );
  }
  const selection = parseSelection(text);
  if (typeof selection === 'string') throw new BudgetError(written, selection);
  return selection;
}

function conditionOf(
  written: string,
  metric: BudgetMetric,
  sign: string,
  amount: string,
): Pick<Budget, 'operator' | 'threshold'> {
  const operator = budgetOperators.find((known) => known === sign);
  if (operator === undefined) {
    throw new BudgetError(written, `one of the operators ${budgetOperators.join(' ')} instead of ${sign}`);
  }
  const kind = budgetUnitOf(metric);
  const { unit, example } = thresholdUnits[kind];
  const threshold = unit.parse(amount);
  if (threshold === null) throw new BudgetError(written, `a ${unit.noun} like ${example} as its threshold`);
  const problem = thresholdProblem(kind, operator, threshold);
  if (problem !== null) throw new BudgetError(written, problem);
  return { operator, threshold };
}
