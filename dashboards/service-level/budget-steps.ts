import { colours } from '../colours.js';
import type { Step } from '../dashboard-plan.js';

/** Of an error budget: below a quarter it is time to be careful, at 0 it is spent. */
export const budgetSteps: readonly Step[] = [
  { from: null, colour: colours.bad },
  { from: 0, colour: colours.warning },
  { from: 0.25, colour: colours.good },
];
