import type { TrackerCounters } from '../tracker/tracker-counters.js';

/** Counters by their names, at any depth: so that one that is added some day is not forgotten here. */
type Counts = Record<string, unknown>;

/**
 * `all` less `part`, count by count: what is left when the orders that `part` was counted from are told anew. The highest number
 * that was intended stays, since it is none.
 */
export function countersWithout(all: TrackerCounters, part: TrackerCounters): TrackerCounters {
  const left = structuredClone(all);
  subtract(left as unknown as Counts, part as unknown as Counts);
  left.intended = all.intended;
  for (const [name, { count, example }] of all.violations) {
    const rest = count - (part.violations.get(name)?.count ?? 0);
    if (rest > 0) left.violations.set(name, { count: rest, example });
    else left.violations.delete(name);
  }
  return left;
}

function subtract(left: Counts, part: Counts): void {
  for (const [key, value] of Object.entries(part)) {
    const before = left[key];
    if (typeof value === 'number' && typeof before === 'number') left[key] = before - value;
    else if (isRecord(value) && isRecord(before)) subtract(before, value);
  }
}

function isRecord(value: unknown): value is Counts {
  return typeof value === 'object' && value !== null && !(value instanceof Map);
}
