import type { RunResult } from '../run/run-result.js';
import { quantitiesGlued, wrapText } from './wrap-text.js';

/** Explanations stand in a column of their own, also where they take several lines. */
const resultColumns = 13;

/** Each budget with its result and what decided it. */
export function budgetLines({ budgets }: Pick<RunResult, 'budgets'>, columns: number): string[] {
  if (budgets.length === 0) return ['Budgets  none'];
  const lines = budgets.flatMap(({ result, severity, explanation }) => {
    const told = severity === 'warn' ? `warning only: ${explanation}` : explanation;
    const line = `  ${result.padEnd(resultColumns)}${quantitiesGlued(told)}`;
    return wrapText(line, columns, 2 + resultColumns);
  });
  return ['Budgets', ...lines];
}
