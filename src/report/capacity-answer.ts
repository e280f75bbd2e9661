import type { CapacityResult } from '../capacity/capacity-result.js';
import { formatRate } from '../profile/rate.js';

/** What a search came to, in one sentence. */
export function capacityAnswer({ answer, end, steps }: CapacityResult): string {
  if (answer === null) {
    const held = steps.filter(({ outcome }) => outcome === 'held').map((step) => step.ratePerSecond);
    const known = held.length === 0 ? '' : `; the budgets hold at ${formatRate(Math.max(...held))} at least`;
    return `no answer${known}: ${end?.sentence ?? 'the search has not ended'}`;
  }
  switch (answer.kind) {
    case 'capacity':
      return `${formatRate(answer.heldPerSecond)}: the budgets hold there, and do not at ${formatRate(answer.brokenPerSecond)}`;
    case 'machine':
      return machineSentence(answer.heldPerSecond, answer.limitedPerSecond);
    case 'at_least':
      return `at least ${formatRate(answer.heldPerSecond)}, the highest rate that was allowed: the budgets hold there`;
    case 'below':
      return `below ${formatRate(answer.brokenPerSecond)}: the budgets hold at no rate that was tried`;
  }
}

function machineSentence(held: number | null, limited: number): string {
  const limit = `at ${formatRate(limited)} this machine was the limit, not the API`;
  if (held === null) return `not measured: ${limit}; more or faster machines are needed`;
  return `at least ${formatRate(held)}: the budgets hold there, and ${limit}; more machines are needed to measure above`;
}
