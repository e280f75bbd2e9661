import { isSeq, parseDocument } from 'yaml';
import type { Budget } from './budget.js';
import { parseBudget, writeBudget } from './budget.js';
import { BudgetError } from './budget-error.js';
import { selectionProblem } from './budget-findings.js';
import { selectionText } from './budget-selection.js';
import type { Profile } from './profile.js';
import { ProfileError } from './profile-error.js';
import { readProfile } from './read-profile.js';
import { quoted } from './show-value.js';

/** Budgets as somebody gave them beside a profile, checked against what it orders and when. */
export function readBudgets(texts: readonly string[], { orders, load }: Profile, from: string): Budget[] {
  const skus = [...new Set(orders.map(({ sku }) => sku))];
  const stages = load.model === 'open' ? load.stages.length : null;
  const seen = new Set<string>();
  return texts.map((text) => {
    const budget = readBudget(text, from);
    if (budget.selection !== null) {
      seen.add(selectionText(budget.selection));
      const wanted = selectionProblem(budget.selection, { skus, stages }, seen.size);
      if (wanted !== null) throw budgetProblem(text, wanted, from);
    }
    return budget;
  });
}

/**
 * The profile with further budgets behind its own, so that its `source`, which is kept with the run, says all that it was
 * judged by. `from` is what messages call their origin: `--budget`.
 *
 * @throws {ProfileError} for a budget that can't be read, or that selects what the profile does not have
 */
export function withBudgets(profile: Profile, texts: readonly string[], from: string): Profile {
  if (texts.length === 0) return profile;
  const added = readBudgets(texts, profile, from).map(writeBudget);
  const document = parseDocument(profile.source);
  if (!isSeq(document.get('budgets'))) document.set('budgets', document.createNode([]));
  for (const text of added) document.addIn(['budgets'], text);
  return readProfile(String(document), `${profile.name}, with ${from}`);
}

function readBudget(text: string, from: string): Budget {
  try {
    return parseBudget(text);
  } catch (error) {
    if (error instanceof BudgetError) throw budgetProblem(text, error.wanted, from);
    throw error;
  }
}

function budgetProblem(text: string, wanted: string, from: string): ProfileError {
  const message = `${from} is ${quoted(text)}; wanted ${wanted}`;
  return new ProfileError([{ line: 0, column: 0, path: '', message }]);
}
