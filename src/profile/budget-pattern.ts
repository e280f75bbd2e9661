import { thresholdUnits } from './budget.js';
import {
  type BudgetMetric,
  type BudgetUnit,
  budgetMetricsByUnit,
  budgetUnits,
  isSelectable,
  isWithinMetric,
} from './budget-metric.js';
import { selectionForm } from './budget-selection.js';
import { durationUnit } from './duration.js';

/**
 * The regular expression that every readable budget matches, for editors: each metric with thresholds of its unit. It lets
 * thresholds through that say nothing, such as `success.rate >= 0%`.
 */
export function budgetPattern(): string {
  return `^(?:warn:\\s*)?(?:${budgetUnits.map(patternOf).join('|')})$`;
}

function patternOf(unit: BudgetUnit): string {
  const metrics = budgetMetricsByUnit[unit];
  const operators = unit === 'time' ? '[<>]=?' : '(?:<=?|>=?|==)';
  const selectable = namesOf(metrics.filter(isSelectable)).map((name) => `${name}(?:${selectionForm})?`);
  const others = namesOf(metrics.filter((metric) => !isSelectable(metric)));
  const names = [...selectable, ...others].join('|');
  return `(?:${names})\\s*${operators}\\s*${thresholdUnits[unit].unit.form}`;
}

/** Patterns of the plain metrics, and of those with a time in brackets; none for an empty list. */
function namesOf(metrics: readonly BudgetMetric[]): string[] {
  const plain = metrics.filter((metric) => !isWithinMetric(metric));
  const within = metrics.filter(isWithinMetric).map((metric) => metric.replace(withinSuffix, ''));
  return [
    plain.length === 0 ? [] : `(?:${plain.join('|').replaceAll('.', '\\.')})`,
    within.length === 0 ? [] : `(?:${within.join('|')})\\.within\\(${durationUnit.form}\\)`,
  ].flat();
}

const withinSuffix = /\.within$/;
