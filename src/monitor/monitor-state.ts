import { z } from 'zod';
import type { SavedObjective } from '../objectives/objective-counts.js';
import type { SpendTotals } from '../run/spend-account.js';
import type { TrackerCounters } from '../tracker/tracker-counters.js';
import type { SpendDay } from './daily-limit.js';
import type { RetiredEntry } from './retired-entry.js';
import { restoredCounters, savedCounters } from './saved-counters.js';

/** The layout that this version writes and reads. */
const stateVersion = 1;

/**
 * What a monitor knows at the begin of a segment of its journal, without the orders in flight: those are told by the segment's
 * first events. State and segment together are everything that a later process goes on with.
 */
export interface MonitorState {
  /** What its keys come from, for ever. */
  readonly monitor: string;
  readonly segment: number;
  /** So many events at the begin of the segment tell of orders that were in flight then. */
  readonly carriedEvents: number;
  /** The number of the next order. */
  readonly nextSeq: number;
  /** When the newest order was due, on the monitor's clock; null before the first. */
  readonly lastPlannedMs: number | null;
  readonly counters: TrackerCounters;
  readonly objectives: Readonly<Record<string, SavedObjective>>;
  readonly spend: SpendTotals;
  readonly day: SpendDay;
  readonly retired: readonly RetiredEntry[];
}

const count = z.number();
const countsAt = z.object({ atMs: z.number(), good: count, bad: count });
const schema = z.object({
  state: z.literal(stateVersion),
  monitor: z.string().min(1),
  segment: z.int().min(1),
  carriedEvents: z.int().min(0),
  nextSeq: z.int().min(0),
  lastPlannedMs: z.number().nullable(),
  counters: z.unknown().transform(restoredCounters),
  objectives: z.record(z.string(), z.object({ good: count, bad: count, history: z.array(countsAt) })),
  spend: z.object({ debitedCents: count, refundedCents: count, refunds: count }),
  day: z.object({ day: z.string(), fromSeq: z.int(), committedCents: count }),
  retired: z.array(z.object({ sku: z.string(), quantity: z.int(), priceCents: count, pieceCents: count })),
});

/** The text of the state's file. */
export function writtenState(state: MonitorState): string {
  const { counters, ...rest } = state;
  return `${JSON.stringify({ state: stateVersion, ...rest, counters: savedCounters(counters) }, null, 1)}\n`;
}

/** The state from the text of its file, or one sentence on what is wrong with it. */
export function readState(text: string): MonitorState | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'is not JSON';
  }
  const read = schema.safeParse(value);
  if (read.success) {
    const { state: _version, ...state } = read.data;
    return state;
  }
  const [issue] = read.error.issues;
  return `is no state of version ${stateVersion}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`;
}
