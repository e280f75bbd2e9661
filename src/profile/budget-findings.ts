import { type Budget, parseBudget } from './budget.js';
import { BudgetError } from './budget-error.js';
import { type BudgetSelection, selectionText } from './budget-selection.js';
import type { Finding } from './finding.js';
import { mismatch } from './issue-findings.js';
import { suggestion } from './nearest-name.js';
import { type ProfilePath, valueAt } from './profile-path.js';

/** Each selection costs about a megabyte of counters. */
export const maxSelections = 40;
/** So many SKUs are named in a message. */
const maxNamedSkus = 8;

/** What a profile has to select from. */
export interface SelectableParts {
  readonly skus: readonly string[];
  /** How many stages the load has; null for a load without stages. */
  readonly stages: number | null;
}

/**
 * Where budgets select orders that the profile does not have. Reads the unchecked value, so that these are found together with
 * mistakes elsewhere.
 */
export function budgetFindings(root: unknown): Finding[] {
  const entries = valueAt(root, ['budgets']);
  if (!Array.isArray(entries)) return [];
  const there = partsOf(root);
  const seen = new Set<string>();
  return entries.flatMap((_, index) => {
    const { path, text } = textAt(root, ['budgets', index]);
    const selection = selectionIn(text);
    if (selection === null) return [];
    seen.add(selectionText(selection));
    const wanted = selectionProblem(selection, there, seen.size);
    return wanted === null ? [] : [mismatch(path, text, wanted)];
  });
}

/**
 * What would have been right instead of a selection that a profile can't keep; null for any other.
 *
 * @param count how many different selections there are, with this one
 */
export function selectionProblem(
  { sku, stage }: BudgetSelection,
  { skus, stages }: SelectableParts,
  count: number,
): string | null {
  if (sku !== null && skus.length > 0 && !skus.includes(sku)) {
    const named = skus.slice(0, maxNamedSkus).join(', ') + (skus.length > maxNamedSkus ? ', …' : '');
    return `an SKU that the profile orders instead of ${sku}: ${named}${suggestion(sku, skus)}`;
  }
  if (stage !== null && stages === null) return 'no stage, because a closed load has none';
  if (stage !== null && stages !== null && stage > stages)
    return `a stage from 1 to ${stages} instead of ${stage}`;
  return count > maxSelections ? `at most ${maxSelections} different selections in all budgets` : null;
}

function partsOf(root: unknown): SelectableParts {
  const orders = valueAt(root, ['orders']);
  const list: unknown[] = Array.isArray(orders) ? orders : [];
  const names = list.map((_, index) => valueAt(root, ['orders', index, 'sku']));
  const stages = valueAt(root, ['load', 'stages']);
  // A load that is no list has a finding of its own.
  const stageCount = Array.isArray(stages) ? stages.length : Number.POSITIVE_INFINITY;
  return {
    skus: [...new Set(names.filter((sku) => typeof sku === 'string'))],
    stages: valueAt(root, ['load', 'model']) === 'closed' ? null : stageCount,
  };
}

/** The text of a budget in whichever of its forms, and where it stands. */
function textAt(root: unknown, path: ProfilePath): { readonly path: ProfilePath; readonly text: unknown } {
  const entry = valueAt(root, path);
  const key = ['budget', 'warn'].find((name) => valueAt(root, [...path, name]) !== undefined);
  if (key === undefined) return { path, text: entry };
  return { path: [...path, key], text: valueAt(root, [...path, key]) };
}

/** Null where there is none, or where the budget can't be read, which has a finding of its own. */
function selectionIn(text: unknown): Budget['selection'] {
  if (typeof text !== 'string') return null;
  try {
    return parseBudget(text).selection;
  } catch (error) {
    if (error instanceof BudgetError) return null;
    throw error;
  }
}
