import type { CapacityResult } from '../capacity/capacity-result.js';

/** 0 answered, 1 the API breaks its budgets below what was wanted, 3 nobody knows, 4 nothing could be measured. */
export function capacityExitCode({ answer, end, search }: CapacityResult): number {
  if (answer === null) return end?.cause === 'unmeasured' ? 4 : 3;
  if (answer.kind === 'below') return 1;
  if (answer.heldPerSecond === null) return 4;
  if (search.atLeastPerSecond === null || answer.heldPerSecond >= search.atLeastPerSecond) return 0;
  // A machine that was the limit says nothing of the rates above it.
  return answer.kind === 'machine' ? 3 : 1;
}
