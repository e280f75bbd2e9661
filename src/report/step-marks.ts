import type { CapacityStep } from '../capacity/capacity-result.js';
import type { StepOutcome } from '../capacity/rate-search.js';
import { htmlText } from './html-text.js';

/** What the marks mean, for the legend and for readers that point at one. */
export const markWords: Readonly<Record<StepOutcome, string>> = {
  held: 'the budgets hold',
  broken: 'the API breaks them',
  limited: 'this machine was the limit, the times say nothing of the API',
};

/** Told apart by their form, not by colour: a circle, a cross, a triangle. `title` is plain text. */
export function mark(outcome: StepOutcome, x: number, y: number, style: string, title: string): string {
  const forms: Readonly<Record<StepOutcome, string>> = {
    held: `M${x - 4} ${y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z`,
    broken: `M${x - 4} ${y - 4}l8 8m0 -8l-8 8`,
    limited: `M${x} ${y - 5}l5 9h-10z`,
  };
  return `<path class="mark ${style}" d="${forms[outcome]}"><title>${htmlText(title)}</title></path>`;
}

/** What a line goes through: of each rate the step that held, or the last that was measured soundly. */
export function stepsOfCurve(steps: readonly CapacityStep[]): ReadonlySet<CapacityStep> {
  const byRate = new Map<number, CapacityStep>();
  for (const step of steps) {
    if (step.outcome === 'limited' || byRate.get(step.ratePerSecond)?.outcome === 'held') continue;
    byRate.set(step.ratePerSecond, step);
  }
  return new Set(byRate.values());
}
