import type { Objective } from '../../src/profile/objective.js';
import { windowsOf } from '../../src/rules/objective-rules.js';

const hourMs = 3_600_000;
/** More lines than these can't be told apart on a graph. */
const shownMs: readonly number[] = [hourMs / 12, hourMs, 6 * hourMs, 24 * hourMs, 72 * hourMs];

/** Over which times the burn rate of an objective is shown: some of those that the rules record, from the sharpest to the calmest. */
export function burnWindowsMs(objective: Objective): readonly number[] {
  return windowsOf(objective).filter((windowMs) => shownMs.includes(windowMs));
}
