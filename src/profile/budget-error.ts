import { quoted } from './show-value.js';

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
