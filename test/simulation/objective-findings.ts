import { type Objective, parseObjective } from '../../src/profile/objective.js';
import type { SimulatedRun } from './simulated-run.js';

/** One far below the deadlines of all scenarios, one near the shortest of them, one without a threshold. */
export const simulatedObjectives: readonly Objective[] = [
  'delivery within 9s for 50% over 7d',
  'delivery within 20s for 95% over 7d',
  'success for 95% over 30d',
].map(parseObjective);

/** Where the orders that objectives counted are not those that follow from how each order ended, counted in a plainer way. */
export function objectiveFindings({ measurement, decided }: SimulatedRun): string[] {
  const { accepted } = measurement.tracker.counters;
  return measurement.objectives.readings().flatMap(({ objective, good, bad, undecided }) => {
    const { withinMs, text } = objective;
    const isGood = ({ outcome, plannedMs, decidedMs }: (typeof decided)[number]) =>
      outcome === 'delivered' && (withinMs === null || decidedMs - plannedMs <= withinMs);
    const goodOnes = decided.filter(isGood).length;
    const found = [
      good === goodOnes ? [] : [`${text}: ${good} are good, and not ${goodOnes}`],
      good + bad + undecided === accepted ? [] : [`${text}: not every accepted order is counted`],
      // What is open at the end is bad only if its threshold has passed.
      bad >= decided.length - goodOnes
        ? []
        : [`${text}: ${bad} are bad, and not ${decided.length - goodOnes}`],
      undecided >= 0 && (withinMs !== null || undecided === accepted - decided.length)
        ? []
        : [`${text}: ${undecided} are undecided`],
    ];
    return found.flat();
  });
}
