import { z } from 'zod';
import { type Budget, budgetSeverities, parseBudget } from './budget.js';
import { BudgetError } from './budget-error.js';
import { budgetPattern } from './budget-pattern.js';
import { section } from './section.js';

/** More budgets than a report can show. */
const maxBudgets = 200;
const wantedText = 'metric, operator and threshold like delivery.p95 < 45s';
const wantedBudget = `${wantedText}, or {budget, severity}`;
const wantedBudgets = `a list of at most ${maxBudgets} budgets like delivery.p95 < 45s`;

function budgetText() {
  return z.string({ error: wantedText }).meta({ pattern: budgetPattern() });
}

const written = z.union(
  [
    budgetText(),
    section({
      budget: budgetText().describe('Metric, operator and threshold.'),
      severity: z
        .enum(budgetSeverities)
        .prefault('fail')
        .describe('fail: it decides the verdict. warn: it is judged and shown, and decides nothing.'),
    }),
    // What YAML makes of `- warn: delivery.p99 < 90s` without quotes.
    section({ warn: budgetText().describe('A budget that is judged and shown, and decides nothing.') }),
  ],
  { error: wantedBudget },
);

const budgetSchema = written.transform((entry, context): Budget => {
  const { text, path } = textOf(entry);
  try {
    const budget = parseBudget(text);
    return isWarning(entry) ? { ...budget, severity: 'warn' } : budget;
  } catch (error) {
    if (!(error instanceof BudgetError)) throw error;
    context.addIssue({ code: 'custom', message: error.wanted, path: [...path] });
    return z.NEVER;
  }
});

/** The service level of a profile: budgets as texts, or with their severity beside them. */
export const budgetsSchema = z
  .array(budgetSchema, { error: wantedBudgets })
  .max(maxBudgets, { error: wantedBudgets })
  .prefault([])
  .describe('The service level that the run must keep: metric, operator, threshold.');

type Written = z.output<typeof written>;

function isWarning(entry: Written): boolean {
  if (typeof entry === 'string') return false;
  return 'warn' in entry || entry.severity === 'warn';
}

/** The text of an entry, and where in the entry it stands. */
function textOf(entry: Written): { readonly text: string; readonly path: readonly string[] } {
  if (typeof entry === 'string') return { text: entry, path: [] };
  return 'warn' in entry ? { text: entry.warn, path: ['warn'] } : { text: entry.budget, path: ['budget'] };
}
