import { emptyCounters, type TrackerCounters } from '../tracker/tracker-counters.js';

type Counts = Record<string, unknown>;

/** The tracker's counters as plain values, to be kept as JSON. */
export function savedCounters(counters: TrackerCounters): object {
  return { ...counters, violations: Object.fromEntries(counters.violations) };
}

/**
 * The counters from what was kept of them, unchecked. A count that an earlier version did not have is 0; the first examples of
 * what went wrong are those of this process.
 */
export function restoredCounters(value: unknown): TrackerCounters {
  const counters = emptyCounters();
  restore(counters as unknown as Counts, value);
  for (const [name, violation] of Object.entries(field(value, 'violations') ?? {})) {
    const [count, example] = [field(violation, 'count'), field(violation, 'example')];
    if (isCount(count)) counters.violations.set(name, { count, example: String(example ?? '') });
  }
  return counters;
}

function restore(counters: Counts, value: unknown): void {
  for (const [key, zero] of Object.entries(counters)) {
    const kept = field(value, key);
    if (typeof zero === 'number' && isCount(kept)) counters[key] = kept;
    else if (typeof zero === 'object' && zero !== null && !(zero instanceof Map))
      restore(zero as Counts, kept);
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
