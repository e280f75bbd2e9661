import type { OrderEvent } from '../order-event.js';
import type { FoundIds } from '../tracker/found-ids.js';
import { Tracker } from '../tracker/tracker.js';
import type { TrackerListener } from '../tracker/tracker-listener.js';
import { trackerSettings } from '../tracker/tracker-settings.js';
import type { JournalHeader } from './journal-header.js';
import type { JournalReading } from './journal-reading.js';
import { type ReadJournalOptions, readJournal } from './read-journal.js';

export interface ReplayOptions extends ReadJournalOptions {
  /** The tracker's listeners, made when the header is known. */
  readonly listeners?: (header: JournalHeader) => readonly TrackerListener[];
  /** Told each event right before the tracker takes it. Whoever keeps one asks for its ids before this returns. */
  readonly event?: (event: OrderEvent, tracker: Tracker) => void;
  /** Told each footer. */
  readonly footer?: () => void;
  /** Events that the tracker takes before this one, since their lines are missing. */
  readonly before?: (event: OrderEvent, tracker: Tracker) => readonly OrderEvent[];
  /** The run goes on: its `ended`, where there is one, is not its end. */
  readonly goOn?: boolean;
}

/** A run as its journal tells it. */
export interface ReplayedJournal extends JournalReading {
  readonly tracker: Tracker;
  /** The latest instant of any event, on the run's clock; null for a run without events. */
  readonly lastMs: number | null;
}

/**
 * Folds a journal as the live run did: the tracker has the counters that the live one had at the last intact line, and
 * told its listeners the same.
 *
 * @throws {JournalError} as `readJournal` does
 */
export function replayJournal(file: string, options: ReplayOptions = {}): ReplayedJournal {
  // Both are made by the header, which is always told first.
  let tracker = new Tracker(0);
  let lastMs: number | null = null;
  const apply = (event: OrderEvent, ids: FoundIds | null): void => {
    options.event?.(event, tracker);
    tracker.apply(event, ids);
  };
  const { before, goOn = false } = options;
  const applyAll = (event: OrderEvent, ids: FoundIds | null): void => {
    if (before !== undefined) for (const missing of before(event, tracker)) apply(missing, null);
    apply(event, ids);
  };
  // An end is one only when nothing follows it: a resumed run has several.
  let ended: OrderEvent | null = null;
  const reading = readJournal(
    file,
    {
      header(header) {
        // Whoever goes on with a run may ask for any order again, however old.
        const memory = { keepsRows: goOn };
        tracker = new Tracker(header.deadlineMs, options.listeners?.(header) ?? [], memory);
      },
      event(event, ids) {
        if (lastMs === null || event.atMs > lastMs) lastMs = event.atMs;
        ended = event.kind === 'ended' ? event : null;
        if (ended === null) applyAll(event, ids);
      },
      footer: () => options.footer?.(),
    },
    goOn ? options : { ...options, lateTexts: true, rememberedWebhookIds: trackerSettings.recentWebhookIds },
  );
  if (ended !== null && !goOn) apply(ended, null);
  return { ...reading, tracker, lastMs };
}
