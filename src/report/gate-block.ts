import type { RunResult } from '../run/run-result.js';
import { budgetLines } from './budget-lines.js';
import { verdictLines } from './verdict-lines.js';
import { plainColumns } from './wrap-text.js';

/** The verdict on a run and each of its budgets, in the words of the whole result, at most `columns` wide (80 and more). */
export function gateBlock(result: RunResult, columns = plainColumns): string {
  const width = Math.max(columns, plainColumns);
  const sections = [verdictLines(result, width), budgetLines(result, width)];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
