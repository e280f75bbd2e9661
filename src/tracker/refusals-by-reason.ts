import { type RefusalReason, refusalReasons } from '../contract/refusal-reason.js';
import type { TrackerCounters } from './tracker-counters.js';

/** Orders whose create call did not end in an acceptance, refused and errored together, by reason. */
export function refusalsByReason({
  refused,
  errored,
}: Readonly<TrackerCounters>): Record<RefusalReason, number> {
  const both = refusalReasons.map((reason) => [reason, refused[reason] + errored[reason]]);
  return Object.fromEntries(both) as Record<RefusalReason, number>;
}
